import type { AppError } from "#kernel";
import { formatModelRef, type ModelRef } from "#minions";
import { ProviderRateLimitedError } from "./errors/index.ts";

/** Failures of a whole provider: its other models would fail alike. */
const OF_PROVIDER: ReadonlySet<string> = new Set([
  "provider-unreachable",
  "provider-failed",
  "model-timed-out",
  "api-key-rejected",
]);
/** Failures of one model. All others speak of one request and cool nothing down. */
const OF_MODEL: ReadonlySet<string> = new Set([
  "provider-rate-limited",
  "provider-reply-malformed",
  "model-not-found",
]);

/** Which providers and models failed of late, shared by all fall-back chains. */
export class CoolDowns {
  readonly #coolDownMs: number;
  readonly #now: () => number;
  readonly #until = new Map<string, number>();

  /** @param coolDownMs how long a failure keeps its model at the end of a chain. */
  constructor(coolDownMs: number, now: () => number) {
    this.#coolDownMs = coolDownMs;
    this.#now = now;
  }

  failed(ref: ModelRef, error: AppError): void {
    const key = OF_PROVIDER.has(error.code) ? ref.provider : formatModelRef(ref);
    if (!OF_PROVIDER.has(error.code) && !OF_MODEL.has(error.code)) return;
    this.#forgetPast(); // Models go by names that clients send.
    const asked = error instanceof ProviderRateLimitedError ? (error.retryAfterMs ?? 0) : 0;
    this.#until.set(key, this.#now() + Math.max(this.#coolDownMs, asked));
  }

  #forgetPast(): void {
    for (const [key, until] of this.#until) if (until <= this.#now()) this.#until.delete(key);
  }

  answered(ref: ModelRef): void {
    this.#until.delete(ref.provider);
    this.#until.delete(formatModelRef(ref));
  }

  /** How long the model is still to be passed over, in milliseconds; 0 when it is ready. */
  remainingMs(ref: ModelRef): number {
    const until = Math.max(this.#until.get(ref.provider) ?? 0, this.#until.get(formatModelRef(ref)) ?? 0);
    return Math.max(0, until - this.#now());
  }
}
