import type { ModelRef } from "#minions";
import { resolveEndpoint } from "../http/index.ts";
import { parseModelReference } from "./model-reference.ts";
import type { ProviderSettings } from "./provider-settings.ts";
import { findProvider, type ProviderEntry } from "./provider-table.ts";

/** Where requests to one model go. */
export interface Destination {
  /** The provider by its own id, whatever alias it was written under. */
  readonly ref: ModelRef;
  /** Undefined where requests stay inside this process; "" where nobody knows the address. */
  readonly host: string | undefined;
  /** True where what answers at the address is known to hand requests on to other machines. */
  readonly handsOn: boolean;
}

/** Models that Ollama only passes on to its cloud. */
const OLLAMA_CLOUD = /[:-]cloud$/i;

/** Where requests to each model of a reference go, in the chain's order. @throws MalformedModelReferenceError */
export function destinationsOf(reference: string, settings: ProviderSettings): readonly Destination[] {
  const refs = parseModelReference(reference, (name) => findConfigured(name, settings) !== undefined);
  return refs.map((written) => {
    const found = findConfigured(written.provider, settings);
    if (found === undefined) return { ref: written, host: "", handsOn: true };
    const { id, entry } = found;
    const ref = { provider: id, model: written.model };
    if (entry.wire === "in-process") return { ref, host: undefined, handsOn: false };
    const handsOn =
      entry.wire === "coordinator" || (entry.wire === "ollama" && OLLAMA_CLOUD.test(ref.model.trim()));
    return { ref, host: hostOf(id, entry, settings), handsOn };
  });
}

/** A provider of the table by id or alias, or an endpoint of the user's own. */
export function findConfigured(
  name: string,
  settings: ProviderSettings,
): { readonly id: string; readonly entry: ProviderEntry } | undefined {
  const entry = findProvider(name);
  if (entry !== undefined) return { id: entry.id, entry };
  const compatible = findProvider("openai-compatible");
  const isEndpoint = Object.hasOwn(settings.endpoints ?? {}, name);
  return isEndpoint && compatible !== undefined ? { id: name, entry: compatible } : undefined;
}

function hostOf(id: string, entry: ProviderEntry, settings: ProviderSettings): string {
  const config = (id === entry.id ? settings.providers[id] : settings.endpoints?.[id]) ?? {};
  try {
    return new URL(resolveEndpoint(id, entry, config).baseUrl).hostname;
  } catch {
    return ""; // Opening the model tells what is wrong with the address.
  }
}
