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

const LONGEST_NAME = 256;

/**
 * Holds the name of a model at a provider to what names are made of. Some providers have it in the address of every
 * call, and whoever may name a model could else turn the call, with the key that goes along, to another address there.
 *
 * @throws MalformedModelReferenceError
 */
export function requirePlainName({ provider, model }: ModelRef): void {
  const isPlain = model.length <= LONGEST_NAME && !/[?#%\\\p{Cc}]/u.test(model);
  const climbs = model.split("/").some((step) => step === "." || step === "..");
  if (isPlain && !climbs) return;
  const shown = `${provider}/${model.slice(0, LONGEST_NAME).replace(/\p{Cc}/gu, "?")}`;
  throw new MalformedModelReferenceError(shown, "a model's name has no ?, #, %, \\ and no steps . or ..");
}
