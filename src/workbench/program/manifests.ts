import type { Chunk, DecompositionLimits, JobManifest, ProgramOutcome } from "#minions";

/** A manifest before it is numbered. */
export interface JobDraft {
  readonly chunk: Chunk;
  readonly task: string;
  readonly advice: string;
}

/** Numbers jobs by position, and tasks and chunks by first appearance. */
export function numberJobs(drafts: readonly JobDraft[]): JobManifest[] {
  const taskIds = new Map<string, number>();
  const chunkIds = new Map<string, number>();
  return drafts.map(({ chunk, task, advice }, jobId) => ({
    jobId,
    taskId: numberOf(taskIds, task),
    chunkId: numberOf(chunkIds, chunk.id),
    chunk,
    task,
    advice,
  }));
}

function numberOf(known: Map<string, number>, key: string): number {
  const number = known.get(key) ?? known.size;
  known.set(key, number);
  return number;
}

/** The numbered manifests, or what is wrong with so many or so few of them. */
export function acceptDrafts(
  drafts: readonly JobDraft[],
  limits: DecompositionLimits,
): ProgramOutcome<readonly JobManifest[]> {
  if (drafts.length === 0) {
    return faulty(
      "no-jobs",
      "No jobs came out: no chunk was left to read. Widen the filter or read more chunks.",
    );
  }
  if (drafts.length > limits.maxJobs)
    return faulty("too-many-jobs", tooManyJobs(drafts.length, limits.maxJobs));
  const tasks = new Set(drafts.map((draft) => draft.task)).size;
  if (tasks > limits.maxTasks) {
    return faulty(
      "too-many-tasks",
      `The jobs hold ${tasks} distinct tasks; at most ${limits.maxTasks} are allowed. Use the same task text for all chunks of a task.`,
    );
  }
  return { kind: "done", value: numberJobs(drafts) };
}

export function tooManyJobs(count: number, limit: number): string {
  return `prepareJobs returned ${count} jobs; at most ${limit} are allowed. Use larger chunks, fewer tasks, or only the chunks that matter.`;
}

function faulty(fault: "no-jobs" | "too-many-jobs" | "too-many-tasks", message: string) {
  return { kind: "faulty", fault, message } as const;
}
