import type { Session } from "../run/session.ts";
import type { JobReport } from "../steps.ts";
import type { Program, Workbench } from "../workbench-port.ts";

/** Longest aggregate that the supervisor reads, in characters. What is cut is said. */
const MAX_AGGREGATE_CHARACTERS = 60_000;

/** Puts the jobs' outputs together by the supervisor's own program, or by our fall-back where that fails. */
export async function aggregate(
  session: Session,
  workbench: Workbench,
  program: Program,
  jobs: readonly JobReport[],
  round: number,
): Promise<string> {
  const outcome = await workbench.transformOutputs(program, jobs, session.signal);
  const usable = outcome.kind === "done" && outcome.value.trim() !== "";
  const text = clip(usable ? outcome.value : fallBackAggregate(jobs));
  session.emit({ type: "outputs-aggregated", round, fallBack: !usable, characters: text.length });
  return text;
}

/** Drops empty answers, then groups by task, then by chunk. */
export function fallBackAggregate(jobs: readonly JobReport[]): string {
  const answered = jobs.filter((job) => job.answer !== null);
  if (answered.length === 0) return `None of the ${jobs.length} job(s) found anything.`;
  const byTask = Map.groupBy(answered, (job) => job.taskId);
  const sections = [...byTask.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, group]) => `Task: ${group[0]?.task ?? ""}\n${renderByChunk(group)}`);
  return sections.join("\n\n");
}

function renderByChunk(jobs: readonly JobReport[]): string {
  return jobs
    .toSorted((a, b) => a.chunkId - b.chunkId)
    .map(({ jobId, source, answer, citation, explanation }) => {
      const quote = citation === null ? "" : `\n  > ${citation}`;
      return `- job ${jobId} (${source}): ${answer}. ${explanation}${quote}`;
    })
    .join("\n");
}

function clip(text: string): string {
  if (text.length <= MAX_AGGREGATE_CHARACTERS) return text;
  const left = text.length - MAX_AGGREGATE_CHARACTERS;
  return `${text.slice(0, MAX_AGGREGATE_CHARACTERS)}\n[${left} more characters were left out.]`;
}
