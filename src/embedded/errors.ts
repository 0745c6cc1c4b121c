import { AppError } from "#kernel";

/** Embeddings were asked of the embedded engine, which has none. */
export class NoEmbeddingsError extends AppError<"embedded-has-no-embeddings"> {
  readonly code = "embedded-has-no-embeddings";

  constructor() {
    super("The embedded engine makes no embeddings. Use bm25 retrieval, or a local model that embeds.");
  }
}

/** Every error that this room throws. */
export type EmbeddedError = NoEmbeddingsError;
