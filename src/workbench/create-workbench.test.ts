import { afterAll, describe, expect, it } from "vitest";
import { AbortedError, TimedOutError } from "#kernel";
import { documentText, type PreparedJobs, type ProgramOutcome } from "#minions";
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

describe("what a program is given", () => {
  const see = async (expression: string, overrides = {}): Promise<unknown> => {
    const source = `const prepareJobs = (context, previousJobs) => [{ chunk: "x", task: JSON.stringify(${expression}) ?? "undefined" }];`;
    const outcome = await workbench.prepareJobs(requestFor(source, overrides), NEVER);
    if (outcome.kind === "faulty") return outcome.message;
    return JSON.parse(outcome.value.manifests[0]?.task ?? "");
  };

  it.each([
    [
      "context",
      [
        {
          id: "doc-1",
          name: "doc-1.pdf",
          mediaType: "application/pdf",
          pages: 3,
          characters: documentText(reportOf(3)).length,
          text: documentText(reportOf(3)),
        },
      ],
    ],
    ["chunk(context[0]).length", 3],
    [
      "chunk(context[0])[2]",
      {
        id: "doc-1:140-209",
        document: "doc-1",
        documentName: "doc-1.pdf",
        firstPage: 3,
        lastPage: 3,
        text: reportOf(3).pages[2]?.text,
      },
    ],
    [
      "chunkByPage(context[0], { pagesPerChunk: 2 }).map((chunk) => [chunk.firstPage, chunk.lastPage])",
      [
        [1, 2],
        [3, 3],
      ],
    ],
    ["chunkBySection(context, { size: 100, overlap: 10 }).map((chunk) => chunk.text.length)", [100, 100, 29]],
    ["chunk_by_section(context[0], 100, 10).length", 3],
    ["chunkBySection(context[0].id, { chunk_size: 100 }).length", 3],
    ["chunkBySection(context[0].text, { size: 100 }).length", 3],
    ["chunkByParagraph(context[0]).length", 1],
    ["chunkByCode(context[0]).length > 0", true],
    ["chunkByFunctionAndClass(context[0]).length > 0", true],
  ])("%s", async (expression, expected) => {
    expect(await see(expression)).toEqual(expected);
  });

  it.each([
    ["chunkBySection(context[0], { size: 10, overlap: 10 })", /overlap.*less than the size/],
    ["chunkBySection(context[0], { size: -1 })", /size must be a whole number from 1 to 50000/],
    ["chunkBySection(context[0], { size: 1e9 })", /size must be a whole number/],
    ["chunkBySection(context[0], { size: '100' })", /size must be a number, not string/],
    ["chunkByPage(context[0], { pagesPerChunk: 0.5 })", /pagesPerChunk must be a whole number/],
    ["chunkByPage(undefined)", /must be a document of context, not undefined/],
    ["chunkByPage({ id: 'doc-7' })", /no such document.*doc-1/],
    ["chunkByPage('a'.repeat(1e6))", /no such document/],
    ["retrieveBm25(chunk(context), { revenue: 1 }, 2)", /Retrieval is not available/],
  ])("%s is refused with the reason", async (expression, message) => {
    expect(await see(expression)).toMatch(message);
  });

  it.each([
    [`retrieveBm25(all, { "segment S1": 2 }, 1).map((chunk) => chunk.firstPage)`, [2]],
    [`retrieveBm25(all, ["S0", "S2"], 2).map((chunk) => chunk.firstPage)`, [1, 3]],
    [`retrieve_bm25(all, "S2").map((chunk) => chunk === all[2])`, [true]],
    [`retrieveBm25([all[1], "some S1 of mine"], { S1: 1 }, 5).map((chunk) => chunk.text ?? chunk).length`, 2],
    [`retrieveBm25(all, { nothing: 1 }, 2)`, []],
    [`retrieveBm25([], { S1: 1 }, 2)`, []],
    [`retrieveBm25(all, { "(a+)+$": 1, "[": 2, "\\\\": 1 }, 2)`, []],
    [`retrieveBm25(all, { __proto__: null, constructor: 1, ["__proto__"]: 1 }, 2)`, []],
    [`retrieveBm25(all, { S1: -1 }, 2)`, /keywords/],
    [`retrieveBm25(all, { S1: NaN }, 2)`, /weight of a keyword must be a number/],
    [`retrieveBm25(all, { S1: 1 }, 0)`, /topK must be a whole number/],
    [`retrieveBm25("all", { S1: 1 }, 1)`, /chunks must be an array, not string/],
    [
      `retrieveBm25(all, Object.fromEntries(Array.from({ length: 500 }, (_, n) => ["k" + n, 1])), 1)`,
      /500 entries; at most 200/,
    ],
    [`retrieveBm25(all, { ["x".repeat(1e5)]: 1 }, 1)`, /100000 characters long/],
    [`retrieveBm25({ length: 1e9 }, { S1: 1 }, 1)`, /must be an array, not object/],
    [`retrieveBm25(new Array(1e7), { S1: 1 }, 1)`, /10000000 entries/],
    [
      `retrieveByEmbedding(all, ["S1"], 1)`,
      /by embedding is not available in this run; retrieval by bm25 is/,
    ],
  ])("%s", async (expression, expected) => {
    const seen = await see(`(() => { const all = chunk(context); return ${expression}; })()`, {
      retrieval: "bm25",
    });
    if (expected instanceof RegExp) expect(seen).toMatch(expected);
    else expect(seen).toEqual(expected);
  });
});

