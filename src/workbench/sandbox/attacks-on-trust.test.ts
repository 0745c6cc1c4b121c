import { afterAll, describe, expect, it } from "vitest";
import { createWorkbench } from "../create-workbench.ts";
import {
  expectNextCallToWork,
  NEVER,
  programOf,
  reportOfJob,
  requestFor,
} from "../testing/workbench-fixtures.ts";

const workbench = createWorkbench({ maxThreads: 1, limits: { programMs: 400 } });
afterAll(async () => {
  await workbench[Symbol.asyncDispose]();
});

const JOB = `{ chunk: "Revenue of segment S0", task: "t", advice: "" }`;

describe("programs that look for the host", () => {
  const NAMES = [
    "process",
    "require",
    "fetch",
    "Buffer",
    "global",
    "Deno",
    "setTimeout",
    "WebAssembly",
    "Worker",
    "XMLHttpRequest",
    "importScripts",
    "postMessage",
    "std",
    "os",
    "Date",
    "performance",
    "SharedArrayBuffer",
    "Atomics",
  ];

  it.each([
    ["by name", `${JSON.stringify(NAMES)}.filter((name) => typeof globalThis[name] !== "undefined").join()`],
    ["by the constructor of a function of ours", `typeof chunkByPage.constructor("return this")().process`],
    [
      "by the constructor of a constructor",
      `typeof ({}).constructor.constructor("return globalThis.process")()`,
    ],
    [
      "by an error of a host function",
      `(() => { try { chunkByPage(7); } catch (error) { return error.constructor.constructor("return typeof process")(); } })()`,
    ],
    [
      "by the caller of a function",
      `(() => { try { return typeof chunkByPage.caller; } catch { return "undefined"; } })()`,
    ],
  ])("%s find nothing", async (_, expression) => {
    const source = `function transformOutputs() { return "found: " + ${expression}; }`;
    const outcome = await workbench.transformOutputs({ kind: "code", source }, [reportOfJob(0)], NEVER);
    expect(outcome).toMatchObject({ kind: "done" });
    expect(outcome.kind === "done" && outcome.value).toMatch(/^found: (undefined)?$/);
  });

  it("by import() are refused", async () => {
    const source = `async function transformOutputs() { return Object.keys(await import("node:fs")).join(); }`;
    const outcome = await workbench.transformOutputs({ kind: "code", source }, [], NEVER);
    expect(outcome).toMatchObject({ kind: "faulty", fault: "exception" });
  });

  it("by stack traces see no path of this machine", async () => {
    const source = `function transformOutputs() { try { chunk({}); } catch (error) { return error.message + error.stack; } }`;
    const outcome = await workbench.transformOutputs({ kind: "code", source }, [], NEVER);
    expect(outcome).toMatchObject({ kind: "done" });
    expect(JSON.stringify(outcome)).not.toMatch(/node:|file:|src\/|node_modules|wasm/);
  });
});

describe("programs that poison what everybody shares", () => {
  it.each([
    ["JSON", "JSON.stringify = () => '{}'; JSON.parse = () => null;"],
    [
      "Array.prototype",
      "for (const name of ['map', 'push', 'join', 'slice', 'concat']) Array.prototype[name] = () => { throw 1; };",
    ],
    [
      "array indexes",
      "Object.defineProperty(Array.prototype, '0', { set() { throw 1; }, get() { return { task: 'evil' }; } });",
    ],
    ["array iteration", "Array.prototype[Symbol.iterator] = function* () { yield 'evil'; };"],
    [
      "Object.prototype",
      "Object.prototype.task = 'evil'; Object.prototype.id = 'evil'; Object.prototype.advice = 'evil'; Object.prototype.error = 'evil';",
    ],
    [
      "property descriptors",
      "Object.prototype.get = () => 'evil'; Object.prototype.set = 1; Object.prototype.value = 'evil';",
    ],
    ["toJSON", "Object.prototype.toJSON = String.prototype.toJSON = Array.prototype.toJSON = () => 'evil';"],
    [
      "strings",
      "String.prototype.slice = () => 'evil'; String.prototype.toString = () => 'evil'; globalThis.String = () => 'evil';",
    ],
    ["WeakMap", "WeakMap.prototype.get = () => 'evil'; WeakMap.prototype.set = () => { throw 1; };"],
    [
      "Reflect and Object",
      "Reflect.apply = Reflect.ownKeys = Object.defineProperty = () => { throw 1; }; globalThis.Object = globalThis.Reflect = null;",
    ],
    ["promises", "Promise.prototype.then = () => { throw 1; }; Promise.resolve = () => { throw 1; };"],
    [
      "setters for every field",
      "for (const name of ['id', 'text', 'document', 'error', 'jobs', 'value']) Object.defineProperty(Object.prototype, name, { set() { throw 1; }, get() { return undefined; }, configurable: true });",
    ],
  ])("%s only fool themselves", async (_, poison) => {
    const source = `${poison}\nfunction prepareJobs(context) {
      const chunks = retrieveBm25(chunkByPage(context[0], { pagesPerChunk: 1 }), { "S1": 1 }, 1);
      return [{ chunk: chunks[0], task: "Find " + chunks[0].text.length, advice: "" }];
    }`;
    const outcome = await workbench.prepareJobs(requestFor(source, { retrieval: "bm25" }), NEVER);
    expect(outcome).toMatchObject({
      kind: "done",
      value: { manifests: [{ chunk: { id: "doc-1:70-138" }, task: "Find 68", advice: "" }] },
    });
    await expectNextCallToWork(workbench);
  });
});

