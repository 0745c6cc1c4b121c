import { afterAll, describe, expect, it } from "vitest";
import { documentText } from "#minions";
import { createWorkbench } from "../create-workbench.ts";
import { NEVER, reportOf, reportOfJob, requestFor } from "../testing/workbench-fixtures.ts";

const workbench = createWorkbench({ maxThreads: 1, limits: { chunks: 500 } });
afterAll(() => workbench[Symbol.asyncDispose]());

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
      `(() => { for (let n = 0; ; n += 1) retrieveBm25(["mine " + n], { S1: 1 }, 1); })()`,
      /More than 1000 chunks would be texts of the program's own/,
    ],
    [
      `(() => { for (let n = 1; ; n += 1) chunkBySection(context, { size: n, overlap: 0 }); })()`,
      /More than 500 chunks/,
    ],
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
