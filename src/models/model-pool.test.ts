import { describe, expect, it } from "vitest";
import type { Model } from "#minions";
import type { FactoryModel } from "./model-factory.ts";
import { ModelPool } from "./model-pool.ts";
import { never, textRequest } from "./testing/model-harness.ts";
import { scriptedModel } from "./testing/scripted-model.ts";

/** Opens models that hold something, and writes down what happens to them. */
function poolOf(maxModels: number, free: (name: string) => Promise<void> = async () => undefined) {
  const log: string[] = [];
  const pool = new ModelPool(maxModels);
  const answers = new Map<string, Promise<void>>();
  const make = (name: string) => (): FactoryModel => {
    log.push(`open ${name}`);
    const model = scriptedModel(`llama-cpp/${name}`, [`from ${name}`], { inProcess: true });
    return {
      ...model,
      generate: async (request, signal) => {
        await answers.get(name);
        return model.generate(request, signal);
      },
      [Symbol.asyncDispose]: async () => {
        log.push(`free ${name}`);
        await free(name);
      },
    };
  };
  const open = (name: string): Model => pool.open(name, make(name));
  return { log, pool, open, answers };
}

function ask(model: Model): Promise<string> {
  return model.generate(textRequest("local"), never()).then(({ text }) => text);
}

describe("a pool of models", () => {
  it("gives the same model for the same name and knows it by its reference", () => {
    const { open, log } = poolOf(2);
    const model = open("a");
    expect(open("a")).toBe(model);
    expect(model).toMatchObject({ ref: { provider: "llama-cpp", model: "a" }, inProcess: true });
    expect(log).toEqual(["open a"]);
  });

  it("frees the one that was not used for longest, be it opened or asked", async () => {
    const { open, log } = poolOf(2);
    const first = open("a");
    open("b");
    await ask(first);
    open("c");
    expect(log).toEqual(["open a", "open b", "open c", "free b"]);
  });

  it("frees none that is being asked, and comes back to its bound when the answer is there", async () => {
    const { open, log, answers } = poolOf(1);
    const { promise, resolve } = Promise.withResolvers<void>();
    answers.set("a", promise);
    const answer = ask(open("a"));
    open("b");
    open("c");
    expect(log).toEqual(["open a", "open b", "open c", "free b"]);
    resolve();
    expect(await answer).toBe("from a");
    expect(log.slice(4)).toEqual(["free a"]);
  });

  it("opens a model anew for whoever still has it, once for all of them, and frees that one too", async () => {
    const { open, log, pool } = poolOf(1);
    const early = open("a");
    open("b");
    expect(await ask(early)).toBe("from a");
    expect(await ask(open("a"))).toBe("from a");
    expect(await ask(early)).toBe("from a");
    await pool[Symbol.asyncDispose]();
    expect(log).toEqual(["open a", "open b", "free a", "open a", "free b", "free a"]);
  });

  it("rather lets go of models that hold nothing", async () => {
    const { open, log, pool } = poolOf(2);
    open("a");
    for (const name of ["x", "y", "z"]) pool.open(name, () => scriptedModel(`openai/${name}`, []));
    expect(log).toEqual(["open a"]);
  });

  it("keeps nothing of a model that cannot be made", () => {
    const { open, log, pool } = poolOf(1);
    open("a");
    const fail = (): never => {
      throw new Error("no key");
    };
    expect(() => pool.open("b", fail)).toThrow("no key");
    expect(log).toEqual(["open a"]);
  });

  it("waits on closing for what it is freeing, tells of a fault in it, and answers no more", async () => {
    const { open, pool, log } = poolOf(1, async (name) => {
      if (name === "a") throw new Error("will not go");
    });
    const model = open("a");
    open("b");
    await expect(pool[Symbol.asyncDispose]()).rejects.toThrow("will not go");
    expect(log).toEqual(["open a", "open b", "free a", "free b"]);
    await expect(ask(model)).rejects.toMatchObject({ code: "aborted" });
    expect(log).toHaveLength(4);
  });
});
