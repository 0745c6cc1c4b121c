import { type AppError as AnyAppError, AppError } from "#kernel";
import { formatModelRef, type ModelRef } from "#minions";

/** Nobody answers at the provider's address: not running, not resolvable, or the connection broke again and again. */
export class ProviderUnreachableError extends AppError<"provider-unreachable"> {
  readonly code = "provider-unreachable";
  readonly provider: string;
  /** Without credentials. */
  readonly baseUrl: string;
  /** The system's code, for example `ECONNREFUSED`. */
  readonly reason: string;

  constructor(at: {
    provider: string;
    baseUrl: string;
    reason: string;
    startCommand?: string | undefined;
  }) {
    const hint =
      at.startCommand === undefined
        ? "Check the address and the network."
        : `Start it with: ${at.startCommand}`;
    super(`${at.provider} cannot be reached at ${at.baseUrl} (${at.reason}). ${hint}`);
    this.provider = at.provider;
    this.baseUrl = at.baseUrl;
    this.reason = at.reason;
  }
}

/** Which of a call's time limits passed. */
export type TimeOutPhase = "connect" | "first-byte" | "call";

const PHASE_TEXT: Record<TimeOutPhase, string> = {
  connect: "did not accept a connection",
  "first-byte": "sent no first byte of its answer",
  call: "did not finish its answer",
};

/** One of the time limits of a call passed; `phase` names which. */
export class ModelTimedOutError extends AppError<"model-timed-out"> {
  readonly code = "model-timed-out";
  readonly provider: string;
  readonly phase: TimeOutPhase;
  readonly limitMs: number;

  constructor(provider: string, phase: TimeOutPhase, limitMs: number, options?: ErrorOptions) {
    super(`${provider} ${PHASE_TEXT[phase]} within ${limitMs} ms (providers.${provider}.timeouts).`, options);
    this.provider = provider;
    this.phase = phase;
    this.limitMs = limitMs;
  }
}

/** The provider does not have the model. Nothing is ever pulled; `command` says how a person can. */
export class ModelNotFoundError extends AppError<"model-not-found"> {
  readonly code = "model-not-found";
  readonly ref: ModelRef;
  readonly command: string | undefined;

  constructor(ref: ModelRef, baseUrl: string, command?: string, options?: ErrorOptions) {
    const hint =
      command === undefined ? "Check the model's name and the base URL." : `Get it with: ${command}`;
    super(`${ref.provider} at ${baseUrl} has no model "${ref.model}". ${hint}`, options);
    this.ref = ref;
    this.command = command;
  }
}

/** The provider refused the key (HTTP 401). */
export class ApiKeyRejectedError extends AppError<"api-key-rejected"> {
  readonly code = "api-key-rejected";
  readonly provider: string;

  constructor(provider: string, variable: string | undefined, options?: ErrorOptions) {
    const where = variable === undefined ? "" : ` in ${variable}`;
    super(
      `${provider} does not accept the API key${where} (HTTP 401). Check it, or set another one.`,
      options,
    );
    this.provider = provider;
  }
}

/** The provider refused the request (4xx): sending it again would not help. */
export class ProviderRejectedError extends AppError<"provider-rejected"> {
  readonly code = "provider-rejected";
  readonly provider: string;
  readonly status: number;

  /** @param detail the provider's own words, already scrubbed of keys and shortened. */
  constructor(provider: string, status: number, detail: string, options?: ErrorOptions) {
    super(`${provider} refused the request (HTTP ${status}): ${detail}`, options);
    this.provider = provider;
    this.status = status;
  }
}

/** The provider limits the rate and kept doing so through all retries. */
export class ProviderRateLimitedError extends AppError<"provider-rate-limited"> {
  readonly code = "provider-rate-limited";
  readonly provider: string;
  /** What the provider asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(provider: string, retryAfterMs: number | undefined, options?: ErrorOptions) {
    const wait = retryAfterMs === undefined ? "" : ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
    super(
      `${provider} limits the rate of requests (HTTP 429).${wait} Try later, or lower providers.${provider}.maxConcurrency.`,
      options,
    );
    this.provider = provider;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The provider failed on its own side (408 or 5xx), through all retries. */
export class ProviderFailedError extends AppError<"provider-failed"> {
  readonly code = "provider-failed";
  readonly provider: string;
  readonly status: number | undefined;

  constructor(provider: string, status: number | undefined, detail: string, options?: ErrorOptions) {
    super(`${provider} failed${status === undefined ? "" : ` (HTTP ${status})`}: ${detail}`, options);
    this.provider = provider;
    this.status = status;
  }
}

/** The provider's answer is not what its API promises: no JSON, no choice, or cut off in the middle. */
export class ProviderReplyMalformedError extends AppError<"provider-reply-malformed"> {
  readonly code = "provider-reply-malformed";
  readonly provider: string;

  constructor(provider: string, problem: string, options?: ErrorOptions) {
    super(`${provider} gave an answer that cannot be read: ${problem}.`, options);
    this.provider = provider;
  }
}

/** The prompt does not fit the model's context window; nothing was cut. */
export class ContextWindowExceededError extends AppError<"context-window-exceeded"> {
  readonly code = "context-window-exceeded";
  readonly ref: ModelRef;
  /** Tokens of the prompt and the least room for a reply; an estimate unless the provider counted. */
  readonly needed: number | undefined;
  /** Tokens of the window. */
  readonly available: number | undefined;

  constructor(
    ref: ModelRef,
    needed: number | undefined,
    available: number | undefined,
    options?: ErrorOptions,
  ) {
    const figures = `needs ${needed === undefined ? "more" : `about ${needed}`} tokens, the window holds ${available ?? "fewer"}`;
    super(
      `The prompt is too long for ${formatModelRef(ref)}: it ${figures}. Use smaller chunks or a model with a larger window; ` +
        `a wrong window is corrected in providers.${ref.provider}.contextTokens.`,
      options,
    );
    this.ref = ref;
    this.needed = needed;
    this.available = available;
  }
}

/** The model cannot embed what it was given. */
export class EmbeddingUnsupportedError extends AppError<"embedding-unsupported"> {
  readonly code = "embedding-unsupported";
  readonly ref: ModelRef;
  readonly input: "text" | "image";

  constructor(ref: ModelRef, input: "text" | "image", options?: ErrorOptions) {
    const hint = input === "text" ? ` Set providers.${ref.provider}.embeddingModel, or use bm25.` : "";
    super(
      `${ref.provider} has no embedding model for ${input === "text" ? "texts" : "images"}.${hint}`,
      options,
    );
    this.ref = ref;
    this.input = input;
  }
}

/** Every model of a fall-back chain failed, for different reasons. */
export class FallbackExhaustedError extends AppError<"fallback-exhausted"> {
  readonly code = "fallback-exhausted";
  readonly failures: readonly { readonly ref: ModelRef; readonly error: AnyAppError }[];

  constructor(failures: readonly { readonly ref: ModelRef; readonly error: AnyAppError }[]) {
    const list = failures.map(({ ref, error }) => `${formatModelRef(ref)}: ${error.message}`).join(" · ");
    super(`None of the ${failures.length} models of the chain answered. ${list}`, {
      cause: failures.at(-1)?.error,
    });
    this.failures = failures;
  }
}

export type CallError =
  | ProviderUnreachableError
  | ModelTimedOutError
  | ModelNotFoundError
  | ApiKeyRejectedError
  | ProviderRejectedError
  | ProviderRateLimitedError
  | ProviderFailedError
  | ProviderReplyMalformedError
  | ContextWindowExceededError
  | EmbeddingUnsupportedError
  | FallbackExhaustedError;
