import type { Authentication, Authenticator, RequestHeaders } from "../authenticator.ts";
import { DEFAULT_TIER } from "../principal.ts";
import { hashSecret, parseKey, secretMatches } from "./api-key.ts";
import type { KeyStore } from "./key-store.ts";

/** Compared with when there is no such key, so that an unknown id takes as long as a wrong secret. */
const NOBODYS_HASH = hashSecret("");

/** Takes API keys from `X-API-Key`, or from `Authorization: Bearer`. */
export function createKeyAuthenticator(store: Pick<KeyStore, "find">): Authenticator {
  return {
    async authenticate(headers): Promise<Authentication> {
      const credentials = credentialsIn(headers);
      if (credentials === undefined) return { kind: "none" };
      const given = parseKey(credentials);
      if (given === undefined) return { kind: "invalid" };
      const found = store.find(given.id);
      const matches = secretMatches(given.secret, found?.secretHash ?? NOBODYS_HASH);
      if (found === undefined || !matches || found.key.revokedAt !== undefined) return { kind: "invalid" };
      const { id, owner, tenant, scopes } = found.key;
      return { kind: "principal", owner, tenant, scopes: new Set(scopes), keyId: id, tier: DEFAULT_TIER };
    },
  };
}

/** Undefined where there are none; an empty text where there are some of a kind that is not taken here. */
function credentialsIn(headers: RequestHeaders): string | undefined {
  const key = headers["x-api-key"];
  if (key !== undefined) return typeof key === "string" ? key.trim() : "";
  const authorization = headers["authorization"];
  if (authorization === undefined) return undefined;
  if (typeof authorization !== "string") return "";
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? "";
}
