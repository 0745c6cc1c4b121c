import { afterAll, describe, expect, it } from "vitest";
import { AbortedError, TimedOutError } from "#kernel";
import type { PreparedJobs, ProgramOutcome } from "#minions";
import { createWorkbench } from "./create-workbench.ts";
import { NEVER, reportOf, reportOfJob, requestFor } from "./testing/workbench-fixtures.ts";
import { WorkbenchFailedError } from "./workbench-errors.ts";

const workbench = createWorkbench({ maxThreads: 1 });
afterAll(() => workbench[Symbol.asyncDispose]());

function jobsOf(outcome: ProgramOutcome<PreparedJobs>): string[] {
  if (outcome.kind === "faulty") throw new Error(`${outcome.fault}: ${outcome.message}`);
  return outcome.value.manifests.map(({ jobId, taskId, chunkId, chunk, task, advice }) => {
    const { location } = chunk;
    const place = location
      ? `${location.documentId} p. ${location.firstPage + 1}-${location.lastPage + 1}`
      : "nowhere";
    return `${jobId} ${taskId}/${chunkId} ${place}: ${task}${advice && ` (${advice})`}`;
  });
}

const prepare = async (source: string, overrides = {}): Promise<string[]> =>
  jobsOf(await workbench.prepareJobs(requestFor(source, overrides), NEVER));

describe("a program's jobs", () => {
  it("are numbered by position, their tasks and chunks by first appearance", async () => {
    const source = `function prepareJobs(context) {
      const [first, second] = chunkByPage(context[0]);
      return [
        { chunk: second, task: "B", advice: "look" },
        { chunk: first, task: "A", advice: null },
        { chunk: second, task: "A" },
      ];
    }`;
    expect(await prepare(source)).toEqual([
      "0 0/0 doc-1 p. 2-2: B (look)",
      "1 1/1 doc-1 p. 1-1: A",
      "2 1/0 doc-1 p. 2-2: A",
    ]);
  });

  it.each([
    ["an exported function", `export function prepareJobs(context) { return jobs(context); }`],
    [
      "an exported async function",
      `export async function prepareJobs(context) { await null; return jobs(context); }`,
    ],
    ["an exported default", `export default function prepareJobs(context) { return jobs(context); }`],
    ["an arrow in a constant", `const prepareJobs = (context) => jobs(context);`],
    ["a list of exports", `function prepareJobs(context) { return jobs(context); }\nexport { prepareJobs };`],
    ["a CommonJS module", `module.exports = { prepareJobs: (context) => jobs(context) };`],
    ["snake case", `function prepare_jobs(context) { return jobs(context); }`],
    ["JobManifest", `const prepareJobs = (context) => jobs(context).map((job) => new JobManifest(job));`],
    ["a promise", `const prepareJobs = (context) => Promise.resolve().then(() => jobs(context));`],
    [
      "console output on the way",
      `const prepareJobs = (context) => { console.log(context); return jobs(context); };`,
    ],
  ])("may be written as %s", async (_, source) => {
    const shared = `const jobs = (context) => [{ chunk: chunk_by_page(context)[1], task: "T", advice: "" }];\n`;
    expect(await prepare(shared + source)).toEqual(["0 0/0 doc-1 p. 2-2: T"]);
  });

  it.each([
    ["a chunk", "chunks[1]", "doc-1 p. 2-2"],
    ["a chunk's id", "chunks[1].id", "doc-1 p. 2-2"],
    ["a copy of a chunk", "{ ...chunks[1], score: 3 }", "doc-1 p. 2-2"],
    ["a chunk with a note of its own", "Object.assign(chunks[1], { score: 3 })", "doc-1 p. 2-2"],
    ["text that stands in the document", "chunks[1].text.slice(5, 40)", "doc-1 p. 2-2"],
    ["text across pages", "context[0].text.slice(60, 90)", "doc-1 p. 1-2"],
    ["a chunk cut shorter", "({ ...chunks[1], text: chunks[1].text.slice(0, 20) })", "doc-1 p. 2-2"],
    ["text of the program's own making", "'See ' + chunks[1].text", "nowhere"],
  ])("may name as chunk %s", async (_, expression, place) => {
    const source = `const prepareJobs = (context) => { const chunks = chunk(context); return [{ chunk: ${expression}, task: "T" }]; };`;
    expect(await prepare(source)).toEqual([`0 0/0 ${place}: T`]);
  });

  it("see the earlier jobs with their outputs", async () => {
    const source = `const prepareJobs = ([document], previous) => [{
      chunk: chunk(document)[previous[1].jobId],
      task: previous.map((job) => job.output.answer + "=" + job.answer).join(),
    }];`;
    const previousJobs = [reportOfJob(0, { answer: null }), reportOfJob(1)];
    expect(await prepare(source, { previousJobs })).toEqual([
      "0 0/0 doc-1 p. 2-2: null=null,7 million=7 million",
    ]);
  });

  it("keep nothing from one call to the next", async () => {
    const source = `globalThis.count = (globalThis.count ?? 0) + 1; Array.prototype.seen = (Array.prototype.seen ?? 0) + 1;
      const prepareJobs = (context) => [{ chunk: chunk(context[0])[0], task: count + "/" + [].seen + "/" + Math.random() }];`;
    expect(await prepare(source)).toEqual(await prepare(source));
  });
});

