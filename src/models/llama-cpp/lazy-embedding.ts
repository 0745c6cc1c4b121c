import type { LlamaEmbeddingContext, LlamaModel } from "./native/binding.ts";

/** Embedded texts are questions and chunks; longer ones are refused, not cut. */
const WINDOW_TOKENS = 2_048;

export interface OpenEmbedding {
  readonly context: LlamaEmbeddingContext;
  readonly windowTokens: number;
}

/** The context that embeds texts, made at first use: most runs never embed, and it takes memory. */
export class LazyEmbedding implements AsyncDisposable {
  /** False for encoder-decoder models, which llama.cpp cannot embed with. */
  readonly possible: boolean;
  readonly #model: LlamaModel;
  readonly #threads: number;
  readonly #lifetime: AbortSignal;
  #opened: Promise<OpenEmbedding> | undefined;

  constructor(model: LlamaModel, threads: number, lifetime: AbortSignal) {
    this.possible = !(model.fileInsights.hasEncoder && model.fileInsights.hasDecoder);
    this.#model = model;
    this.#threads = threads;
    this.#lifetime = lifetime;
  }

  open(): Promise<OpenEmbedding> {
    this.#opened ??= this.#make().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.context.dispose();
  }

  async #make(): Promise<OpenEmbedding> {
    const windowTokens = Math.min(WINDOW_TOKENS, this.#model.trainContextSize);
    const context = await this.#model.createEmbeddingContext({
      contextSize: windowTokens,
      threads: this.#threads,
      createSignal: this.#lifetime,
    });
    return { context, windowTokens };
  }
}
