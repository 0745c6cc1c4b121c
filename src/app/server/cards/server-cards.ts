import type { AgentCard } from "@a2a-js/sdk";
import { z } from "zod";
import { buildAgentCard, type ServedCard, serveAgentCard, serveCardJson } from "#a2a";
import type { LegacyCard } from "#dialects";
import type { Clock } from "#kernel";
import { runMetadataSchema } from "#minions";
import { toJson } from "../to-json.ts";
import { securitySchemes, type WaysIn } from "./security-schemes.ts";

export interface CardSettings {
  readonly version: string;
  readonly ways: WaysIn;
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
    const { supportedInterfaces, securitySchemes } = cardAt(this.#baseUrl, this.#settings);
    Object.assign(this.card, { supportedInterfaces, securitySchemes });
    this.#current = serveAgentCard(this.card, now);
    if (this.legacyCard !== undefined) this.#legacy = serveCardJson(await this.legacyCard(), now);
  }

  served(version: string | undefined): ServedCard {
    this.#current ??= serveAgentCard(this.card, this.#settings.clock.now());
    return version?.startsWith("0.") && this.#legacy !== undefined ? this.#legacy : this.#current;
  }
}

function cardAt(baseUrl: string, { version, ways, fetchesUrls }: CardSettings): AgentCard {
  return buildAgentCard({
    baseUrl,
    version,
    securitySchemes: securitySchemes(ways, baseUrl),
    optionsSchema: toJson(z.toJSONSchema(runMetadataSchema, { io: "input" })),
    capabilities: { streaming: true, extendedAgentCard: ways.authenticates },
    fetchesUrls,
  });
}
