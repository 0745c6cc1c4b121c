import { throwIfAborted } from "#kernel";
import type { EmbeddingReply, ImagePart, ModelRef, TextPart } from "#minions";
import { ContextWindowExceededError, EmbeddingUnsupportedError } from "../errors/index.ts";
import type { StartedModel } from "./started-model.ts";

/**
 * One unit vector for each text, so that the inner product is the cosine.
 *
 * @throws EmbeddingUnsupportedError, ContextWindowExceededError
 */
export async function embedTexts(
  started: StartedModel,
  ref: ModelRef,
  inputs: readonly (TextPart | ImagePart)[],
  signal: AbortSignal,
): Promise<EmbeddingReply> {
  if (!started.embedding.possible) throw new EmbeddingUnsupportedError(ref, "text");
  const texts = inputs.map((input) => {
    if (input.type === "image") throw new EmbeddingUnsupportedError(ref, "image");
    return input.text;
  });
  const { context, windowTokens } = await started.embedding.open();
  const lengths = texts.map((text) => context.calculateInputLength(text));
  const longest = Math.max(0, ...lengths);
  if (longest >= windowTokens) throw new ContextWindowExceededError(ref, longest, windowTokens);
  const vectors: Float32Array[] = [];
  for (const text of texts) {
    throwIfAborted(signal, "Embedding");
    const { vector } = await context.getEmbeddingFor(text);
    vectors.push(unitVector(vector));
  }
  const promptTokens = lengths.reduce((sum, length) => sum + length, 0);
  return { vectors, usage: { promptTokens, completionTokens: 0, cachedTokens: 0, estimated: false } };
}

function unitVector(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}
