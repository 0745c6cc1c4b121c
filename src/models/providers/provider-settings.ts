/** Time limits of one call, in milliseconds. */
export interface CallTimeouts {
  /** Until the connection stands. Default 10,000. */
  readonly connectMs: number;
  /** Until the provider's first byte; without streaming that is the whole generation. Default 300,000. */
  readonly firstByteMs: number;
  /** The whole call with its retries, without the wait for a free slot. Default 900,000. */
  readonly callMs: number;
}

/** What is configured for one provider. Keys and URLs come from flags, environment or file; this room reads none of them. */
export interface ProviderConfig {
  /** Secret: never logged, printed or put into an error. */
  readonly apiKey?: string | undefined;
  /** With or without credentials; those are sent as Basic authorisation and never shown. */
  readonly baseUrl?: string | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The model that {@link Model.embed} asks, as the provider names it. */
  readonly embeddingModel?: string | undefined;
  /** Requests under way at once. Default 16, 4 for model servers on one machine. */
  readonly maxConcurrency?: number | undefined;
  readonly timeouts?: { readonly [Limit in keyof CallTimeouts]?: number | undefined } | undefined;
  /** Further attempts after the first one fails in a way that may pass. Default 3. */
  readonly maxRetries?: number | undefined;
  /** Context window in tokens by model name; goes before what the provider says. */
  readonly contextTokens?: Readonly<Record<string, number>> | undefined;
  /** Model names that see images, where the provider cannot be asked. */
  readonly visionModels?: readonly string[] | undefined;
}

/** An OpenAI-compatible endpoint under a name of the user's own; referred to as `name/model`. */
export interface EndpointConfig extends ProviderConfig {
  readonly baseUrl: string;
}

/** Everything that is configured about providers. */
export interface ProviderSettings {
  /** By provider id as in the provider table; an alias is not a key. */
  readonly providers: Readonly<Record<string, ProviderConfig | undefined>>;
  /** By the user's own name; a name of the provider table is ignored here. */
  readonly endpoints?: Readonly<Record<string, EndpointConfig>> | undefined;
  /** How long a fall-back chain passes over a provider that failed, in milliseconds. Default 30,000. */
  readonly fallbackCoolDownMs?: number | undefined;
}

export const DEFAULT_TIMEOUTS: CallTimeouts = { connectMs: 10_000, firstByteMs: 300_000, callMs: 900_000 };
export const DEFAULT_MAX_RETRIES = 3;
export const DEFAULT_FALLBACK_COOL_DOWN_MS = 30_000;
