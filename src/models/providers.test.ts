import { describe, expect, it } from "vitest";
import { decisionSchema, jobReplySchema, type Side } from "#minions";
import {
  HTTP_PROVIDERS,
  jsonRequest,
  type ModelHarness,
  never,
  startModel,
  TEST_KEY,
  textRequest,
} from "./testing/model-harness.ts";
import type { ScriptedReply, SeenRequest } from "./testing/scripted-server.ts";

const SIDES: readonly Side[] = ["local", "remote"];
const CASES = HTTP_PROVIDERS.flatMap((entry) =>
  SIDES.map((side) => ({ name: `${entry.id} as ${side}`, entry, side })),
);
const JOB = { kind: "json", name: "job_reply", schema: jobReplySchema } as const;
const HTML: ScriptedReply = {
  headers: { "content-type": "text/html" },
  body: "<html>Welcome to the proxy</html>",
};

function brokenOff(reply: ScriptedReply): ScriptedReply {
  const text = typeof reply.body === "string" ? reply.body : reply.body.join("");
  return { ...reply, body: text.slice(0, Math.floor(text.length / 2)), ending: "break" };
}

describe.each(CASES)("$name", ({ entry, side }) => {
  const start = (config = {}): Promise<ModelHarness> => startModel(entry, config);
  const code = (expected: string): unknown => expect.objectContaining({ code: expected });

  it("answers in text, with the usage that the provider counts", async () => {
    await using harness = await start();
    const { server, model, wire } = harness;
    server.play(wire.whole("It was $1,577 million."));
    const reply = await model.generate(textRequest(side), never());
    expect(reply).toEqual({
      text: "It was $1,577 million.",
      finish: "stop",
      usage: { promptTokens: 1200, completionTokens: 34, cachedTokens: wire.cachedTokens, estimated: false },
      answeredBy: model.ref,
    });
    const [request] = server.requests;
    expect(request?.path).toMatch(wire.path.whole);
    expect(request && wire.keyOf(request)).toBe(TEST_KEY);
    expect(request && wire.maxTokensOf(request)).toBe(500);
    expect(request && wire.temperatureOf(request)).toBe(entry.wire === "deepseek" ? undefined : 0.3);
    expect(request && wire.seedOf(request)).toBe(wire.takesSeed ? 7 : undefined);
    expect(JSON.stringify(request?.body)).toContain("What was capital expenditure in FY2018?");
  });

  it("streams the text as it arrives", async () => {
    await using harness = await start();
    const { server, model, wire } = harness;
    server.play(wire.streamed(["It was ", "$1,577", " million."]));
    const deltas: string[] = [];
    const request = textRequest(side, { onTextDelta: (delta) => deltas.push(delta) });
    const reply = await model.generate(request, never());
    expect(deltas.join("|")).toBe("It was |$1,577| million.");
    expect(reply).toMatchObject({ text: "It was $1,577 million.", finish: "stop" });
    expect(reply.usage).toMatchObject({ promptTokens: 1200, completionTokens: 34, estimated: false });
    expect(server.requests[0]?.path).toMatch(wire.path.stream);
  });

  it("asks for JSON by the provider's own means and hands back a reply that does not parse", async () => {
    await using harness = await start();
    const { server, model, wire } = harness;
    server.play(wire.whole('{"explanation": "cut'));
    const reply = await model.generate(jsonRequest(side, JOB), never());
    expect(reply).toMatchObject({ text: '{"explanation": "cut', finish: "stop" });
    const [request] = server.requests;
    if (entry.structuredOutput === "json-schema") {
      expect(request && wire.schemaOf(request)).toMatchObject({
        type: "object",
        required: ["explanation", "citation", "answer"],
      });
    } else {
      expect(request && wire.jsonModeOf(request)).toBe("json_object");
    }
  });

  it("falls back to JSON mode and to plain instruction where the schema is refused, and remembers", async () => {
    await using harness = await start();
    const { server, model, wire } = harness;
    const refused = wire.error(400, "Invalid schema for response_format");
    server.play(refused, refused, wire.whole("{}"));
    const resends: string[] = [];
    const output = { kind: "json", name: "decision", schema: decisionSchema } as const;
    const request = { ...jsonRequest(side, output), onResend: () => resends.push("again") };
    expect(await model.generate(request, never())).toMatchObject({ text: "{}" });
    expect(resends).toHaveLength(2);
    await model.generate(request, never());
    const last = server.requests.at(-1);
    expect(server.requests).toHaveLength(4);
    expect(last && wire.schemaOf(last)).toBeUndefined();
  });

  it("leaves out a temperature that the model refuses", async () => {
    await using harness = await start();
    const { server, model, wire } = harness;
    server.play(
      wire.error(400, "Unsupported value: 'temperature' does not support 0.3 with this model."),
      wire.whole("ok"),
    );
    expect(await model.generate(textRequest(side), never())).toMatchObject({ text: "ok" });
    const last = server.requests.at(-1);
    expect(last && wire.temperatureOf(last)).toBeUndefined();
  });

  it("says when the reply was cut at its length limit", async () => {
    await using harness = await start();
    harness.server.play(harness.wire.whole("It was", "length"));
    expect(await harness.model.generate(textRequest(side), never())).toMatchObject({
      text: "It was",
      finish: "length",
    });
  });

  it("says when the model refuses", async ({ skip }) => {
    await using harness = await start();
    if (!harness.wire.refuses) skip(`${entry.id} has no sign for a refusal`);
    harness.server.play(harness.wire.whole("I cannot help with that.", "refusal"));
    expect(await harness.model.generate(textRequest(side), never())).toMatchObject({ finish: "refusal" });
  });

  it("marks usage as estimated where the provider gives none", async ({ skip }) => {
    await using harness = await start();
    if (entry.wire === "anthropic") skip("Anthropic always counts");
    harness.server.play(harness.wire.withoutUsage("Eight characters or so."));
    const { usage } = await harness.model.generate(textRequest(side), never());
    expect(usage).toMatchObject({ completionTokens: 6, estimated: true });
    expect(usage.promptTokens).toBeGreaterThan(20);
  });

  it.each([
    { header: "7", waits: 7_000 },
    { header: "Sun, 22 Nov 2026 12:00:09 GMT", waits: 9_000 },
  ])("waits as long as a 429 asks ($header) and tries again", async ({ header, waits }) => {
    await using harness = await start();
    const { server, model, wire, sleeps } = harness;
    const resends: unknown[] = [];
    server.play({ ...wire.error(429, "Slow down"), headers: { "retry-after": header } }, wire.whole("ok"));
    const request = textRequest(side, { onResend: (recipient) => resends.push(recipient) });
    expect(await model.generate(request, never())).toMatchObject({ text: "ok" });
    expect(sleeps).toEqual([waits]);
    expect(resends).toEqual([model.ref]);
  });

  it("gives up at once where a 429 asks for more than a minute", async () => {
    await using harness = await start();
    const { server, model, wire, sleeps } = harness;
    server.play({ ...wire.error(429, "Tomorrow"), headers: { "retry-after": "86400" } });
    await expect(model.generate(textRequest(side), never())).rejects.toMatchObject({
      code: "provider-rate-limited",
      retryAfterMs: 86_400_000,
    });
    expect(sleeps).toEqual([]);
  });

  it.each([408, 500, 503])("retries a %i with growing jittered waits, then fails", async (status) => {
    await using harness = await start();
    const { server, model, wire, sleeps } = harness;
    server.play(wire.error(status, "Try later"));
    await expect(model.generate(textRequest(side), never())).rejects.toMatchObject({
      code: "provider-failed",
      status,
    });
    expect(sleeps).toEqual([250, 500]);
    expect(server.requests).toHaveLength(3);
  });

  it.each([
    { status: 400, expected: "provider-rejected" },
    { status: 401, expected: "api-key-rejected" },
    { status: 403, expected: "provider-rejected" },
    { status: 404, expected: "model-not-found" },
  ])("never retries a $status, and shows no key", async ({ status, expected }) => {
    await using harness = await start();
    const { server, model, wire } = harness;
    server.play(wire.error(status, `Not with the key ${TEST_KEY}, says Bearer ${TEST_KEY}`));
    const error: unknown = await model
      .generate(textRequest(side), never())
      .catch((thrown: unknown) => thrown);
    expect(error).toEqual(code(expected));
    expect(String(error)).not.toContain(TEST_KEY);
    expect(server.requests).toHaveLength(1);
  });

  it("says that the prompt is too long where the provider does", async () => {
    await using harness = await start();
    harness.server.play(harness.wire.overflow());
    await expect(harness.model.generate(textRequest(side), never())).rejects.toEqual(
      code("context-window-exceeded"),
    );
  });

  it("calls an answer that is no API answer malformed", async () => {
    await using harness = await start();
    harness.server.play(HTML);
    await expect(harness.model.generate(textRequest(side), never())).rejects.toEqual(
      code("provider-reply-malformed"),
    );
  });

  it("tries again when the connection breaks in the middle of the answer", async () => {
    await using harness = await start();
    const { server, model, wire } = harness;
    const good = wire.whole("It was $1,577 million.");
    server.play(brokenOff(good), good);
    expect(await model.generate(textRequest(side), never())).toMatchObject({
      text: "It was $1,577 million.",
    });
  });

  it("streams nothing twice when a stream breaks and is sent again", async () => {
    await using harness = await start();
    const { server, model, wire } = harness;
    const stream = wire.streamed(["It was ", "$1,577", " million."]);
    const asksForStream = ({ path, body }: SeenRequest): boolean =>
      body["stream"] === true || path.includes("alt=sse");
    server.play(brokenOff(stream), (seen) =>
      asksForStream(seen) ? stream : wire.whole("It was $1,577 million."),
    );
    const deltas: string[] = [];
    const request = textRequest(side, { onTextDelta: (delta) => deltas.push(delta) });
    const reply = await model.generate(request, never()).catch((error: unknown) => error);
    expect("It was $1,577 million.").toContain(deltas.join(""));
    expect(reply).toMatchObject({ text: "It was $1,577 million." });
  });

  it("names the limit when no first byte comes in time", async () => {
    await using harness = await start({ timeouts: { firstByteMs: 40 }, maxRetries: 1 });
    const { server, model, sleeps } = harness;
    server.play({ silent: true, body: "" });
    await expect(model.generate(textRequest(side), never())).rejects.toMatchObject({
      code: "model-timed-out",
      phase: "first-byte",
      limitMs: 40,
    });
    expect(sleeps).toHaveLength(1);
  });

  it("names the limit when the whole call takes too long", async () => {
    await using harness = await start({ timeouts: { callMs: 80 } });
    const { server, model } = harness;
    server.play({ body: "{", ending: "hang" });
    await expect(model.generate(textRequest(side), never())).rejects.toMatchObject({
      code: "model-timed-out",
      phase: "call",
    });
    await (await server.request(0)).closed;
  });

  it.each(["whole", "streamed"])("closes the connection when the caller gives up (%s)", async (kind) => {
    await using harness = await start();
    const { server, model, wire } = harness;
    const streamed = { ...wire.streamed(["It "]), ending: "hang" as const };
    const partial =
      typeof streamed.body === "string" ? streamed : { ...streamed, body: streamed.body.slice(0, 2) };
    server.play(kind === "whole" ? { silent: true, body: "" } : partial);
    const controller = new AbortController();
    const extra = kind === "whole" ? {} : { onTextDelta: () => undefined };
    const answer = model.generate(textRequest(side, extra), controller.signal);
    const request = await server.request(0);
    controller.abort();
    await expect(answer).rejects.toEqual(code("aborted"));
    await request.closed;
  });

  it("says which address cannot be reached, without credentials", async () => {
    await using harness = await start();
    const { url } = harness.server;
    await harness.server[Symbol.asyncDispose]();
    const error: unknown = await harness.model
      .generate(textRequest(side), never())
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "provider-unreachable", baseUrl: expect.stringContaining(url) });
    if (entry.startCommand !== undefined) expect(String(error)).toContain(entry.startCommand);
  });
});
