import type { LegacyCard } from "../legacy-types.ts";

type Scheme = NonNullable<LegacyCard["securitySchemes"]>[string];

const SCHEME_FIELDS = {
  apiKey: "apiKeySecurityScheme",
  http: "httpAuthSecurityScheme",
  oauth2: "oauth2SecurityScheme",
  openIdConnect: "openIdConnectSecurityScheme",
  mutualTLS: "mtlsSecurityScheme",
} as const satisfies Record<Scheme["type"], string>;

/** The card as 0.3's REST binding carries it: security is the one part that its protobuf shapes in another way. */
export function writeProtoCard(card: LegacyCard): Record<string, unknown> {
  const { security, securitySchemes, skills, ...rest } = card;
  return {
    ...rest,
    skills: skills.map(({ security: own, ...skill }) => ({
      ...skill,
      ...(own && { security: own.map(writeSecurity) }),
    })),
    ...(security && { security: security.map(writeSecurity) }),
    ...(securitySchemes && {
      securitySchemes: Object.fromEntries(
        Object.entries(securitySchemes).map(([name, scheme]) => [name, writeScheme(scheme)]),
      ),
    }),
  };
}

function writeSecurity(requirement: Readonly<Record<string, readonly string[]>>): Record<string, unknown> {
  return { schemes: Object.fromEntries(Object.entries(requirement).map(([name, list]) => [name, { list }])) };
}

function writeScheme(scheme: Scheme): Record<string, unknown> {
  const { type, ...fields } = scheme;
  if (!("in" in fields)) return { [SCHEME_FIELDS[type]]: fields };
  const { in: location, ...rest } = fields;
  return { [SCHEME_FIELDS[type]]: { ...rest, location } };
}
