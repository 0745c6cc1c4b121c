import { type Clock, throwIfAborted } from "#kernel";
import type { LlamaSequence, Token } from "./native/binding.ts";

/** How long one slice of a prompt may take, in milliseconds: the longest that an abort waits for native code. */
const SLICE_TARGET_MS = 250;
const FIRST_SLICE_TOKENS = 64;
const MIN_SLICE_TOKENS = 8;
const MAX_SLICE_TOKENS = 512;

/**
 * Lets the model read a prompt, all but its last token, in slices that are sized by the machine's speed, so that an
 * abort stops the reading and not only the caller's wait. What the sequence has read before is kept where it fits.
 */
export async function prefill(
  sequence: LlamaSequence,
  tokens: readonly Token[],
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const head = tokens.slice(0, -1);
  await sequence.adaptStateToTokens(head, false);
  let size = FIRST_SLICE_TOKENS;
  for (let from = sequence.nextTokenIndex; from < head.length; from = sequence.nextTokenIndex) {
    throwIfAborted(signal, "Reading the prompt");
    const slice = head.slice(from, from + size);
    const startedMs = clock.monotonicMs();
    await sequence.evaluateWithoutGeneratingNewTokens(slice);
    const tookMs = Math.max(1, clock.monotonicMs() - startedMs);
    const fitting = Math.floor((slice.length / tookMs) * SLICE_TARGET_MS);
    size = Math.min(MAX_SLICE_TOKENS, Math.max(MIN_SLICE_TOKENS, fitting));
  }
  throwIfAborted(signal, "Reading the prompt");
}
