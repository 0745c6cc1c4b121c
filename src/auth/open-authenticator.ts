import type { Authenticator } from "./authenticator.ts";
import { DEFAULT_TIER, type Principal, SCOPES } from "./principal.ts";

/** Owner and tenant of everything where nobody has to prove who they are. */
export const ANYBODY: Principal = {
  kind: "principal",
  owner: "anybody",
  tenant: "default",
  scopes: new Set(SCOPES),
  keyId: "none",
  tier: DEFAULT_TIER,
  anonymous: true,
};

/** Takes everybody for the same person with all rights; for a server that only this machine can reach. */
export function createOpenAuthenticator(): Authenticator {
  return { authenticate: async () => ANYBODY };
}
