import { z } from "zod";
import { field } from "./field.ts";

/** Asymmetric ones alone: nobody shares a secret with an issuer whose keys are public. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
] as const;

/** Those of the auth room; a test holds the two together. */
export const SCOPES_OF_TOKENS = [
  "minion:query",
  "minions:query",
  "tasks:read",
  "tasks:write",
  "metrics:read",
  "admin",
] as const;

/** A dotted path to a claim, or its steps as a list where names hold dots. */
const claimPath = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const name = z.string().trim().min(1).max(128);
const alias = z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/, "a name is lower-case letters, digits, - and _");

const address = z
  .string()
  .refine(isIssuerAddress, "must be an https:// address without query; http:// is for this machine alone");

const claimsSchema = z
  .strictObject({
    owner: claimPath.default("sub"),
    tenant: claimPath.optional(),
    tier: claimPath.optional(),
    /** A list is of several claims. */
    scopes: z.union([z.string().min(1), z.array(claimPath)]).default("scope"),
  })
  .prefault({});

const issuerSchema = z.strictObject({
  issuer: address,
  audience: z.union([name, z.array(name).min(1)]),
  algorithms: z.array(z.enum(ALGORITHMS)).min(1).default(["RS256", "PS256", "ES256", "EdDSA"]),
  jwksUri: address.optional(),
  accessTokensOnly: z.boolean().default(false),
  claims: claimsSchema,
  ownerPrefix: z.string().max(64).optional(),
  tenant: name.default("default"),
  tenants: z.array(name).min(1).optional(),
  tier: name.default("default"),
  scopePrefix: z.string().min(1).max(128).optional(),
  scopeMap: z.record(z.string().min(1), z.array(z.enum(SCOPES_OF_TOKENS))).default({}),
  grant: z.array(z.enum(SCOPES_OF_TOKENS)).default([]),
  requiredClaims: z.record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

/** Whose tokens are taken beside the server's own, each issuer under a name of its own. */
export const issuersSchema = field(
  z
    .record(alias, issuerSchema)
    .default({})
    .refine(
      (issuers) =>
        new Set(Object.values(issuers).map(({ issuer }) => issuer)).size === Object.keys(issuers).length,
      "names an issuer twice",
    ),
  {
    description:
      "OpenID Connect issuers whose access tokens are taken, by a name of your own: " +
      '`{"corp": {"issuer": "https://id.example.com", "audience": "a2a-minions"}}`. ' +
      "[How to authenticate](../how-to/authenticate.md#tokens-of-an-openid-connect-issuer) has every setting.",
  },
);

export type IssuerConfig = Readonly<z.output<typeof issuerSchema>>;

function isIssuerAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return false;
  if (url.protocol === "https:") return true;
  const { hostname } = url;
  return (
    url.protocol === "http:" && (hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname))
  );
}
