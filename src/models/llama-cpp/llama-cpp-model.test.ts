import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#kernel";
import { type ModelRequest, openingSchema } from "#minions";
import { createLlamaCppModel } from "./llama-cpp-model.ts";

/** Stands in for node-llama-cpp: one token a character, a reply that it is told, a window of 400 tokens. */
class FakeBinding {
  reply = "ok";
  stopReason = "eogToken";
  /** Resolved by a test to let replies that wait go on. */
  gate: Promise<void> = Promise.resolve();
  busy = 0;
  mostBusy = 0;
  loads = 0;
  readonly disposed: string[] = [];
  readonly grammars: unknown[] = [];
  lastOptions: { maxTokens: number; seed?: number; grammar?: unknown } | undefined;

  readonly exports = {
    getLlama: async () => this.#llama(),
    resolveChatWrapper: () => ({
      generateContextState: ({ chatHistory }: { chatHistory: { text?: string; response?: string[] }[] }) => ({
        contextText: {
          tokenize: () =>
            Array.from(
              chatHistory.map((item) => item.text ?? item.response?.join("") ?? "").join(""),
              (letter) => letter.charCodeAt(0),
            ),
        },
      }),
    }),
    LlamaChat: this.#chatClass(),
  };

  #llama() {
    return {
      loadModel: async () => {
        this.loads += 1;
        return this.#model();
      },
      createGrammarForJsonSchema: async (schema: unknown) => {
        this.grammars.push(schema);
        return { schema };
      },
      getGrammarFor: async () => ({ schema: "any" }),
      dispose: async () => void this.disposed.push("llama"),
    };
  }

  #model() {
    return {
      trainContextSize: 400,
      tokenizer: {},
      fileInsights: { hasEncoder: false, hasDecoder: true },
      createContext: async ({ contextSize }: { contextSize: number }) => ({
        contextSize,
        getSequence: () => sequenceOf(contextSize),
        dispose: async () => void this.disposed.push("context"),
      }),
      createEmbeddingContext: async () => ({
        calculateInputLength: (text: string) => text.length,
        getEmbeddingFor: async (text: string) => ({ vector: [text.length, 0] }),
        dispose: async () => void this.disposed.push("embedding"),
      }),
      dispose: async () => void this.disposed.push("model"),
    };
  }

  #chatClass() {
    const fake = this;
    return class {
      readonly #sequence: ReturnType<typeof sequenceOf>;
      constructor({ contextSequence }: { contextSequence: ReturnType<typeof sequenceOf> }) {
        this.#sequence = contextSequence;
      }
      async generateResponse(
        _history: unknown,
        options: {
          maxTokens: number;
          seed?: number;
          grammar?: unknown;
          onTextChunk?: (text: string) => void;
        },
      ) {
        fake.lastOptions = options;
        fake.busy += 1;
        fake.mostBusy = Math.max(fake.mostBusy, fake.busy);
        await fake.gate;
        fake.busy -= 1;
        options.onTextChunk?.(fake.reply);
        this.#sequence.meter.usedOutputTokens += fake.reply.length;
        return { response: fake.reply, metadata: { stopReason: fake.stopReason } };
      }
      dispose(): void {}
    };
  }
}

function sequenceOf(contextSize: number) {
  const meter = { usedInputTokens: 0, usedOutputTokens: 0 };
  let state: number[] = [];
  return {
    contextSize,
    meter,
    get nextTokenIndex() {
      return state.length;
    },
    tokenMeter: { getState: () => ({ ...meter }) },
    adaptStateToTokens: async (tokens: number[]) => {
      const different = state.findIndex((token, index) => token !== tokens[index]);
      if (different >= 0) state = state.slice(0, different);
    },
    evaluateWithoutGeneratingNewTokens: async (tokens: number[]) => {
      state.push(...tokens);
      meter.usedInputTokens += tokens.length;
    },
    clearHistory: async () => {
      state = [];
    },
  };
}

const forever = new AbortController().signal;

function request(content: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    side: "local",
    stepPath: "round-1",
    step: { kind: "privacy-find", text: "" },
    messages: [{ role: "user", content }],
    output: { kind: "text" },
    temperature: 0,
    maxOutputTokens: 100,
    ...changes,
  };
}

