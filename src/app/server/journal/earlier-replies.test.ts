import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ResultCache, ReusedResults } from "#cache";
import type { Model, ModelRef, ModelReply, ModelRequest } from "#minions";
import { memoryJournal, remoteRequest as request, USAGE } from "../testing/journaled-calls.ts";
import { EarlierReplies } from "./earlier-replies.ts";
import { type JournalDeps, journaledModel, type Once } from "./journaled-model.ts";

const NEVER = new AbortController().signal;
const BIG: ModelRef = { provider: "openai", model: "big" };
const OTHER: ModelRef = { provider: "openai", model: "fall-back" };
const REPLY: ModelReply = { text: "It is so.", finish: "stop", usage: USAGE, answeredBy: BIG };
const NOTHING = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, estimated: false };

function rig() {
  const kept = new Map<string, string>();
  const order: string[] = [];
  const cache: ResultCache = {
    find: async ({ tenant, owner, hash }) => kept.get(JSON.stringify([tenant, owner, hash])),
    async put({ tenant, owner, hash }, value) {
      order.push("cache");
      kept.set(JSON.stringify([tenant, owner, hash]), value);
    },
    trim: async () => undefined,
  };
  const untold = () => undefined;
  const results = new ReusedResults({
    ...{ cache, maxBytes: 1e6, ttlMs: 1, onLookUp: untold, onKeep: untold, onFault: untold },
  });
  /** The journal of a new task. */
  const journal = (): Once => memoryJournal(() => order.push("journal"));
  const task = ({ owner = "ada", basis = "basis", once = journal() } = {}): JournalDeps => {
    const earlier = new EarlierReplies({ results: results.of({ tenant: "", owner }), basis, ref: BIG });
    return { side: "remote", once, earlier };
  };
  return { kept, order, journal, task };
}

function countedModel(act: (request: ModelRequest) => ModelReply | Error = () => REPLY) {
  const calls: string[] = [];
  const model: Model = {
    ref: BIG,
    inProcess: false,
    profile: async () => ({ contextTokens: 10, seesImages: false, embedsText: true, embedsImages: false }),
    async generate(request) {
      calls.push(request.stepPath);
      const acted = act(request);
      if (acted instanceof Error) throw acted;
      request.onTextDelta?.(acted.text);
      return acted;
    },
    async embed(inputs) {
      calls.push("embed");
      return { vectors: inputs.map((_, index) => Float32Array.of(0.1, -2.5e-7, index)), usage: USAGE };
    },
  };
  return { model, calls };
}

