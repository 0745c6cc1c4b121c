import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobReplySchema, type Model, type ModelRef } from "#minions";
import { createProviderTransport, resolveEndpoint } from "../http/index.ts";
import { createModelRegistry, type ModelRegistry } from "../model-registry.ts";
import type { ProviderConfig } from "../providers/provider-settings.ts";
import { findProvider } from "../providers/provider-table.ts";
import { jsonRequest, never, testRuntime, textRequest } from "../testing/model-harness.ts";
import { type ScriptedServer, startScriptedServer } from "../testing/scripted-server.ts";
import { askCoordinator } from "./coordinator-health.ts";
import { distributedInferenceFactory } from "./distributed-inference-factory.ts";

const KEY = "mk-test-0123456789abcdef";

/** As the coordinator of the Minions project answers `POST /chat`. */
function answer(changes: Record<string, unknown> = {}): { body: string } {
  return {
    body: JSON.stringify({
      response: "1,577 million dollars",
      usage: { prompt_tokens: 31, completion_tokens: 6, total_tokens: 37 },
      done_reason: "stop",
      model_used: "llama3.2:1b",
      node_url: "http://node-1:5000",
      ...changes,
    }),
  };
}

describe("distributed_inference", () => {
  let server: ScriptedServer;
  let registry: ModelRegistry | undefined;
  let sleeps: number[];

  beforeEach(async () => {
    server = await startScriptedServer();
    sleeps = [];
  });

  afterEach(async () => {
    await registry?.[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  function open(model: string, config: ProviderConfig = {}): Model {
    registry = createModelRegistry({
      settings: {
        providers: { distributed_inference: { apiKey: KEY, baseUrl: server.url, maxRetries: 2, ...config } },
      },
      runtime: testRuntime(sleeps),
      factories: { distributed_inference: distributedInferenceFactory },
    });
    return registry.open(`distributed_inference/${model}`);
  }

  it.each(["local", "remote"] as const)(
    "sends one prompt and reads the reply, on the %s side",
    async (side) => {
      server.play(answer());
      const reply = await open("llama3.2:1b").generate(textRequest(side), never());
      expect(reply).toEqual({
        text: "1,577 million dollars",
        finish: "stop",
        usage: { promptTokens: 31, completionTokens: 6, cachedTokens: 0, estimated: false },
        answeredBy: { provider: "distributed_inference", model: "llama3.2:1b" },
      });
      const [sent] = server.requests;
      expect(sent).toMatchObject({ method: "POST", path: "/chat" });
      expect(sent?.headers.authorization).toBe(`Bearer ${KEY}`);
      expect(sent?.body).toEqual({
        query:
          "Instructions:\nYou read documents and answer as JSON where you are told to.\n\n" +
          "User:\nWhat was capital expenditure in FY2018?",
        model: "llama3.2:1b",
      });
    },
  );

  it("names no model where the coordinator is to choose, and says which one answered", async () => {
    server.play(answer());
    const messages = [{ role: "user", content: "Just this." }] as const;
    const reply = await open("auto").generate(textRequest("local", { messages }), never());
    expect(server.requests[0]?.body).toEqual({ query: "Just this." });
    expect(reply.answeredBy).toEqual({ provider: "distributed_inference", model: "llama3.2:1b" });
  });

  it("sends the schema of JSON and takes the JSON that the coordinator has parsed", async () => {
    const parsed = { explanation: "The table says so.", citation: "1,577", answer: "$1,577 million" };
    server.play(answer({ response: "Here it is: {…", parsed_response: parsed }));
    const output = { kind: "json", name: "job", schema: jobReplySchema } as const;
    const reply = await open("auto").generate(jsonRequest("local", output), never());
    expect(JSON.parse(reply.text)).toEqual(parsed);
    expect(server.requests[0]?.body["structured_output_schema"]).toMatchObject({
      type: "object",
      required: ["explanation", "citation", "answer"],
    });
  });

  it.each([
    [
      "takes the raw text where nothing was parsed",
      { parsed_response: null },
      { text: "1,577 million dollars" },
    ],
    ["says that a reply was cut", { done_reason: "length" }, { finish: "length" }],
    ["says that a reply was refused", { done_reason: "content_filter" }, { finish: "refusal" }],
    ["takes a reply without a reason as complete", { done_reason: undefined }, { finish: "stop" }],
    ["estimates the tokens of a node that counts none", { usage: {} }, { usage: { estimated: true } }],
    [
      "does not believe a count of nothing",
      { usage: { prompt_tokens: 0, completion_tokens: 0 } },
      { usage: { estimated: true } },
    ],
    ["keeps its own name where none is told", { model_used: undefined }, { answeredBy: { model: "auto" } }],
  ])("%s", async (_name, changes, expected) => {
    server.play(answer(changes));
    const output = { kind: "json", name: "job", schema: jobReplySchema } as const;
    await expect(open("auto").generate(jsonRequest("local", output), never())).resolves.toMatchObject(
      expected,
    );
  });

  it.each([
    ["a rejected key", 401, "api-key-rejected"],
    ["a model that no node offers", 404, "model-not-found"],
    ["a request that it refuses", 422, "provider-rejected"],
  ])("does not send again after %s", async (_name, status, code) => {
    server.play({ status, body: JSON.stringify({ detail: `refused with ${KEY}` }) });
    const failure = open("llama3.2:1b").generate(textRequest("local"), never());
    await expect(failure).rejects.toMatchObject({ code, message: expect.not.stringContaining(KEY) });
    expect(server.requests).toHaveLength(1);
  });

  it("says that there is no node where any model would do", async () => {
    server.play({ status: 404, body: "{}" });
    await expect(open("auto").generate(textRequest("local"), never())).rejects.toMatchObject({
      code: "provider-rejected",
      message: expect.stringContaining("no node"),
    });
  });

  it.each([
    ["no healthy node", 503, "provider-failed"],
    ["a node that took too long", 504, "provider-failed"],
    ["too many requests", 429, "provider-rate-limited"],
  ])("sends again after %s, tells of it, and gives up in the end", async (_name, status, code) => {
    server.play({ status, body: "{}" });
    const resent: ModelRef[] = [];
    const request = textRequest("remote", { onResend: (recipient) => resent.push(recipient) });
    await expect(open("auto").generate(request, never())).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(3);
    expect(resent).toHaveLength(2);
    expect(sleeps).toHaveLength(2);
  });

  it("goes on after a failure that passes", async () => {
    server.play({ status: 503, body: "{}" }, answer());
    await expect(open("auto").generate(textRequest("local"), never())).resolves.toMatchObject({
      finish: "stop",
    });
  });

  it.each([
    ["is no JSON", "<html>secret words of a document</html>"],
    ["holds no response", JSON.stringify({ error: "secret words of a document" })],
    ["is no object", "[1]"],
  ])("refuses an answer that %s, without quoting it", async (_name, body) => {
    server.play({ body });
    await expect(open("auto").generate(textRequest("local"), never())).rejects.toMatchObject({
      code: "provider-reply-malformed",
      message: expect.not.stringContaining("secret"),
    });
  });

  it("says that nobody listens", async () => {
    const gone = await startScriptedServer();
    await gone[Symbol.asyncDispose]();
    await expect(
      open("auto", { baseUrl: gone.url }).generate(textRequest("local"), never()),
    ).rejects.toMatchObject({
      code: "provider-unreachable",
    });
  });

  it("gives up a node that never answers", async () => {
    server.play({ body: "", silent: true });
    const model = open("auto", { maxRetries: 0, timeouts: { firstByteMs: 40 } });
    await expect(model.generate(textRequest("local"), never())).rejects.toMatchObject({
      code: "model-timed-out",
      phase: "first-byte",
    });
  });

  it.each([
    ["before the first byte", { body: "", silent: true }],
    ["in the middle of the body", { body: '{"response":', ending: "hang" }],
  ] as const)("closes the connection when the caller gives up %s", async (_name, reply) => {
    server.play(reply);
    const caller = new AbortController();
    const pending = open("auto").generate(textRequest("local"), caller.signal);
    const seen = await server.request(0);
    caller.abort();
    await expect(pending).rejects.toMatchObject({ code: "aborted" });
    await seen.closed;
  });

  it("refuses what the wire cannot carry or the window cannot hold, and sends nothing", async () => {
    const image = { type: "image", mediaType: "image/png", data: new Uint8Array() } as const;
    const model = open("small", { contextTokens: { small: 300 } });
    const withImage = textRequest("local", { messages: [{ role: "user", content: [image] }] });
    await expect(model.generate(withImage, never())).rejects.toMatchObject({ code: "images-unsupported" });
    const long = textRequest("local", { messages: [{ role: "user", content: "word ".repeat(400) }] });
    await expect(model.generate(long, never())).rejects.toMatchObject({ code: "context-window-exceeded" });
    await expect(model.embed([], never())).rejects.toMatchObject({ code: "embedding-unsupported" });
    await expect(model.profile(never())).resolves.toMatchObject({ contextTokens: 300, embedsText: false });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    [
      "is there with nodes",
      { status: "healthy", total_nodes: 2, healthy_nodes: 2 },
      { reachable: true, models: ["auto"] },
    ],
    ["has no healthy node", { status: "degraded", total_nodes: 1, healthy_nodes: 0 }, { reachable: false }],
    ["is something else", { hello: "world" }, { reachable: false }],
  ])("tells whether the coordinator %s", async (_name, body, expected) => {
    server.answer("/health", { body: JSON.stringify(body) });
    const entry = findProvider("distributed_inference");
    if (entry === undefined) throw new Error("The provider table has no distributed_inference.");
    const endpoint = resolveEndpoint(entry.id, entry, { baseUrl: server.url });
    await using transport = createProviderTransport(endpoint, testRuntime());
    await expect(askCoordinator({ endpoint, fetch: transport.fetch }, never())).resolves.toMatchObject(
      expected,
    );
    expect(server.asides[0]?.path).toBe("/health");
  });
});
