import "reflect-metadata";
import { registerEnumType } from "type-graphql";

export enum Scope {
  READ = "READ",
  CONTRIBUTE = "CONTRIBUTE",
  CURATE = "CURATE",
  ADMIN = "ADMIN",
}

registerEnumType(Scope, {
  name: "Scope",
  description: "What an API key allows; each includes those before it.",
  valuesConfig: {
    READ: { description: "To see what is the member's own." },
    CONTRIBUTE: { description: "To submit, upvote, link, dispute and save." },
    CURATE: { description: "To accept and reject what others submitted, and to merge papers." },
    ADMIN: { description: "To make and revoke API keys." },
  },
});

const ORDER = Object.values(Scope);

/** Whether scopes allow what one asks for. */
export function allows(scopes: readonly Scope[], wanted: Scope): boolean {
  return scopes.some((scope) => ORDER.indexOf(scope) >= ORDER.indexOf(wanted));
}