describe("programs that return what is no array of jobs", () => {
  it.each([
    ["nothing", "return undefined;", "bad-output", /it returned undefined/],
    ["a number", "return 7;", "bad-output", /it returned number/],
    ["a symbol", "return Symbol('x');", "bad-output", /it returned symbol/],
    ["a BigInt", "return 7n;", "bad-output", /it returned bigint/],
    [
      "an object that looks like an array",
      `return { length: 1, 0: ${JOB} };`,
      "bad-output",
      /it returned object/,
    ],
    [
      "a list with holes",
      `const jobs = [${JOB}]; jobs.length = 3; return jobs;`,
      "bad-output",
      /Job 1 must be .* not undefined/,
    ],
    [
      "a job without a task",
      `return [{ chunk: "x" }];`,
      "bad-output",
      /Job 0: task must be a non-empty string/,
    ],
    [
      "a task that is NaN",
      `return [{ chunk: "x", task: NaN }];`,
      "bad-output",
      /task must be a non-empty string, not number/,
    ],
    [
      "advice that is an object",
      `return [{ chunk: "x", task: "t", advice: {} }];`,
      "bad-output",
      /advice must be a string/,
    ],
    [
      "a chunk that is a number",
      `return [{ chunk: 7, task: "t" }];`,
      "bad-output",
      /Job 0: chunk must be a chunk/,
    ],
    ["a chunk of nothing", `return [{ chunk: " ", task: "t" }];`, "bad-output", /must hold text/],
    [
      "a chunk nobody knows",
      `return [{ chunk: { id: "no-such" }, task: "t" }];`,
      "bad-output",
      /no chunk of this id/,
    ],
    [
      "a cyclic chunk",
      "const chunk = {}; chunk.text = chunk; return [{ chunk, task: 't' }];",
      "bad-output",
      /object without text/,
    ],
    [
      "a chunk that is too long",
      `return [{ chunk: "x".repeat(60000), task: "t" }];`,
      "bad-output",
      /60000 characters long; at most 50000/,
    ],
    [
      "a task that is too long",
      `return [{ chunk: "x", task: "t".repeat(5000) }];`,
      "bad-output",
      /task is 5000 characters long; at most 4000/,
    ],
    ["a million jobs", `return new Array(1e6).fill(${JOB});`, "too-many-jobs", /1000000 jobs; at most 20/],
    [
      "a billion holes",
      "const jobs = []; jobs.length = 1e9; return jobs;",
      "too-many-jobs",
      /1000000000 jobs/,
    ],
    [
      "a Proxy with a lying length",
      "return new Proxy([], { get: (target, name) => name === 'length' ? NaN : target[name] });",
      "bad-output",
      /length is no number/,
    ],
    [
      "a Proxy with endless length",
      "return new Proxy([], { get: (target, name) => name === 'length' ? Infinity : target[name] });",
      "bad-output",
      /length is no number/,
    ],
    ["no jobs", "return [];", "no-jobs", /No jobs came out/],
    [
      "too many tasks",
      `return [1, 2, 3, 4].map((n) => ({ chunk: "x", task: "t" + n }));`,
      "too-many-tasks",
      /4 distinct tasks; at most 3/,
    ],
    [
      "a getter that throws",
      "return [{ get chunk() { throw new TypeError('no chunk'); }, task: 't' }];",
      "exception",
      /TypeError: no chunk \(line 1\)/,
    ],
    ["a promise that never settles", "return new Promise(() => {});", "exception", /never settles/],
    ["a thenable that never settles", "return { then() {} };", "exception", /never settles/],
    ["a rejected promise", "return Promise.reject(new Error('later'));", "exception", /Error: later/],
    ["a thrown string", "throw 'just text';", "exception", /threw just text/],
    ["a thrown null", "throw null;", "exception", /threw null/],
    ["a thrown symbol", "throw Symbol('sign');", "exception", /Symbol\(sign\)/],
    ["a thrown Proxy", "throw new Proxy({}, { get() { throw 1; } });", "exception", /cannot be read/],
    ["a thrown error with a huge message", "throw new Error('x'.repeat(1e6));", "exception", /^.{900,1100}$/],
  ] as const)("%s", async (_, text, fault, message) => {
    const outcome = await workbench.prepareJobs(requestFor(programOf(text)), NEVER);
    expect(outcome).toMatchObject({ kind: "faulty", fault, message: expect.stringMatching(message) });
    await expectNextCallToWork(workbench);
  });
});
