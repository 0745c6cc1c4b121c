import { AbortedError, AppError, throwIfAborted } from "#kernel";
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
import { InProcessInferenceError } from "../errors/llama-cpp-errors.ts";
import { abortable } from "./abortable.ts";
import { embedTexts } from "./embed-texts.ts";
import { generateReply } from "./generate-reply.ts";
import type { LlamaCppDeps, LlamaCppSettings } from "./settings.ts";
import { type StartedModel, startModel } from "./started-model.ts";

export const LLAMA_CPP_PROVIDER = "llama-cpp";

/**
 * A GGUF file as a model inside this process, through the optional package node-llama-cpp: a real local model with no
 * server. The file is read at the first call, stays in memory for all further ones, and is freed by disposing.
 */
export function createLlamaCppModel(settings: LlamaCppSettings, deps: LlamaCppDeps): Model & AsyncDisposable {
  return new LlamaCppModel(settings, deps);
}

class LlamaCppModel implements Model, AsyncDisposable {
  readonly ref: ModelRef;
  readonly inProcess = true;
  readonly #settings: LlamaCppSettings;
  readonly #deps: LlamaCppDeps;
  readonly #lifetime = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  #started: Promise<StartedModel> | undefined;

  constructor(settings: LlamaCppSettings, deps: LlamaCppDeps) {
    this.ref = { provider: LLAMA_CPP_PROVIDER, model: settings.modelPath };
    this.#settings = settings;
    this.#deps = deps;
  }

  profile(signal: AbortSignal): Promise<ModelProfile> {
    return this.#run(signal, async (started) => ({
      contextTokens: started.windowTokens,
      seesImages: false,
      embedsText: started.embedding.possible,
      embedsImages: false,
    }));
  }

  generate(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    return this.#run(signal, (started, own) =>
      generateReply(started, this.ref, request, this.#deps.clock, own),
    );
  }

  embed(inputs: readonly (TextPart | ImagePart)[], signal: AbortSignal): Promise<EmbeddingReply> {
    return this.#run(signal, (started, own) => embedTexts(started, this.ref, inputs, own));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lifetime.abort(new AbortedError("The model, which is being closed,"));
    await Promise.allSettled(this.#running);
    const started = await this.#started?.catch(() => undefined);
    this.#started = undefined;
    await started?.[Symbol.asyncDispose]();
  }

  /** The caller's wait ends with its signal; the work behind it ends soon after and is waited for by disposing. */
  async #run<Result>(
    callersSignal: AbortSignal,
    work: (started: StartedModel, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const signal = AbortSignal.any([callersSignal, this.#lifetime.signal]);
    const what = `The request to ${this.#settings.modelPath}`;
    throwIfAborted(signal, what);
    const running = this.#start()
      .then((started) => work(started, signal))
      .catch((error: unknown) => {
        throw error instanceof AppError || signal.aborted
          ? error
          : new InProcessInferenceError(this.#settings.modelPath, { cause: error });
      });
    const settled = running.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    try {
      return await abortable(running, signal, what);
    } finally {
      void settled.finally(() => this.#running.delete(settled));
    }
  }

  /** A start that failed is tried again by the next call: the file may be there by then. */
  #start(): Promise<StartedModel> {
    this.#started ??= startModel(this.#settings, this.#deps, this.#lifetime.signal).catch(
      (error: unknown) => {
        this.#started = undefined;
        throw error;
      },
    );
    return this.#started;
  }
}
