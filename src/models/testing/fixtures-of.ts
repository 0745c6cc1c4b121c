import type { ProviderWire } from "../providers/provider-table.ts";
import { anthropicFixtures } from "./anthropic-fixtures.ts";
import { googleFixtures } from "./google-fixtures.ts";
import { ollamaFixtures } from "./ollama-fixtures.ts";
import { openAiFixtures } from "./openai-fixtures.ts";
import type { WireFixtures } from "./wire-fixtures.ts";

export function fixturesOf(wire: ProviderWire): WireFixtures {
  switch (wire) {
    case "anthropic":
      return anthropicFixtures;
    case "google":
      return googleFixtures;
    case "ollama":
      return ollamaFixtures;
    default:
      return openAiFixtures(wire);
  }
}
