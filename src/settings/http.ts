import { isIP } from "node:net";
import { integer, listOf, type Setting } from "./setting";

/** Who may connect, for how long, and whom to believe. */
export interface HttpSettings {
  /** Addresses, ranges, or names of ranges of the proxies whose word on the client's address is taken; empty: nobody's. */
  readonly trustProxy: readonly string[];
  /** Origins whose pages in browsers may read answers: "*" is any, "none" is none but the service's own. */
  readonly corsOrigins: readonly string[];
  readonly requestTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly maxConnections: number;
}

export const httpSettings: { readonly [K in keyof HttpSettings]: Setting<HttpSettings[K]> } = {
  trustProxy: listOf(
    "TRUST_PROXY",
    [],
    isNetwork,
    "addresses or ranges between commas, like 10.0.0.0/8,::1, or loopback, linklocal or uniquelocal",
  ),
  corsOrigins: listOf("CORS_ORIGINS", ["*"], isOrigin, "* or none, or origins between commas, like https://example.org"),
  requestTimeoutMs: integer("REQUEST_TIMEOUT_MS", 10_000, 100, 600_000),
  headersTimeoutMs: integer("HEADERS_TIMEOUT_MS", 5_000, 100, 600_000),
  keepAliveTimeoutMs: integer("KEEP_ALIVE_TIMEOUT_MS", 72_000, 100, 3_600_000),
  maxConnections: integer("MAX_CONNECTIONS", 5_000, 1, 1_000_000),
};

/** What is wrong with settings that are each well-formed. */
export function faultsOfHttp({ headersTimeoutMs, requestTimeoutMs }: HttpSettings): string[] {
  const isTooLong = headersTimeoutMs > requestTimeoutMs;
  return isTooLong
    ? [`HEADERS_TIMEOUT_MS must not be above REQUEST_TIMEOUT_MS, ${headersTimeoutMs} is above ${requestTimeoutMs}`]
    : [];
}

/** The names are those of https://github.com/fastify/proxy-addr */
function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const most = isIP(address) === 4 ? 32 : 128;
  const isWhole = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most);
  return (isIP(address) > 0 && isWhole && rest.length === 0) || ["loopback", "linklocal", "uniquelocal"].includes(text);
}

function isOrigin(text: string): boolean {
  return text === "*" || text === "none" || (/^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text);
}
