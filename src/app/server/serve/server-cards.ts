import type { AgentCard } from "@a2a-js/sdk";
import { z } from "zod";
import {
  apiKeyScheme,
  bearerScheme,
  buildAgentCard,
  type ServedCard,
  serveAgentCard,
  serveCardJson,
} from "#a2a";
import type { LegacyCard } from "#dialects";
import type { Clock } from "#kernel";
import { runMetadataSchema } from "#minions";
import { toJson } from "../to-json.ts";

export interface CardSettings {
  readonly version: string;
  /** False: anybody may ask. */
  readonly authenticates: boolean;
  /** True: documents may be named by URL. */
  readonly fetchesUrls: boolean;
  readonly clock: Clock;
}

/** The card of this server, for clients of today and of version 0.3. Its address is known once the server listens. */
export class ServerCards {
  readonly card: AgentCard;
  /** Turns the card into that of 0.3. */
  legacyCard: (() => Promise<LegacyCard>) | undefined;
  readonly #settings: CardSettings;
  #baseUrl = "http://localhost";
  #current: ServedCard | undefined;
  #legacy: ServedCard | undefined;

  constructor(settings: CardSettings) {
    this.#settings = settings;
    this.card = cardAt(this.#baseUrl, settings);
  }

  /** Where the server is reached, without a slash at the end. */
  get baseUrl(): string {
    return this.#baseUrl;
  }

  /** Puts the address on the cards; to be called before the first client is told of it. */
  async reachedAt(baseUrl: string): Promise<void> {
    const now = this.#settings.clock.now();
    this.#baseUrl = baseUrl.replace(/\/+$/, "");
    this.card.supportedInterfaces = cardAt(baseUrl, this.#settings).supportedInterfaces;
    this.#current = serveAgentCard(this.card, now);
    if (this.legacyCard !== undefined) this.#legacy = serveCardJson(await this.legacyCard(), now);
  }

  served(version: string | undefined): ServedCard {
    this.#current ??= serveAgentCard(this.card, this.#settings.clock.now());
    return version?.startsWith("0.") && this.#legacy !== undefined ? this.#legacy : this.#current;
  }
}

function cardAt(baseUrl: string, { version, authenticates, fetchesUrls }: CardSettings): AgentCard {
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
    fetchesUrls,
  });
}
