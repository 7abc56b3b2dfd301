import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** Tries to listen, and stops at once: gives the port, which is any free one for 0. Rejects with the system's error, like EADDRINUSE. */
export async function probePort(port: number, host: string): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, "listening"); // rejects on "error"
  const { port: found } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return found;
}
