import type { PaidCall } from "../kill/counting-provider.ts";
import { figuresOf, problemsOf } from "../kill/problems.ts";
import type { ChaosRecord } from "./run-chaos.ts";

/**
 * A process that was frozen between looking into the journal and calling sends the call when it wakes: nobody can stop
 * that. It may do so in the moment of its waking alone; a later one counts.
 */
const WAKING_MS = 400;

/** Everything that may not happen and did; empty where every promise was kept. */
export function chaosProblemsOf(record: ChaosRecord): string[] {
  const { state, code } = record.poison;
  const poison =
    state === "failed" && code === "run-kept-dying" ? [] : [`the poisonous task is ${state}, ${code}`];
  const calls = record.calls.filter((call) => call.subject !== "case-poison" && !isWaking(call, record));
  return [...problemsOf({ ...record, calls }), ...poison];
}

export function chaosFiguresOf(record: ChaosRecord): Record<string, number> {
  const figures = figuresOf(record);
  const { blows } = record;
  return {
    freezes: blows.freeze,
    "database restarts": blows.restart,
    "lines to the database cut": blows.cut,
    "lines held": blows.hold,
    ...figures,
    "servers that poison took down": record.poison.deaths,
    "calls in the moment of waking": record.calls.filter((call) => isWaking(call, record)).length,
  };
}

function isWaking({ path, cameAtMs }: PaidCall, { thaws }: ChaosRecord): boolean {
  return thaws.some(
    ({ name, atMs }) => path.startsWith(`/${name}/`) && cameAtMs >= atMs && cameAtMs < atMs + WAKING_MS,
  );
}
