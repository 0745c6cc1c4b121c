import type { ModelRef } from "#minions";
import { MalformedModelReferenceError } from "../errors/index.ts";

/**
 * Reads `provider/model`, or a fall-back chain of them separated by commas, in order of preference.
 *
 * Only the first slash divides: `together/meta-llama/Llama-3.3-70B` and `llama-cpp//models/a.gguf` keep theirs.
 * A link without `provider/` is not guessed. A comma that is followed by no `provider/` of its own belongs to the
 * model's name, so that file paths may hold one.
 *
 * @throws MalformedModelReferenceError
 */
export function parseModelReference(
  reference: string,
  isProvider: (name: string) => boolean,
): readonly [ModelRef, ...ModelRef[]] {
  const links: string[] = [];
  for (const piece of reference.split(",")) {
    const last = links.at(-1);
    const startsLink = last === undefined || isProvider(piece.trim().split("/", 1)[0] ?? "");
    if (startsLink || !last.startsWith("llama-cpp/")) links.push(piece);
    else links[links.length - 1] = `${last},${piece}`;
  }
  const [first, ...others] = links.map((link) => parseLink(reference, link.trim()));
  if (first === undefined) throw new MalformedModelReferenceError(reference, "it is empty");
  return [first, ...others];
}

function parseLink(reference: string, link: string): ModelRef {
  if (link === "") throw new MalformedModelReferenceError(reference, "a name is empty");
  const slash = link.indexOf("/");
  if (slash <= 0)
    throw new MalformedModelReferenceError(reference, `"${link}" has no provider before a slash`);
  const model = link.slice(slash + 1);
  if (model.trim() === "")
    throw new MalformedModelReferenceError(reference, `"${link}" has no model after the slash`);
  return { provider: link.slice(0, slash), model };
}
