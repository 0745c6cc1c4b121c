import { describeError } from "#kernel";
import type { ProviderProbe } from "../provider-listing.ts";
import { type ImportPackage, loadBinding } from "./native/load-binding.ts";

/** Whether GGUF files can be run here at all; which files there are, only their owner knows. */
export function llamaCppProbe(importPackage: ImportPackage): ProviderProbe {
  return () =>
    loadBinding(importPackage).then(
      () => ({ reachable: true, models: [] }),
      (error: unknown) => ({ reachable: false, models: [], problem: describeError(error) }),
    );
}
