import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** In milliseconds since the server began. */
  readonly at: number;
  /** When the answer was sent, or given up. */
  endedAt: number;
}

/** One answer. */
export type Step = (response: ServerResponse, request: SeenRequest) => void;

/** A server on this machine that stands for a service, and can fail. */
export interface ReplayServer {
  readonly url: string;
  /** All that were seen since `reset`. */
  readonly requests: SeenRequest[];
  /** What it answers when nothing is planned; at first 404. */
  answer(step: Step): void;
  /** What it answers to the next requests, one each, before it answers as usual again. */
  plan(...steps: Step[]): void;
  reset(): void;
}

/** Starts a server for the tests of a file, and forgets what was planned and seen after each. */
export function useReplayServer(): ReplayServer {
  const planned: Step[] = [];
  const requests: SeenRequest[] = [];
  let usual: Step = status(404);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://server");
    const seen: SeenRequest = {
      path: pathname,
      query: searchParams,
      headers: request.headers,
      at: performance.now(),
      endedAt: 0,
    };
    requests.push(seen);
    response.on("close", () => {
      seen.endedAt = performance.now();
    });
    (planned.shift() ?? usual)(response, seen);
  });
  const replay = { url: "", requests } as { url: string } & ReplayServer;
  replay.answer = (step) => {
    usual = step;
  };
  replay.plan = (...steps) => planned.push(...steps);
  replay.reset = () => {
    planned.length = 0;
    requests.length = 0;
  };
  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    replay.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(replay.reset);
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
  });
  return replay;
}

/** A whole answer. */
export function body(type: string, content: string | Buffer, headers: Record<string, string> = {}, code = 200): Step {
  return (response) => response.writeHead(code, { "content-type": type, ...headers }).end(content);
}

export const xml = (content: string | Buffer, headers?: Record<string, string>) =>
  body("text/xml; charset=utf-8", content, headers);

export const json = (content: unknown, headers?: Record<string, string>, code?: number) =>
  body("application/json; charset=utf-8", JSON.stringify(content), headers, code);

/** No content, only a status. */
export function status(code: number, headers: Record<string, string> = {}): Step {
  return (response) => response.writeHead(code, headers).end();
}

export const redirect = (code: number, location: string): Step => status(code, { location });

/** Promises all of the content, and closes the connection after half of it. */
export function cut(type: string, content: string): Step {
  return (response) => {
    response.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(content) });
    response.write(content.slice(0, content.length / 2), () => response.destroy());
  };
}

/** Goes on for ever with white space, which every format allows. */
export function endless(type: string): Step {
  return (response) => {
    response.writeHead(200, { "content-type": type });
    const more = () => {
      while (response.writable && response.write(" ".repeat(10_000)));
    };
    response.on("drain", more);
    more();
  };
}

/** Begins, and never ends. */
export function slow(type: string): Step {
  return (response) => {
    response.writeHead(200, { "content-type": type });
    response.write(" ");
  };
}

/** Takes the question and says nothing. */
export const silent: Step = () => {};
