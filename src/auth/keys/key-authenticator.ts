import { type Clock, systemClock } from "#kernel";
import type { Authentication, Authenticator, RequestHeaders } from "../authenticator.ts";
import { credentialState } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { secretMatches } from "../credentials/secrets.ts";
import { parseKey } from "./api-key.ts";

/** Takes API keys from `X-API-Key`, or from `Authorization: Bearer`. */
export function createKeyAuthenticator(
  keys: Pick<CredentialStore, "find">,
  clock: Clock = systemClock,
): Authenticator {
  return {
    async authenticate(headers): Promise<Authentication> {
      const credentials = credentialsIn(headers);
      if (credentials === undefined) return { kind: "none" };
      const given = parseKey(credentials);
      if (given === undefined) return { kind: "invalid" };
      const found = await keys.find(given.id);
      const now = clock.now();
      const matches = secretMatches(given.secret, found?.secret, now);
      if (found === undefined || !matches || credentialState(found.credential, now) !== "valid") {
        return { kind: "invalid" };
      }
      const { id, owner, tenant, tier, scopes } = found.credential;
      return { kind: "principal", owner, tenant, scopes: new Set(scopes), keyId: id, tier };
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
