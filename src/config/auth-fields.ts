import { z } from "zod";
import { field } from "./field.ts";
import { issuersSchema } from "./issuer-fields.ts";
import { Secret } from "./secret.ts";

const MIN_SECRET_BYTES = 32;

const jwtSecret = z
  .string()
  .refine(
    (text) => Buffer.byteLength(text) >= MIN_SECRET_BYTES,
    `must have ${MIN_SECRET_BYTES} bytes or more`,
  )
  .transform((text) => new Secret(text));

/** A name of an issuer or of an audience is a URI by custom, and any text without spaces by the standards. */
const tokenName = z.string().regex(/^[\x21-\x7e]{1,512}$/, "must be 1 to 512 characters without spaces");

/** Who may use the server, beside those who hold an API key. */
export const authSchema = z
  .strictObject({
    jwtSecret: field(jwtSecret.optional(), {
      description:
        "Shared secret of 32 bytes or more: tokens signed with it (HS256) are taken, and the token endpoint signs with it.",
      env: "A2A_JWT_SECRET",
      secret: true,
      unset: "no such tokens",
    }),
    previousJwtSecret: field(jwtSecret.optional(), {
      description: "The secret before the present one; its tokens hold on while it stands here.",
      env: "A2A_JWT_SECRET_PREVIOUS",
      secret: true,
      unset: "no such tokens",
    }),
    jwtKeys: field(z.array(z.string().min(1)).max(10).default([]), {
      description:
        "PEM files of keys for tokens, with commas between: Ed25519, EC P-256 or RSA. The first signs, before any secret; the others only verify.",
      env: "A2A_JWT_KEYS",
      flag: "jwt-keys",
      placeholder: "path,…",
      paths: true,
    }),
    jwtIssuer: field(tokenName.optional(), {
      description: "`iss` of the server's own tokens.",
      env: "A2A_JWT_ISSUER",
      flag: "jwt-issuer",
      placeholder: "url",
      unset: "the address on the agent card",
    }),
    jwtAudience: field(tokenName.optional(), {
      description: "`aud` of the server's own tokens.",
      env: "A2A_JWT_AUDIENCE",
      flag: "jwt-audience",
      placeholder: "name",
      unset: "as their issuer",
    }),
    tokenSeconds: field(z.number().int().min(10).max(86_400).default(900), {
      description: "How long a token of the token endpoint holds.",
      env: "A2A_TOKEN_SECONDS",
      flag: "token-seconds",
      unit: "seconds",
    }),
    clockSkewSeconds: field(z.number().int().min(0).max(300).default(30), {
      description: "How far the clocks of those who sign tokens may be apart from this server's.",
      env: "A2A_CLOCK_SKEW_SECONDS",
      flag: "clock-skew-seconds",
      unit: "seconds",
    }),
    monitoring: field(z.enum(["open", "closed"]).optional(), {
      description:
        "Whether everybody may read `/metrics` and the details of `/health`, or those alone who show credentials with the scope `metrics:read`.",
      env: "A2A_MONITORING",
      flag: "monitoring",
      unset: "open where only this machine reaches the server, else closed",
    }),
    issuers: issuersSchema,
  })
  .prefault({});
