import { type Clock, systemClock } from "#kernel";
import type { Authentication, Authenticator, RequestHeaders } from "../authenticator.ts";
import { credentialState } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { hashSecret, secretMatches } from "../credentials/secrets.ts";
import { DEFAULT_TIER, type Principal, SCOPES } from "../principal.ts";
import { parseKey } from "./api-key.ts";

export interface KeyAuthenticatorOptions {
  readonly clock?: Clock;
  /** Told the id of each key that let somebody in. Must neither throw nor wait. */
  readonly onUsed?: (id: string) => void;
  /** One key for development, of any form, beside those that are kept. */
  readonly developmentKey?: string;
}

/** Whose everything is that comes with the development key: all rights but those of an administrator. */
const DEVELOPER: Principal = {
  kind: "principal",
  owner: "developer",
  tenant: "default",
  scopes: new Set(SCOPES.filter((scope) => scope !== "admin")),
  keyId: "development-key",
  tier: DEFAULT_TIER,
};

/** Takes API keys from `X-API-Key`, or from `Authorization: Bearer`. */
export function createKeyAuthenticator(
  keys: Pick<CredentialStore, "find">,
  options: KeyAuthenticatorOptions = {},
): Authenticator {
  const { clock = systemClock, onUsed } = options;
  const isDevelopmentKey = matcherOf(options.developmentKey);
  return {
    async authenticate(headers): Promise<Authentication> {
      const credentials = credentialsIn(headers);
      if (credentials === undefined) return { kind: "none" };
      if (isDevelopmentKey(credentials)) return DEVELOPER;
      const given = parseKey(credentials);
      if (given === undefined) return { kind: "invalid" };
      const found = await keys.find(given.id);
      const now = clock.now();
      const matches = secretMatches(given.secret, found?.secret, now);
      if (found === undefined || !matches || credentialState(found.credential, now) !== "valid") {
        return { kind: "invalid" };
      }
      const { id, owner, tenant, tier, scopes } = found.credential;
      onUsed?.(id);
      return { kind: "principal", owner, tenant, scopes: new Set(scopes), keyId: id, tier };
    },
  };
}

/** Takes as long for a key that is wrong from its first letter on as for one that is wrong in its last. */
function matcherOf(key: string | undefined): (given: string) => boolean {
  if (key === undefined) return () => false;
  const kept = { hash: hashSecret(key), previous: undefined };
  return (given) => secretMatches(given, kept, 0);
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