describe("a workbench at work", () => {
  const LOOP = "function prepareJobs() { for (;;); }";

  it("leaves the main thread free, and takes care of others meanwhile", async () => {
    await using own = createWorkbench({ maxThreads: 2, limits: { programMs: 1_000 } });
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 10);
    const [looping, other] = await Promise.all([
      own.prepareJobs(requestFor(LOOP), NEVER),
      own.prepareJobs(
        requestFor(`const prepareJobs = (context) => [{ chunk: chunk(context[0])[0], task: "T" }];`),
        NEVER,
      ),
    ]);
    clearInterval(timer);
    expect([looping.kind, other.kind]).toEqual(["faulty", "done"]);
    expect(turns).toBeGreaterThan(5);
  });

  it.each([
    [
      "the caller's reason",
      new AbortController(),
      (controller: AbortController) => controller.abort(),
      AbortedError,
    ],
    [
      "a time-out",
      new AbortController(),
      (controller: AbortController) => controller.abort(new TimedOutError("The run", 5)),
      TimedOutError,
    ],
  ])("stops at once for %s", async (_, controller, abort, expected) => {
    const running = workbench.prepareJobs(requestFor(LOOP), controller.signal);
    setTimeout(() => abort(controller), 200);
    await expect(running).rejects.toBeInstanceOf(expected);
    expect(
      await prepare(`const prepareJobs = (context) => [{ chunk: chunk(context[0])[0], task: "T" }];`),
    ).toHaveLength(1);
  });

  it("does not begin when the signal has already fired", async () => {
    await expect(workbench.prepareJobs(requestFor(LOOP), AbortSignal.abort())).rejects.toBeInstanceOf(
      AbortedError,
    );
  });

  it("says so when it was closed", async () => {
    const closed = createWorkbench();
    await closed[Symbol.asyncDispose]();
    await expect(closed.prepareJobs(requestFor(LOOP), NEVER)).rejects.toBeInstanceOf(WorkbenchFailedError);
  });

  it("ends what is running when it is closed", async () => {
    const closing = createWorkbench();
    const running = closing.prepareJobs(requestFor(LOOP), NEVER);
    const outcome = expect(running).rejects.toBeInstanceOf(WorkbenchFailedError);
    await closing[Symbol.asyncDispose]();
    await outcome;
  });

  it("does not begin on documents that are too long for it", async () => {
    await using small = createWorkbench({ limits: { documentCharacters: 100 } });
    const message = "The documents hold 205 characters; at most 100 can be taken apart in one run.";
    const outcome = await small.prepareJobs(requestFor(LOOP), NEVER);
    expect(outcome).toEqual({ kind: "faulty", fault: "out-of-memory", message });
  });

  it("reads a document of five million characters", async () => {
    const page = "Größe “naïve” – a line of a large report, with 1,577 and (2,345).\n".repeat(190);
    const pages = Array.from({ length: 400 }, (_, index) => ({ index, text: `${page}Needle ${index}.` }));
    const document = { ...reportOf(1), pages };
    const source = `function prepareJobs(context) {
      const [document] = context;
      const at = document.text.indexOf("Needle 399.");
      const chunks = chunkByPage(document).filter((chunk) => chunk.text.includes("Needle 399."));
      const sections = chunkBySection(document).map((chunk) => chunk.text);
      return [{ chunk: chunks[0], task: "at " + (at > 4.9e6) + " of " + sections.length }, { chunk: document.text.slice(at), task: "last" }];
    }`;
    const jobs = await prepare(source, { documents: [document] });
    expect(jobs).toEqual([
      expect.stringMatching(/^0 0\/0 doc-1 p. 400-400: at true of 1\d{3}$/),
      "1 1/1 doc-1 p. 400-400: last",
    ]);
  });
});