describe("a model of llama.cpp in process", () => {
  let folder: string;
  let modelPath: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "llama-cpp-"));
    modelPath = join(folder, "model.gguf");
    await writeFile(modelPath, Buffer.from([0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0]));
  });

  afterAll(() => rm(folder, { recursive: true }));

  function open(settings: { maxParallel?: number; contextTokens?: number; modelPath?: string } = {}) {
    const fake = new FakeBinding();
    const model = createLlamaCppModel(
      { modelPath, ...settings },
      { clock: systemClock, importPackage: async () => fake.exports },
    );
    return { fake, model };
  }

  it("says what to install where the optional package is missing", async () => {
    const importPackage = () => Promise.reject(new Error("Cannot find package"));
    await using model = createLlamaCppModel({ modelPath }, { clock: systemClock, importPackage });
    await expect(model.profile(forever)).rejects.toMatchObject({
      code: "optional-package-missing",
      packageName: "node-llama-cpp",
      message: expect.stringContaining("npm install node-llama-cpp@^3.22"),
    });
  });

  it("names a file that is not there, and works once it is", async () => {
    const late = join(folder, "late.gguf");
    await using model = open({ modelPath: late }).model;
    await expect(model.profile(forever)).rejects.toMatchObject({ code: "model-file-unreadable", path: late });
    await writeFile(late, Buffer.from([0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0]));
    await expect(model.profile(forever)).resolves.toMatchObject({ contextTokens: 400 });
  });

  it.each([
    ["what the model was trained for", undefined, 400],
    ["what is configured, where that is less", 200, 200],
    ["what the model was trained for, where more is configured", 9_000, 400],
  ])("has a window of %s", async (_name, contextTokens, expected) => {
    await using model = open(contextTokens === undefined ? {} : { contextTokens }).model;
    await expect(model.profile(forever)).resolves.toEqual({
      contextTokens: expected,
      seesImages: false,
      embedsText: true,
      embedsImages: false,
    });
  });

  it("counts the tokens of prompt and reply, and those that it had read before", async () => {
    await using model = open({ maxParallel: 1 }).model;
    const first = await model.generate(request("question one"), forever);
    const second = await model.generate(request("question two"), forever);
    expect(first.usage).toEqual({ promptTokens: 12, completionTokens: 2, cachedTokens: 0, estimated: false });
    expect(second.usage).toEqual({
      promptTokens: 12,
      completionTokens: 2,
      cachedTokens: 9,
      estimated: false,
    });
  });

  it("reads the file once for all requests", async () => {
    const { fake, model } = open();
    await using _closing = model;
    await Promise.all([model.profile(forever), model.generate(request("a"), forever)]);
    await model.generate(request("b"), forever);
    expect(fake.loads).toBe(1);
  });

  it("runs no more requests at once than it has sequences", async () => {
    const { fake, model } = open({ maxParallel: 2 });
    await using _closing = model;
    await Promise.all(Array.from({ length: 6 }, (_, index) => model.generate(request(`q${index}`), forever)));
    expect(fake.mostBusy).toBe(2);
  });

  it("refuses a prompt that would be cut", async () => {
    await using model = open().model;
    await expect(model.generate(request("x".repeat(390)), forever)).rejects.toMatchObject({
      code: "context-window-exceeded",
      needed: 470,
      available: 400,
    });
  });

  it("shortens the longest reply to what is left of the window, and says so when the reply is cut", async () => {
    const { fake, model } = open();
    await using _closing = model;
    fake.stopReason = "maxTokens";
    const reply = await model.generate(request("x".repeat(300), { maxOutputTokens: 1_000 }), forever);
    expect(reply.finish).toBe("length");
    expect(fake.lastOptions?.maxTokens).toBe(84);
  });

  it("holds JSON to a grammar of the schema, made once", async () => {
    const { fake, model } = open();
    await using _closing = model;
    const json = { output: { kind: "json", name: "opening", schema: openingSchema } } as const;
    await model.generate(request("a", json), forever);
    await model.generate(request("b", json), forever);
    expect(fake.grammars).toHaveLength(1);
    expect(fake.lastOptions?.grammar).toMatchObject({
      schema: { properties: { message: { minLength: 1 } } },
    });
  });

  it("refuses images", async () => {
    await using model = open().model;
    const image = { type: "image", mediaType: "image/png", data: new Uint8Array() } as const;
    await expect(
      model.generate(request("", { messages: [{ role: "user", content: [image] }] }), forever),
    ).rejects.toMatchObject({ code: "images-unsupported" });
    await expect(model.embed([image], forever)).rejects.toMatchObject({ code: "embedding-unsupported" });
  });

  it("embeds texts as unit vectors and refuses one that is too long", async () => {
    await using model = open().model;
    const reply = await model.embed([{ type: "text", text: "four" }], forever);
    expect(reply.vectors).toEqual([new Float32Array([1, 0])]);
    expect(reply.usage.promptTokens).toBe(4);
    await expect(model.embed([{ type: "text", text: "x".repeat(400) }], forever)).rejects.toMatchObject({
      code: "context-window-exceeded",
    });
  });

  it("ends the wait of a caller that gives up, and hands it no more text", async () => {
    const { fake, model } = open();
    await using _closing = model;
    const gate = Promise.withResolvers<void>();
    fake.gate = gate.promise;
    const caller = new AbortController();
    const heard: string[] = [];
    const reply = model.generate(request("a", { onTextDelta: (text) => heard.push(text) }), caller.signal);
    caller.abort();
    await expect(reply).rejects.toMatchObject({ code: "aborted" });
    gate.resolve();
    await model.generate(request("b"), forever);
    expect(heard).toEqual([]);
  });

  it("frees everything when it is closed, and takes no request after that", async () => {
    const { fake, model } = open();
    await model.embed([{ type: "text", text: "a" }], forever);
    await model[Symbol.asyncDispose]();
    expect(fake.disposed).toEqual(["embedding", "context", "model", "llama"]);
    await expect(model.generate(request("a"), forever)).rejects.toMatchObject({ code: "aborted" });
  });
});
