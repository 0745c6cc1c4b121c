import type { Clock } from "#kernel";
import type { AccessStores } from "../access-stores.ts";
import { credentialState } from "../credentials/credential.ts";
import type { TokenStanding } from "./own-tokens.ts";
import { INVALID_TOKEN } from "./verified-token.ts";

/**
 * Own tokens hold while they are not revoked, nor the client that got them. A token that names a client nobody
 * registered is worth nothing: there would be no way to end it.
 */
export function createTokenStanding(
  { clients, revokedTokens }: Pick<AccessStores, "clients" | "revokedTokens">,
  clock: Clock,
): TokenStanding {
  return async (token) => {
    if (token.tokenId !== undefined && (await revokedTokens.isRevoked(token.tokenId))) return INVALID_TOKEN;
    if (token.clientId === undefined) return token;
    const client = await clients.find(token.clientId);
    if (client === undefined) return INVALID_TOKEN;
    return credentialState(client.credential, clock.now()) === "valid" ? token : INVALID_TOKEN;
  };
}
