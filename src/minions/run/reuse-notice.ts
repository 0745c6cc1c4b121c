import type { Side } from "../model-port.ts";
import type { SideAccount } from "../result.ts";

/** The words that label a result for which models were not asked; undefined where they all were. */
export function reuseNotice({ local, remote }: Readonly<Record<Side, SideAccount>>): string | undefined {
  const reused = (local.reusedCalls ?? 0) + (remote.reusedCalls ?? 0);
  if (reused === 0) return undefined;
  return (
    `Reused: ${reused} of ${local.calls + remote.calls} replies were given to an earlier task that asked the same, ` +
    "and cost nothing now. With `fresh` the models are asked again."
  );
}
