import { afterAll, describe, expect, it } from "vitest";
import { AbortedError } from "#kernel";
import type { DecompositionPlan, PrepareRequest } from "#minions";
import { createWorkbench } from "./create-workbench.ts";
import { NEVER, requestFor } from "./testing/workbench-fixtures.ts";

const workbench = createWorkbench({ maxThreads: 1, limits: { programMs: 500 } });
afterAll(() => workbench[Symbol.asyncDispose]());

const SOURCE = `function prepareJobs(context) {
  const all = chunkByPage(context[0]);
  const chosen = retrieveByEmbedding(all, ["segment S2"], 1).concat(retrieveByEmbedding(all, ["segment S0"], 1));
  return chosen.map((chunk) => ({ chunk, task: "Find revenue." }));
}`;

/** Vectors that say which segment a text is about. */
const vectorOf = (text: string): Float32Array =>
  Float32Array.from([0, 1, 2], (segment) => (text.includes(`S${segment}`) ? 1 : 0));

const pagesOf = (outcome: Awaited<ReturnType<typeof workbench.prepareJobs>>) =>
  outcome.kind === "done"
    ? outcome.value.manifests.map(({ chunk }) => chunk.location?.firstPage)
    : outcome.message;

describe("retrieval by embedding", () => {
  it("asks the caller's model, for each text once, while the program waits", async () => {
    const asked: string[] = [];
    const embed: PrepareRequest["embed"] = async (texts) => {
      // Longer than the program itself may run: waiting for a model is not its fault.
      if (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 700));
      asked.push(...texts);
      return texts.map(vectorOf);
    };
    const outcome = await workbench.prepareJobs(requestFor(SOURCE, { retrieval: "embedding", embed }), NEVER);
    expect(pagesOf(outcome)).toEqual([2, 0]);
    expect(asked).toHaveLength(3 + 2);
    expect(outcome).toMatchObject({ value: { tally: { chunksMade: 3, chunksSkipped: 1 } } });
  });

  it("serves several embedding models by their own function", async () => {
    const embedMultimodal: PrepareRequest["embed"] = async (texts) => texts.map(vectorOf);
    const source = SOURCE.replaceAll("retrieveByEmbedding", "retrieveMultimodal");
    const request = requestFor(source, { retrieval: "multimodal-embedding", embedMultimodal });
    expect(pagesOf(await workbench.prepareJobs(request, NEVER))).toEqual([2, 0]);
  });

  it("throws the model's own error to the caller, and not into the program", async () => {
    const failure = new Error("The model server is down.");
    const source = SOURCE.replace(
      "const chosen",
      "try { retrieveByEmbedding(all, ['x'], 1); } catch {} const chosen",
    );
    const request = requestFor(source, { retrieval: "embedding", embed: () => Promise.reject(failure) });
    await expect(workbench.prepareJobs(request, NEVER)).rejects.toBe(failure);
  });

  it("stops waiting when the caller gives up, and tells the model", async () => {
    const controller = new AbortController();
    const told = Promise.withResolvers<void>();
    const embed: PrepareRequest["embed"] = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          told.resolve();
          reject(new Error("stopped"));
        });
        controller.abort();
      });
    const request = requestFor(SOURCE, { retrieval: "embedding", embed });
    await expect(workbench.prepareJobs(request, controller.signal)).rejects.toBeInstanceOf(AbortedError);
    await told.promise;
  });

  it("tells a program where the local model cannot embed", async () => {
    const outcome = await workbench.prepareJobs(requestFor(SOURCE, { retrieval: "embedding" }), NEVER);
    expect(outcome).toMatchObject({ fault: "exception", message: expect.stringMatching(/cannot embed/) });
  });

  it("is refused to a program that asks without end", async () => {
    const embed: PrepareRequest["embed"] = async (texts) => texts.map(vectorOf);
    const loop = "for (let n = 0; ; n += 1) retrieveByEmbedding(all, ['q' + n], 1);";
    const source = SOURCE.replace("const chosen", `${loop} const chosen`);
    const outcome = await workbench.prepareJobs(requestFor(source, { retrieval: "embedding", embed }), NEVER);
    expect(outcome).toMatchObject({
      fault: "exception",
      message: expect.stringMatching(/More than 200 distinct queries/),
    });
  });

  it("is done by keywords for a plan where the local model cannot embed", async () => {
    const plan: DecompositionPlan = {
      chunking: { strategy: "chunk_by_page" },
      filter: { method: "embedding", topK: 1, queries: ["segment S2"] },
      tasks: [{ task: "Find revenue." }],
      aggregation: "by-task",
    };
    const request = requestFor({ kind: "plan", plan }, { retrieval: "embedding" });
    expect(pagesOf(await workbench.prepareJobs(request, NEVER))).toEqual([2]);
    const embed: PrepareRequest["embed"] = async (texts) => texts.map(vectorOf);
    expect(pagesOf(await workbench.prepareJobs({ ...request, embed }, NEVER))).toEqual([2]);
  });
});
