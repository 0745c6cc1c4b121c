import { assertNever } from "#kernel";
import type { DecompositionPlan, JobReport } from "#minions";

/** The text that a plan's aggregation makes of the jobs' outputs, cut at `limit` characters. */
export function renderOutputs(
  aggregation: DecompositionPlan["aggregation"],
  jobs: readonly JobReport[],
  limit: number,
): string {
  const text = render(aggregation, jobs);
  return text.length > limit ? `${text.slice(0, limit - 2)}\n…` : text;
}

function render(aggregation: DecompositionPlan["aggregation"], jobs: readonly JobReport[]): string {
  const answered = jobs.filter((job) => job.answer !== null);
  const silent = jobs.length - answered.length;
  switch (aggregation) {
    case "by-task":
      return [...groups(jobs, (job) => `Task: ${job.task}`), silence(silent)].filter(Boolean).join("\n\n");
    case "by-chunk":
      return [...groups(jobs, (job) => `Source: ${job.source}`), silence(silent)]
        .filter(Boolean)
        .join("\n\n");
    case "answered-only":
      return answered.length > 0 ? answered.map(line).join("\n") : silence(silent);
    default:
      return assertNever(aggregation);
  }
}

/** Groups in order of first appearance; those in which no job answered are left out. */
function groups(jobs: readonly JobReport[], heading: (job: JobReport) => string): string[] {
  const answered = jobs.filter((job) => job.answer !== null);
  return [...Map.groupBy(answered, heading)].map(
    ([title, members]) => `${title}\n${members.map(line).join("\n")}`,
  );
}

function line({ jobId, source, answer, explanation, citation }: JobReport): string {
  const reason = explanation === "" ? "" : ` (${explanation})`;
  const quote = citation === null ? "" : `\n  > ${citation}`;
  return `- job ${jobId}, ${source}: ${answer}${reason}${quote}`;
}

function silence(count: number): string {
  return count > 0 ? `${count} ${count === 1 ? "job" : "jobs"} found nothing.` : "";
}
