import type { ModelRef, ModelReply, Usage } from "#minions";

/** A reply with what else the run saw of the call, so that a replay shows it the same. */
export interface StoredReply {
  readonly reply: ModelReply;
  /** Whether pieces of the reply were told as they arrived. */
  readonly streamed: boolean;
  /** To whom the request was sent once more, by retries and fall-backs. */
  readonly resentTo: readonly ModelRef[];
  /** To whom it was sent first, where that was not the model that was asked. */
  readonly redirectedTo?: ModelRef;
}

export interface StoredEmbedding {
  /** Little-endian 32-bit floats in base64, one text for each input. */
  readonly vectors: readonly string[];
  readonly usage: Usage;
}
