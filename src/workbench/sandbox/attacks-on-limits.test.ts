import { afterAll, describe, expect, it } from "vitest";
import { createWorkbench } from "../create-workbench.ts";
import { expectNextCallToWork, NEVER, programOf, requestFor } from "../testing/workbench-fixtures.ts";

const workbench = createWorkbench({ maxThreads: 1, limits: { programMs: 400 } });
const smallWorkbench = createWorkbench({
  maxThreads: 1,
  limits: { programMs: 20_000, memoryBytes: 24 * 1024 * 1024 },
});
afterAll(async () => {
  await workbench[Symbol.asyncDispose]();
  await smallWorkbench[Symbol.asyncDispose]();
});

const GOOD = programOf("return [];");

describe("programs that run on and on", () => {
  it.each([
    ["a loop in prepareJobs", programOf("for (;;);")],
    ["a loop at top level", `while (true) {}\n${GOOD}`],
    [
      "a loop that swallows every exception",
      programOf("for (;;) { try { for (;;); } catch {} finally { continue; } }"),
    ],
    ["a loop in a getter of a job", programOf(`return [{ get chunk() { for (;;); }, task: "t" }];`)],
    ["a loop in a Proxy's trap", programOf("return new Proxy([], { get() { for (;;); } });")],
    [
      "a loop in a toString",
      programOf(
        "return [{ chunk: 'x', task: { toString() { for (;;); } } }].map((job) => ({ ...job, task: job.task + '' }));",
      ),
    ],
    [
      "a loop in a toJSON",
      programOf(
        `String.prototype.toJSON = () => { for (;;); }; return JSON.stringify({ a: new String("x") });`,
      ),
    ],
    ["a loop in an error's message", programOf("throw { get message() { for (;;); } };")],
    [
      "a loop in the setter that a definition would meet",
      `Object.defineProperty(globalThis, "prepareJobs", { get() { for (;;); } });`,
    ],
    [
      "an endless chain of promises",
      programOf("const again = () => Promise.resolve().then(again); return again();"),
    ],
    ["an async loop", `async function prepareJobs() { for (;;) await null; }`],
    [
      "an endless generator",
      programOf("function* all() { for (;;) yield 1; } return [...all()].length && [];").replace(
        "[...all()]",
        "Array.from({ length: 0 }, () => 0).concat((() => { for (const one of all()); })())",
      ),
    ],
    [
      "a regular expression that backtracks for ever",
      programOf(`return /^(a+)+$/.test("a".repeat(60) + "b");`),
    ],
    [
      "a built-in function that no interrupt reaches",
      programOf("return [].indexOf.call({ length: 2 ** 53 - 1 }, 1);"),
    ],
    ["another one", programOf("return new Array(2 ** 32 - 1).join();")],
    ["calls of host functions without end", programOf("for (;;) chunkByPage(context[0]);")],
    ["exponential recursion", programOf("const f = () => { try { f(); } finally { f(); } }; f();")],
    ["sorting with an endless comparison", programOf("return [3, 1, 2].sort(() => { for (;;); });")],
    ["a BigInt that grows for ever", programOf("let n = 3n; for (;;) n = (n * n) % (1n << 20000n) + 3n;")],
  ])("%s", async (_, source) => {
    const outcome = await workbench.prepareJobs(requestFor(source), NEVER);
    expect(outcome).toMatchObject({
      kind: "faulty",
      fault: "out-of-time",
      message: expect.stringMatching(/longer than 0\.4 s/),
    });
    await expectNextCallToWork(workbench);
  });
});

describe("programs that take all memory", () => {
  it.each([
    ["an array that doubles", programOf("let all = [1]; for (;;) all = all.concat(all);")],
    ["a string that doubles", programOf(`let text = "x"; for (;;) text += text;`)],
    ["a rope of small strings kept", programOf(`const all = []; for (;;) all.push("x".repeat(1e6));`)],
    ["typed arrays", programOf("const all = []; for (;;) all.push(new Uint8Array(1e6));")],
    ["one huge typed array", programOf("return new Float64Array(1e9);")],
    ["one huge string", programOf(`return "x".repeat(2 ** 29);`)],
    ["one huge padded string", programOf(`return "x".padEnd(5e8, "yz");`)],
    ["a huge replacement", programOf(`return "a".repeat(1e4).replaceAll("a", "b".repeat(1e4));`)],
    ["an array filled to its greatest length", programOf("return new Array(2 ** 32 - 1).fill(0);")],
    ["a program text that needs no run", `const all = "${"x".repeat(10)}".repeat(2 ** 28);\n${GOOD}`],
  ])("%s", async (_, source) => {
    const outcome = await smallWorkbench.prepareJobs(requestFor(source), NEVER);
    expect(outcome).toMatchObject({
      kind: "faulty",
      fault: "out-of-memory",
      message: expect.stringMatching(/ran out of memory/),
    });
    await expectNextCallToWork(smallWorkbench);
  });
});

describe("programs that recurse too deep", () => {
  it.each([
    ["a function", programOf("return prepareJobs();")],
    ["a toString", programOf(`const o = { toString: () => "" + o }; return "" + o;`)],
    [
      "a chain of Proxies",
      programOf("let p = {}; for (let i = 0; i < 1e5; i += 1) p = new Proxy(p, {}); return p.x;"),
    ],
    [
      "an array of arrays",
      programOf("let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; return a.toString();"),
    ],
    ["JSON.parse", programOf(`return JSON.parse("[".repeat(1e6));`)],
    ["eval", programOf(`return eval("(".repeat(1e5));`)],
  ])("%s", async (_, source) => {
    const outcome = await workbench.prepareJobs(requestFor(source), NEVER);
    expect(outcome).toMatchObject({
      kind: "faulty",
      fault: "exception",
      message: expect.stringMatching(/overflow/),
    });
    await expectNextCallToWork(workbench);
  });

  it("the program's own text", async () => {
    const outcome = await workbench.prepareJobs(requestFor(`${"[".repeat(90_000)}`), NEVER);
    expect(outcome).toMatchObject({ kind: "faulty", message: expect.stringMatching(/overflow/) });
    await expectNextCallToWork(workbench);
  });
});
