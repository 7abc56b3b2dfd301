import { request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** The body, unpacked. */
  readonly text: string;
}

const unpack: Record<string, (bytes: Buffer) => Buffer> = { br: brotliDecompressSync, gzip: gunzipSync };

/** Sends a request with exactly these headers; a body makes it a POST of JSON unless the headers say otherwise. */
export function sendRaw(url: string, headers: Record<string, string> = {}, body?: string): Promise<RawAnswer> {
  const options = {
    method: body === undefined ? "GET" : "POST",
    headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
  };
  return new Promise((resolve, reject) => {
    request(url, options, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const { date, ...rest } = response.headers as Record<string, string>;
      const text = (unpack[rest["content-encoding"] ?? ""]?.(bytes) ?? bytes).toString();
      resolve({ status: response.statusCode!, headers: rest, bytes, text });
    })
      .on("error", reject)
      .end(body);
  });
}