describe("what a model replied to an earlier task", () => {
  it("is given again without asking it: nothing is used, and the text is told whole", async () => {
    const { task } = rig();
    const { model, calls } = countedModel();
    await journaledModel(model, task()).generate(request(), NEVER);
    let told = "";
    const watched = request({
      onTextDelta: (delta) => {
        told += delta;
      },
    });
    const reply = await journaledModel(model, task()).generate(watched, NEVER);
    expect(reply).toEqual({ ...REPLY, usage: NOTHING, reused: true });
    expect(told).toBe("It is so.");
    expect(calls).toHaveLength(1);
  });

  it("looks the same when the run that took it starts over, whatever became of the cache", async () => {
    const { task, journal, kept } = rig();
    const { model, calls } = countedModel();
    await journaledModel(model, task()).generate(request(), NEVER);
    const once = journal();
    const first = await journaledModel(model, task({ once })).generate(request(), NEVER);
    kept.clear();
    expect(await journaledModel(model, task({ once })).generate(request(), NEVER)).toEqual(first);
    expect(first.reused).toBe(true);
    expect(calls).toHaveLength(1);
  });

  it("is left to others only once the task that paid for it has it in its journal", async () => {
    const { task, order } = rig();
    const { model } = countedModel();
    await journaledModel(model, task()).generate(request(), NEVER);
    expect(order).toEqual(["journal", "cache"]);
  });

  it.each<[string, Partial<ModelRequest>, { owner?: string; basis?: string }]>([
    ["another question", { messages: [{ role: "user", content: "Is it not?" }] }, {}],
    ["another sample", { stepPath: "round-1/think/sample-1" }, {}],
    ["another seed", { seed: 1 }, {}],
    ["another temperature", { temperature: 1 }, {}],
    ["another length", { maxOutputTokens: 101 }, {}],
    ["another owner", {}, { owner: "bob" }],
    ["another chain of models, other settings or another program", {}, { basis: "other" }],
  ])("is none to %s", async (_, change, of) => {
    const { task } = rig();
    const { model, calls } = countedModel();
    await journaledModel(model, task()).generate(request(), NEVER);
    await journaledModel(model, task(of)).generate(request(change), NEVER);
    expect(calls).toHaveLength(2);
  });

  const json = { kind: "json", name: "answer", schema: z.object({ answer: z.string() }) } as const;
  const firstThen = (first: ModelReply | Error) => {
    let asked = 0;
    return (): ModelReply | Error => {
      asked += 1;
      return asked === 1 ? first : REPLY;
    };
  };

  it.each<[string, ModelReply | Error, Partial<ModelRequest>]>([
    ["failed", new Error("down"), {}],
    ["was cut off", { ...REPLY, finish: "length" }, {}],
    ["was a refusal", { ...REPLY, finish: "refusal" }, {}],
    ["was empty", { ...REPLY, text: " " }, {}],
    ["was no JSON as asked for", { ...REPLY, text: '{"answer": 1}' }, { output: json }],
    ["came from a fall-back", { ...REPLY, answeredBy: OTHER }, {}],
  ])("is not given again where it %s", async (_, first, change) => {
    const { task, kept } = rig();
    const { model, calls } = countedModel(firstThen(first));
    const ask = () => journaledModel(model, task()).generate(request(change), NEVER);
    await ask().catch(() => undefined);
    expect(kept.size).toBe(0);
    await ask();
    expect(calls).toHaveLength(2);
  });

  it("is not given again where the request went to another model on its way", async () => {
    const { task, kept } = rig();
    const { model } = countedModel((asked) => {
      asked.onRedirect?.(OTHER);
      asked.onResend?.(BIG);
      return REPLY;
    });
    await journaledModel(model, task()).generate(request(), NEVER);
    expect(kept.size).toBe(0);
  });

  it("is not left behind by a run that was told to stop", async () => {
    const { task, kept } = rig();
    const stop = new AbortController();
    const { model } = countedModel(() => {
      stop.abort();
      return REPLY;
    });
    await journaledModel(model, task()).generate(request(), stop.signal);
    expect(kept.size).toBe(0);
  });

  it.each(['{"text":""}', '{"text":"no JSON"}', '"text"', "{}", '{"text":"{\\"answer\\":1}"}'])(
    "is asked for anew where the cache holds %s in its place",
    async (spoiled) => {
      const { task, kept } = rig();
      const good = { ...REPLY, text: '{"answer":"yes"}' };
      const { model, calls } = countedModel(() => good);
      const ask = () => journaledModel(model, task()).generate(request({ output: json }), NEVER);
      await ask();
      for (const key of kept.keys()) kept.set(key, spoiled);
      expect((await ask()).text).toBe(good.text);
      expect(calls).toHaveLength(2);
    },
  );

  it("is given again for embeddings, to the last bit", async () => {
    const { task } = rig();
    const { model, calls } = countedModel();
    const inputs = [
      { type: "text", text: "a" },
      { type: "text", text: "b" },
    ] as const;
    const first = await journaledModel(model, task()).embed(inputs, NEVER);
    expect(await journaledModel(model, task()).embed(inputs, NEVER)).toEqual({ ...first, usage: NOTHING });
    expect(calls).toEqual(["embed"]);
  });

  it.each(['{"vectors":["AAAA"]}', '{"vectors":["",""]}', '{"vectors":[1,2]}'])(
    "is no embedding where the cache holds %s",
    async (spoiled) => {
      const { task, kept } = rig();
      const { model, calls } = countedModel();
      const ask = () =>
        journaledModel(model, task()).embed(
          [
            { type: "text", text: "a" },
            { type: "text", text: "b" },
          ],
          NEVER,
        );
      const first = await ask();
      for (const key of kept.keys()) kept.set(key, spoiled);
      expect(await ask()).toEqual(first);
      expect(calls).toHaveLength(2);
    },
  );
});
