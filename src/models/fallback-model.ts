import { AbortedError, AppError, TimedOutError, throwIfAborted } from "#kernel";
import type {
  EmbeddingReply,
  ImagePart,
  Model,
  ModelProfile,
  ModelRef,
  ModelReply,
  ModelRequest,
  TextPart,
} from "#minions";
import type { CoolDowns } from "./cool-downs.ts";
import { EmbeddingUnsupportedError, FallbackExhaustedError } from "./errors/index.ts";

/**
 * Several models as one: asks the first, and the next one where it fails. A model that failed is asked last until its
 * cool-down is over. Embeddings always come from one and the same model, as vectors of different models do not compare.
 */
export class FallbackModel implements Model {
  readonly ref: ModelRef;
  readonly inProcess: boolean;
  readonly #models: readonly [Model, ...Model[]];
  readonly #coolDowns: CoolDowns;

  constructor(models: readonly [Model, ...Model[]], coolDowns: CoolDowns) {
    this.ref = models[0].ref;
    this.inProcess = models.every((model) => model.inProcess);
    this.#models = models;
    this.#coolDowns = coolDowns;
  }

  /** What every reachable model of the chain can do. @throws the first model's error where none can be asked. */
  async profile(signal: AbortSignal): Promise<ModelProfile> {
    const asked = await Promise.allSettled(this.#models.map((model) => model.profile(signal)));
    throwIfAborted(signal, "Asking for the models' profiles");
    const profiles = asked.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const [first] = profiles;
    if (first === undefined) return await this.#models[0].profile(signal);
    const windows = profiles.map((profile) => profile.contextTokens).filter((tokens) => tokens !== undefined);
    const notices = profiles.map((profile) => profile.notice).filter((notice) => notice !== undefined);
    return {
      contextTokens: windows.length === 0 ? undefined : Math.min(...windows),
      seesImages: profiles.every((profile) => profile.seesImages),
      embedsText: profiles.some((profile) => profile.embedsText),
      embedsImages: profiles.some((profile) => profile.embedsImages),
      writesCode: profiles.every((profile) => profile.writesCode !== false),
      requiresDocuments: profiles.every((profile) => profile.requiresDocuments === true),
      ...(notices.length === 0 ? {} : { notice: [...new Set(notices)].join(" ") }),
    };
  }

  async generate(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const failures: { ref: ModelRef; error: AppError }[] = [];
    let delivered = false;
    for (const model of this.#order()) {
      if (failures.length > 0) request.onResend?.(model.ref);
      else if (model !== this.#models[0]) request.onRedirect?.(model.ref); // The first one cools down.
      try {
        const reply = await model.generate(
          withDeltas(request, delivered, () => {
            delivered = true;
          }),
          signal,
        );
        this.#coolDowns.answered(model.ref);
        return reply;
      } catch (error) {
        if (!mayFallBack(error)) throw error;
        this.#coolDowns.failed(model.ref, error);
        failures.push({ ref: model.ref, error });
      }
    }
    throw exhausted(failures);
  }

  async embed(inputs: readonly (TextPart | ImagePart)[], signal: AbortSignal): Promise<EmbeddingReply> {
    const wantsImages = inputs.some((input) => input.type === "image");
    for (const model of this.#models) {
      const profile = await model.profile(signal);
      if (wantsImages ? profile.embedsImages : profile.embedsText) return await model.embed(inputs, signal);
    }
    throw new EmbeddingUnsupportedError(this.ref, wantsImages ? "image" : "text");
  }

  /** Ready models in the order of the chain, then those that cool down, the one that is ready soonest first. */
  #order(): Model[] {
    const remaining = new Map(this.#models.map((model) => [model, this.#coolDowns.remainingMs(model.ref)]));
    return this.#models.toSorted((a, b) => (remaining.get(a) ?? 0) - (remaining.get(b) ?? 0));
  }
}

function mayFallBack(error: unknown): error is AppError {
  return error instanceof AppError && !(error instanceof AbortedError) && !(error instanceof TimedOutError);
}

/** Where every model failed for the same reason, that reason is what a caller can act on. */
function exhausted(failures: readonly { ref: ModelRef; error: AppError }[]): AppError {
  const last = failures.at(-1);
  const sameCode = failures.every(({ error }) => error.code === last?.error.code);
  return sameCode && last !== undefined ? last.error : new FallbackExhaustedError(failures);
}

/** Text that one model has already streamed is never streamed again by the next; its reply holds it all. */
function withDeltas(request: ModelRequest, delivered: boolean, onDelivered: () => void): ModelRequest {
  const { onTextDelta, ...rest } = request;
  if (onTextDelta === undefined || delivered) return rest;
  return {
    ...rest,
    onTextDelta: (delta) => {
      onDelivered();
      onTextDelta(delta);
    },
  };
}
