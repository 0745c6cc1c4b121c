import { z } from "zod";
import type { ModelRef } from "#minions";

/** A model and what to fall back to, best first; never empty. */
export type ModelChain = readonly [ModelRef, ...ModelRef[]];

/**
 * Reads `provider/model`, or several of them with commas between as a fall-back chain.
 *
 * Only the first slash divides: model names and paths may hold more. Returns undefined where the text is neither.
 */
export function parseModelChain(text: string): ModelChain | undefined {
  const refs = text.split(",").map((part) => parseModelRef(part.trim()));
  const known = refs.filter((ref) => ref !== undefined);
  const [first, ...rest] = known;
  return first === undefined || known.length !== refs.length ? undefined : [first, ...rest];
}

function parseModelRef(text: string): ModelRef | undefined {
  const slash = text.indexOf("/");
  if (slash <= 0 || slash === text.length - 1) return undefined;
  return { provider: text.slice(0, slash), model: text.slice(slash + 1) };
}

/** A chain as configuration spells it; the checked value is the parsed {@link ModelChain}. */
export const modelChainSchema = z.string().transform((text, context): ModelChain => {
  const chain = parseModelChain(text);
  if (chain !== undefined) return chain;
  context.addIssue({
    code: "custom",
    message: `"${text}" is not provider/model (or several of them with commas between)`,
  });
  return z.NEVER;
});
