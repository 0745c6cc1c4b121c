import type { SecurityScheme } from "@a2a-js/sdk";
import { apiKeyScheme, bearerScheme, clientCredentialsScheme, openIdScheme } from "#a2a";
import { SCOPE_TEXTS } from "#auth";

/** Ways in, as configured. */
export interface WaysIn {
  /** False: anybody may ask. */
  readonly authenticates: boolean;
  /** True: own tokens are taken, whoever signed them with the server's keys. */
  readonly takesTokens: boolean;
  /** True: the token endpoint is on. */
  readonly givesTokens: boolean;
  /** Address of each issuer by its name; none for one that has no discovery document. */
  readonly issuers: readonly { readonly alias: string; readonly issuer: string }[];
}

/** What the card tells clients to show; any one of them is enough. */
export function securitySchemes(ways: WaysIn, baseUrl: string): Record<string, SecurityScheme> {
  if (!ways.authenticates) return {};
  const signed = ways.takesTokens || ways.issuers.length > 0;
  return {
    apiKey: apiKeyScheme("X-API-Key", "A key that the operator makes with `a2a-minions keys create`."),
    bearer: bearerScheme(
      signed
        ? "The same key as a bearer token, or a signed access token."
        : "The same key as a bearer token.",
    ),
    ...(ways.givesTokens
      ? {
          oauth2: clientCredentialsScheme({
            description: "For clients that the operator registers with `a2a-minions clients register`.",
            tokenUrl: `${baseUrl}/oauth/token`,
            metadataUrl: `${baseUrl}/.well-known/oauth-authorization-server`,
            scopes: SCOPE_TEXTS,
          }),
        }
      : {}),
    ...Object.fromEntries(
      ways.issuers.map(({ alias, issuer }) => [
        `oidc-${alias}`,
        openIdScheme(
          "Access tokens of this issuer.",
          `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
        ),
      ]),
    ),
  };
}
