import { afterEach, describe, expect, it, vi } from "vitest";
import { jobReplySchema } from "#minions";
import { createModelRegistry } from "./model-registry.ts";
import { findProvider } from "./providers/provider-table.ts";
import { fixturesOf } from "./testing/fixtures-of.ts";
import {
  jsonRequest,
  type ModelHarness,
  never,
  startModel,
  TEST_KEY,
  testRuntime,
  textRequest,
} from "./testing/model-harness.ts";
import { startScriptedServer } from "./testing/scripted-server.ts";
import { at } from "./testing/wire-fixtures.ts";

const JOB = { kind: "json", name: "job_reply", schema: jobReplySchema } as const;

async function start(id: string, model?: string): Promise<ModelHarness> {
  const entry = findProvider(id);
  if (entry === undefined) throw new Error(id);
  const harness = await startModel(entry);
  return model === undefined ? harness : { ...harness, model: harness.registry.open(`${id}/${model}`) };
}

describe("what single providers do differently", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each(["gpt-5-mini", "o3-mini"])(
    "OpenAI's %s is sent no temperature, and its own name for the limit",
    async (name) => {
      await using harness = await start("openai", name);
      harness.server.play(harness.wire.whole("ok"));
      await harness.model.generate(textRequest("remote"), never());
      expect(harness.server.requests[0]?.body).toMatchObject({ model: name, max_completion_tokens: 500 });
      expect(harness.server.requests[0]?.body).not.toHaveProperty("temperature");
    },
  );

  it("an OpenAI model that nobody knows yet is asked the way it wants", async () => {
    await using harness = await start("openai", "gpt-4o-from-the-future");
    const words =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    harness.server.play(harness.wire.error(400, words), harness.wire.whole("ok"));
    expect(await harness.model.generate(textRequest("remote"), never())).toMatchObject({ text: "ok" });
    const last = harness.server.requests.at(-1)?.body;
    expect(last).toMatchObject({ max_completion_tokens: 500 });
    expect(last).not.toHaveProperty("max_tokens");
  });

  it("a server that fails at the very kind of the schema is asked for any JSON", async () => {
    await using harness = await start("openai-compatible");
    const words =
      "1 validation error:\n  {'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), " +
      "'msg': \"Input should be 'text' or 'json_object'\", 'input': 'json_schema'}";
    harness.server.play(harness.wire.error(500, words), harness.wire.whole("{}"));
    expect(await harness.model.generate(jsonRequest("local", JOB), never())).toMatchObject({ text: "{}" });
    expect(harness.server.requests.at(-1)?.body).toMatchObject({ response_format: { type: "json_object" } });
  });

  it("a server that sends the request back in its refusal gives no document away", async () => {
    await using harness = await start("vllm");
    const detail = [
      {
        type: "string_type",
        loc: ["body", "messages"],
        msg: "Input should be a valid string",
        input: "SECRET",
      },
    ];
    harness.server.play({ status: 422, body: JSON.stringify({ detail }) });
    const error: unknown = await harness.model
      .generate(textRequest("local"), never())
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("Input should be a valid string");
    expect(String(error)).not.toContain("SECRET");
  });

  it("an older Claude answers through a forced tool call", async () => {
    await using harness = await start("anthropic", "claude-3-haiku-20240307");
    const input = { explanation: "e", citation: null, answer: "a" };
    const content = [{ type: "tool_use", id: "toolu_1", name: "json", input }];
    const usage = { input_tokens: 10, output_tokens: 5 };
    harness.server.play({
      body: JSON.stringify({
        id: "m",
        type: "message",
        role: "assistant",
        model: "c",
        content,
        stop_reason: "tool_use",
        usage,
      }),
    });
    const reply = await harness.model.generate(jsonRequest("local", JOB), never());
    expect(JSON.parse(reply.text)).toEqual(input);
    expect(reply.finish).toBe("stop");
    expect(at(harness.server.requests[0]?.body, "tool_choice")).toMatchObject({ type: "any" });
    expect(at(harness.server.requests[0]?.body, "tools", 0, "input_schema")).toMatchObject({
      type: "object",
    });
  });

  it("Groq's refusal of JSON that does not fit is a reply, to be repaired", async () => {
    await using harness = await start("groq");
    const error = {
      message: "Failed to generate JSON",
      code: "json_validate_failed",
      failed_generation: '{"answer": 1',
    };
    harness.server.play({ status: 400, body: JSON.stringify({ error }) });
    const reply = await harness.model.generate(jsonRequest("local", JOB), never());
    expect(reply).toMatchObject({ text: '{"answer": 1', finish: "other", usage: { estimated: true } });
    expect(harness.server.requests).toHaveLength(1);
  });

  it("Google states in the body how long to wait", async () => {
    await using harness = await start("google");
    const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "4s" }];
    harness.server.play(
      {
        status: 429,
        body: JSON.stringify({
          error: { code: 429, message: "Quota", status: "RESOURCE_EXHAUSTED", details },
        }),
      },
      harness.wire.whole("ok"),
    );
    await harness.model.generate(textRequest("remote"), never());
    expect(harness.sleeps).toEqual([4000]);
  });

  it("Google blocks a prompt without any candidate", async () => {
    await using harness = await start("google");
    harness.server.play({ body: JSON.stringify({ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }) });
    expect(await harness.model.generate(textRequest("remote"), never())).toMatchObject({
      text: "",
      finish: "refusal",
    });
  });

  it("OpenAI's used-up quota is not waited for", async () => {
    await using harness = await start("openai");
    harness.server.play(harness.wire.error(429, "You exceeded your current quota", "insufficient_quota"));
    await expect(harness.model.generate(textRequest("remote"), never())).rejects.toMatchObject({
      code: "provider-rejected",
      status: 429,
    });
    expect(harness.sleeps).toEqual([]);
  });

  it("a server that closes a stream early is asked again", async () => {
    await using harness = await start("vllm");
    const stream = harness.wire.streamed(["It was ", "$1,577", " million."]);
    const half = { ...stream, body: stream.body.slice(0, 1) };
    harness.server.play(half, harness.wire.whole("It was $1,577 million."));
    const request = textRequest("local", { onTextDelta: () => undefined });
    expect(await harness.model.generate(request, never())).toMatchObject({ text: "It was $1,577 million." });
  });

  it("a prompt that never says JSON is told so in JSON mode", async () => {
    await using harness = await start("lmstudio");
    harness.server.play(harness.wire.error(400, "response_format not supported"), harness.wire.whole("{}"));
    const messages = [{ role: "user", content: "Answer." }] as const;
    await harness.model.generate({ ...jsonRequest("local", JOB), messages }, never());
    expect(harness.server.requests.map(({ body }) => /JSON/.test(JSON.stringify(body["messages"])))).toEqual([
      false,
      true,
    ]);
  });

  it("no package looks into the environment for keys or addresses", async () => {
    await using elsewhere = await startScriptedServer();
    for (const name of ["OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"]) vi.stubEnv(name, `${elsewhere.url}/v1`);
    for (const name of ["OPENAI_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OLLAMA_API_KEY"])
      vi.stubEnv(name, "sk-from-environment");
    for (const id of ["openai", "anthropic", "ollama"]) {
      await using harness = await start(id);
      harness.server.play(harness.wire.whole("ok"));
      await harness.model.generate(textRequest("remote"), never());
      const [request] = harness.server.requests;
      expect(request && harness.wire.keyOf(request)).toBe(TEST_KEY);
      expect(JSON.stringify(request?.headers)).not.toContain("sk-from-environment");
    }
    expect(elsewhere.requests).toHaveLength(0);
  });

  it("a server without a key is sent none", async () => {
    await using server = await startScriptedServer();
    server.play(fixturesOf("openai-compatible").whole("ok"));
    const settings = { providers: { "llama-server": { baseUrl: `${server.url}/v1` } } };
    await using registry = createModelRegistry({ settings, runtime: testRuntime(), factories: {} });
    await registry.open("llama-server/any").generate(textRequest("local"), never());
    expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
  });
});
