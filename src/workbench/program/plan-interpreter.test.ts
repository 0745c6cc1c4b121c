import { describe, expect, it } from "vitest";
import type { DecompositionPlan, RetrievalMethod } from "#minions";
import { ChunkDesk } from "../desk/chunk-desk.ts";
import { DEFAULT_WORKBENCH_LIMITS } from "../limits.ts";
import { reportOf } from "../testing/workbench-fixtures.ts";
import { fairShares, interpretPlan } from "./plan-interpreter.ts";

const PLAN: DecompositionPlan = {
  chunking: { strategy: "chunk_by_page" },
  tasks: [{ task: "Find revenue." }],
  aggregation: "by-task",
};

interface Setting {
  readonly retrieval?: RetrievalMethod;
  readonly maxJobs?: number;
  readonly maxTasks?: number;
  readonly pages?: number;
}

/** Jobs as "task: page, page, …" with the document named where it is not the first. */
function jobsOf(plan: Partial<DecompositionPlan>, setting: Setting = {}): string[] {
  const { retrieval, maxJobs = 100, maxTasks = 3, pages = 6 } = setting;
  const documents = [reportOf(pages), reportOf(1, "doc-2")];
  const bounds = DEFAULT_WORKBENCH_LIMITS;
  const desk = new ChunkDesk({ documents, bounds, retrieval, parser: undefined, embed: undefined });
  const documentIds = documents.map(({ id }) => id);
  const drafts = interpretPlan(
    { ...PLAN, ...plan },
    { desk, documentIds, limits: { maxTasks, maxJobs }, retrieval },
  );
  const byTask = Map.groupBy(drafts, (draft) => draft.task);
  return [...byTask].map(([task, group]) => {
    const pagesRead = group.map(({ chunk }) => {
      const page = (chunk.location?.firstPage ?? -1) + 1;
      return chunk.location?.documentId === "doc-1" ? page : `${chunk.location?.documentId} ${page}`;
    });
    return `${task}: ${pagesRead.join(", ")}`;
  });
}

const bm25 = (topK: number, keywords: Record<string, number>) => ({
  method: "bm25" as const,
  topK,
  keywords,
});

describe("a plan", () => {
  it("gives each task every chunk of every document where it filters nothing", () => {
    const tasks = [{ task: "A" }, { task: "B", advice: "look" }];
    expect(jobsOf({ tasks })).toEqual(["A: 1, 2, 3, 4, 5, 6, doc-2 1", "B: 1, 2, 3, 4, 5, 6, doc-2 1"]);
  });

  it.each([
    ["named documents", ["doc-2"], "Find revenue.: doc-2 1"],
    ["a document named twice", ["doc-2", "doc-2"], "Find revenue.: doc-2 1"],
    ["documents nobody has, by reading all", ["doc-9"], "Find revenue.: 1, 2, 3, 4, 5, 6, doc-2 1"],
  ])("reads %s", (_, documents, expected) => {
    expect(jobsOf({ documents })).toEqual([expected]);
  });

  it("keeps the best chunks of its filter, in the order of the document", () => {
    const filter = bm25(2, { S4: 1, S2: 2 });
    expect(jobsOf({ filter }, { retrieval: "bm25" })).toEqual(["Find revenue.: 3, 5"]);
  });

  it("lets a task have a filter of its own", () => {
    const tasks = [{ task: "A", filter: { keywords: { S3: 1 }, topK: 1 } }, { task: "B" }];
    expect(jobsOf({ tasks, filter: bm25(1, { S5: 1 }) }, { retrieval: "bm25" })).toEqual(["A: 4", "B: 6"]);
  });

  it("takes the words of queries where keywords are wanted and none are given", () => {
    const filter = { method: "embedding" as const, topK: 1, queries: ["What was revenue of S4?"] };
    expect(jobsOf({ filter }, { retrieval: "bm25" })).toEqual(["Find revenue.: 5"]);
  });

  it("filters nothing where the request allows no retrieval", () => {
    expect(jobsOf({ filter: bm25(1, { S4: 1 }) })).toEqual(["Find revenue.: 1, 2, 3, 4, 5, 6, doc-2 1"]);
  });

  it("of too many jobs keeps the best chunks by the filter's words, in turns over the tasks", () => {
    const tasks = [{ task: "A" }, { task: "B", filter: { keywords: { S0: 1 }, topK: 9 } }];
    expect(jobsOf({ tasks, filter: bm25(9, { S4: 1 }) }, { maxJobs: 3 })).toEqual(["A: 1, 5", "B: 1"]);
  });

  it("of too many jobs keeps the best chunks by the task's own words where it has no filter", () => {
    const tasks = [{ task: "Revenue of segment S5" }, { task: "Revenue of segment S1" }];
    expect(jobsOf({ tasks }, { maxJobs: 2 })).toEqual([
      "Revenue of segment S5: 6",
      "Revenue of segment S1: 2",
    ]);
  });

  it("keeps the first of too many tasks", () => {
    const tasks = [{ task: "A" }, { task: "B" }, { task: "C" }];
    expect(jobsOf({ tasks, documents: ["doc-2"] }, { maxTasks: 2 })).toEqual(["A: doc-2 1", "B: doc-2 1"]);
  });

  it.each([
    { strategy: "chunk_by_section", size: 200, overlap: 5_000 },
    { strategy: "chunk_by_section", overlap: 4_000 },
    { strategy: "chunk_by_paragraph", size: 200, pagesPerChunk: 3 },
  ] as const)("puts up with settings that do not go together: %o", (chunking) => {
    expect(jobsOf({ chunking })).toHaveLength(1);
  });
});

describe("shares of a limit", () => {
  it.each([
    { wanted: [5, 5], limit: 4, shares: [2, 2] },
    { wanted: [1, 9, 9], limit: 10, shares: [1, 5, 4] },
    { wanted: [0, 3], limit: 10, shares: [0, 3] },
    { wanted: [2], limit: 0, shares: [0] },
    { wanted: [], limit: 3, shares: [] },
  ])("of $limit for $wanted are $shares", ({ wanted, limit, shares }) => {
    expect(fairShares(wanted, limit)).toEqual(shares);
  });
});
