import { expect } from "vitest";
import type { JobReport, PrepareRequest, Program, SourceDocument, Workbench } from "#minions";

/** A signal that never fires. */
export const NEVER: AbortSignal = new AbortController().signal;

/** A report of an invented company: each page has its own revenue. */
export function reportOf(pages: number, id = "doc-1"): SourceDocument {
  return {
    id,
    name: `${id}.pdf`,
    mediaType: "application/pdf",
    paged: true,
    pages: Array.from({ length: pages }, (_, index) => ({
      index,
      text: `Page ${index + 1} of Brightwater’s report.\nRevenue of segment S${index} was ${index * 7} million.`,
    })),
  };
}

/** A request for the jobs of a program over a report of three pages. */
export function requestFor(
  program: Program | string,
  overrides: Partial<PrepareRequest> = {},
): PrepareRequest {
  return {
    program: typeof program === "string" ? { kind: "code", source: program } : program,
    documents: [reportOf(3)],
    previousJobs: [],
    limits: { maxTasks: 3, maxJobs: 20 },
    chunking: "chunk_by_page",
    retrieval: undefined,
    ...overrides,
  };
}

export function reportOfJob(jobId: number, overrides: Partial<JobReport> = {}): JobReport {
  return {
    jobId,
    taskId: 0,
    chunkId: jobId,
    task: "Find revenue.",
    source: `doc-1.pdf p. ${jobId + 1}`,
    answer: `${jobId * 7} million`,
    citation: null,
    explanation: "",
    ...overrides,
  };
}

/** A program of one function, from its body. */
export function programOf(body: string): string {
  return `function prepareJobs(context, previousJobs) { ${body} }`;
}

const HARMLESS = `const prepareJobs = (context) => chunkByPage(context).map((chunk) => ({ chunk, task: "T" }));`;

/** After whatever was done to it, a workbench must serve the next program as if nothing had happened. */
export async function expectNextCallToWork(workbench: Workbench): Promise<void> {
  const next = await workbench.prepareJobs(requestFor(HARMLESS), NEVER);
  expect(next).toMatchObject({ kind: "done", value: { tally: { chunksMade: 3, chunksSkipped: 0 } } });
}
