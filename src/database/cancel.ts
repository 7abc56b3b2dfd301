import { once } from "node:events";
import type { Socket } from "node:net";
import { Client, type ClientConfig, type PoolClient } from "pg";

/** After so many milliseconds a server that does not take the request is left alone: the statement then ends by its own time limit. */
const PATIENCE_MS = 2_000;

/** What pg knows of a connection, beyond its types. */
interface Wire extends NodeJS.EventEmitter {
  readonly stream: Socket;
  readonly ssl: unknown;
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
}

type Busy = PoolClient & { readonly host: string; readonly port: number; readonly processID: number; readonly secretKey: number };

/**
 * Asks the server to cancel what runs on a connection, on a connection of its own as the protocol has it: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 * Resolves when the server has passed it on: from then on it cannot strike a later statement of that connection. Never rejects.
 */
export async function cancelStatement(client: PoolClient, config: ClientConfig): Promise<void> {
  const { host, port, processID, secretKey } = client as Busy;
  const { connection: wire } = new Client(config) as unknown as { connection: Wire };
  const ended = once(wire, "end");
  const send = () => wire.cancel(processID, secretKey);
  wire.on("connect", () => (wire.ssl ? wire.requestSsl() : send()));
  wire.on("sslconnect", send);
  wire.on("error", () => wire.stream.destroy());
  wire.stream.setTimeout(PATIENCE_MS, () => wire.stream.destroy());
  if (host.startsWith("/")) wire.connect(`${host}/.s.PGSQL.${port}`);
  else wire.connect(port, host);
  await ended.catch(() => {});
}
