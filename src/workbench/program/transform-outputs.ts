import { z } from "zod";
import type { ProgramOutcome } from "#minions";
import { NO_HOST_CALLS } from "../desk/host-functions.ts";
import { runProgram } from "../sandbox/run-program.ts";
import type { TransformOrder } from "../thread/work-order.ts";
import type { ThreadServices } from "./prepare-jobs.ts";

const textSchema = z.strictObject({ kind: z.literal("text"), text: z.string() });

/** Calls the program's `transformOutputs` on the jobs' reports. */
export async function transformOutputs(
  { source, jobs }: TransformOrder,
  { bounds, clock }: Pick<ThreadServices, "bounds" | "clock">,
): Promise<ProgramOutcome<string>> {
  const verdict = await runProgram(
    source,
    { name: "transformOutputs", jobs: JSON.stringify(jobs) },
    {
      limits: bounds,
      bounds: { ...bounds, chunking: "chunk_by_section", maxJobs: 0 },
      callHost: NO_HOST_CALLS,
      clock,
    },
  );
  if (verdict.kind === "fault") return { ...verdict, kind: "faulty" };
  const output = textSchema.safeParse(JSON.parse(verdict.json));
  if (output.success) return { kind: "done", value: output.data.text };
  return { kind: "faulty", fault: "bad-output", message: "transformOutputs must return one string." };
}
