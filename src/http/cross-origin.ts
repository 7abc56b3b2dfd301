import cors from "@fastify/cors";
import type { FastifyInstance } from "fastify";
import type { HttpSettings } from "../config";

/** What pages may read of an answer besides its body. */
const READABLE = ["ratelimit", "ratelimit-policy", "retry-after"];

/** For how long a browser need not ask again whether it may ask. Seconds; browsers take less. */
const PREFLIGHT_MAX_AGE = 86_400;

/**
 * Lets pages of the configured origins read answers. Cookies are never asked for, and keys travel in a header that only a page which knows one can send,
 * so any origin may read what is public.
 */
export async function allowOrigins(app: FastifyInstance, { corsOrigins }: HttpSettings): Promise<void> {
  if (corsOrigins.includes("none")) return;
  await app.register(cors, {
    origin: corsOrigins.includes("*") ? "*" : [...corsOrigins],
    methods: ["GET", "POST"],
    exposedHeaders: READABLE,
    maxAge: PREFLIGHT_MAX_AGE,
  });
}

/**
 * Serves a GET without the header by which Apollo tells that a browser asked first: it changes nothing, and CORS decides who reads the answer.
 * What another site embeds as an image, script or style is still refused: CORS does not decide there.
 */
export function admitGets(app: FastifyInstance): void {
  app.addHook("onRequest", ({ method, headers }, _reply, done) => {
    const site = headers["sec-fetch-site"] ?? "none";
    const isEmbedded = headers["sec-fetch-mode"] === "no-cors" && site !== "none" && site !== "same-origin";
    if (method === "GET" && !isEmbedded) headers["apollo-require-preflight"] ??= "GET";
    done();
  });
}