describe("syntax errors", () => {
  it.each([
    ["TypeScript", "function prepareJobs(context) {\n  const chunks: Chunk[] = [];\n}", /line 2/],
    ["a missing bracket", "function prepareJobs(context) {\n  return [\n", /line 3/],
    ["Python", "def prepare_jobs(context):\n    return []", /line 1/],
    ["an import", `import { chunk } from "minions";\nfunction prepareJobs() {}`, /line 1/],
    ["top-level await", "await null;\nfunction prepareJobs() {}", /line 1/],
  ])("%s is shown with its line", async (_, source, message) => {
    const outcome = await workbench.prepareJobs(requestFor(source), NEVER);
    expect(outcome).toMatchObject({
      kind: "faulty",
      fault: "syntax",
      message: expect.stringMatching(message),
    });
  });

  it("a program without the function asked for is told which is missing", async () => {
    const outcome = await workbench.prepareJobs(requestFor("const prepareJobs = 7;"), NEVER);
    expect(outcome).toMatchObject({
      fault: "missing-function",
      message: "The program defines no function prepareJobs.",
    });
  });

  it("a program that is far too long is not run", async () => {
    const outcome = await workbench.prepareJobs(requestFor(" ".repeat(200_000)), NEVER);
    expect(outcome).toMatchObject({
      fault: "syntax",
      message: expect.stringMatching(/200000 characters long; at most 100000/),
    });
  });
});

describe("outputs put together by a program", () => {
  const transform = (text: string) =>
    workbench.transformOutputs(
      { kind: "code", source: `function transformOutputs(jobs) { ${text} }` },
      [reportOfJob(0), reportOfJob(1)],
      NEVER,
    );

  it("are the string that it returns, to the character", async () => {
    const outcome = await transform(
      `return jobs.map((job) => job.output.answer + job.source).join() + "“\\u0000\\ud800”";`,
    );
    expect(outcome).toEqual({
      kind: "done",
      value: "0 milliondoc-1.pdf p. 1,7 milliondoc-1.pdf p. 2“\u0000\ud800”",
    });
  });

  it.each([
    ["return jobs;", "bad-output", /must return one string; it returned an array/],
    ["return new String('x');", "bad-output", /it returned object/],
    ["return 'x'.repeat(1e6);", "bad-output", /1000000 characters; at most 200000/],
    ["return jobs[9].answer;", "exception", /line 1/],
    ["return chunk('doc-1').length + '';", "exception", /available in prepareJobs only/],
  ])("%s is at fault", async (text, fault, message) => {
    expect(await transform(text)).toMatchObject({
      kind: "faulty",
      fault,
      message: expect.stringMatching(message),
    });
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
