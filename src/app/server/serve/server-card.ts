import type { AgentCard } from "@a2a-js/sdk";
import { z } from "zod";
import { apiKeyScheme, bearerScheme, buildAgentCard } from "#a2a";
import { runMetadataSchema } from "#minions";
import { toJson } from "../to-json.ts";

/** The card of this server; `authenticates` false: anybody may ask. */
export function serverCard(facts: {
  readonly baseUrl: string;
  readonly version: string;
  readonly authenticates: boolean;
}): AgentCard {
  const { baseUrl, version, authenticates } = facts;
  const securitySchemes = authenticates
    ? {
        apiKey: apiKeyScheme("X-API-Key", "A key that the operator makes with `a2a-minions keys create`."),
        bearer: bearerScheme("The same key as a bearer token."),
      }
    : {};
  return buildAgentCard({
    baseUrl,
    version,
    securitySchemes,
    optionsSchema: toJson(z.toJSONSchema(runMetadataSchema, { io: "input" })),
    capabilities: { streaming: true, extendedAgentCard: false },
  });
}
