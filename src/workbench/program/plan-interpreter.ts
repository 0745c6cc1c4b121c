import {
  type Chunk,
  type DecompositionLimits,
  type DecompositionPlan,
  type RetrievalMethod,
  SECTION_DEFAULTS,
} from "#minions";
import type { ChunkDesk } from "../desk/chunk-desk.ts";
import type { Query } from "../desk/retrieve.ts";
import type { JobDraft } from "./manifests.ts";

export interface PlanContext {
  readonly desk: ChunkDesk;
  readonly documentIds: readonly string[];
  readonly limits: DecompositionLimits;
  /** The retrieval that the run allows and can do; undefined means none. */
  readonly retrieval: RetrievalMethod | undefined;
}

type PlanTask = DecompositionPlan["tasks"][number];

/**
 * The jobs of a plan. A plan says what is wanted, not how many jobs that makes, so it is fitted to the limits rather
 * than refused: the first tasks, and of their chunks the best, in turns over the tasks.
 *
 * Retrieval that the run does not allow narrows nothing; it only ranks what has to be left out.
 */
export function interpretPlan(plan: DecompositionPlan, context: PlanContext): JobDraft[] {
  const chunks = chunksOf(plan, context);
  const tasks = plan.tasks.slice(0, context.limits.maxTasks);
  const wanted = tasks.map((task) => narrow(chunks, filterOf(plan, task), context));
  const total = wanted.reduce((sum, { length }) => sum + length, 0);
  const shares = fairShares(
    wanted.map(({ length }) => length),
    context.limits.maxJobs,
  );
  return tasks.flatMap((task, at) => {
    const own = wanted[at] ?? [];
    const kept = total <= context.limits.maxJobs ? own : best(own, plan, task, shares[at] ?? 0, context);
    return kept.map((chunk) => ({ chunk, task: task.task, advice: task.advice ?? "" }));
  });
}

function chunksOf({ chunking, documents }: DecompositionPlan, { desk, documentIds }: PlanContext): Chunk[] {
  const named = documents?.filter((id) => documentIds.includes(id)) ?? [];
  const ids = named.length > 0 ? [...new Set(named)] : documentIds;
  const { strategy, size, pagesPerChunk } = chunking;
  const overlap = (chunking.overlap ?? 0) >= (size ?? SECTION_DEFAULTS.size) ? 0 : chunking.overlap;
  return ids.flatMap((id) => desk.cut(desk.document(id), strategy, { size, overlap, pagesPerChunk }));
}

interface Filter {
  readonly topK: number;
  readonly keywords: Readonly<Record<string, number>>;
  readonly queries: readonly string[];
}

/** A task's own filter, else the plan's, in terms that serve every method. */
function filterOf(plan: DecompositionPlan, task: PlanTask): Filter | undefined {
  const shared = plan.filter ?? undefined;
  if (task.filter) return { ...task.filter, queries: shared?.queries ?? [task.task.slice(0, 2_000)] };
  if (!shared) return undefined;
  const queries = shared.queries ?? [];
  const given = shared.keywords ?? {};
  const keywords = Object.keys(given).length > 0 ? given : weigh(queries.length > 0 ? queries : [task.task]);
  const fallBack = Object.keys(given).length > 0 ? Object.keys(given) : [task.task];
  return { topK: shared.topK, keywords, queries: queries.length > 0 ? queries : fallBack.slice(0, 20) };
}

function weigh(texts: readonly string[]): Record<string, number> {
  return Object.fromEntries(texts.map((text) => [text, 1]));
}

function queryOf(filter: Filter, method: RetrievalMethod): Query {
  return method === "bm25" ? { method, keywords: filter.keywords } : { method, queries: filter.queries };
}

function narrow(
  chunks: readonly Chunk[],
  filter: Filter | undefined,
  context: PlanContext,
): readonly Chunk[] {
  const { retrieval, desk } = context;
  if (!filter || retrieval === undefined) return chunks;
  return desk.retrieve(chunks, queryOf(filter, retrieval), filter.topK).map(({ chunk }) => chunk);
}

/** The `count` chunks that hold the words of the filter, or of the task, best, in document order; short of those, the first. */
function best(
  chunks: readonly Chunk[],
  plan: DecompositionPlan,
  task: PlanTask,
  count: number,
  { desk }: PlanContext,
): Chunk[] {
  const keywords = filterOf(plan, task)?.keywords ?? weigh([task.task]);
  const scores = desk.scores(chunks, keywords);
  return chunks
    .map((chunk, at) => ({ chunk, at, score: scores[at] ?? 0 }))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, count)
    .sort((a, b) => a.at - b.at)
    .map(({ chunk }) => chunk);
}

/** Deals `limit` places out in turns, one to each task that still wants one. */
export function fairShares(wanted: readonly number[], limit: number): number[] {
  const shares = wanted.map(() => 0);
  let left = Math.min(
    limit,
    wanted.reduce((sum, count) => sum + count, 0),
  );
  while (left > 0) {
    for (let at = 0; at < wanted.length && left > 0; at += 1) {
      if ((shares[at] ?? 0) >= (wanted[at] ?? 0)) continue;
      shares[at] = (shares[at] ?? 0) + 1;
      left -= 1;
    }
  }
  return shares;
}
