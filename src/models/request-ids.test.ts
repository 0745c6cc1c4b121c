import { describe, expect, it } from "vitest";
import type { Correlation } from "#minions";
import { distributedInferenceFactory } from "./distributed/index.ts";
import { createModelRegistry } from "./model-registry.ts";
import { HTTP_PROVIDERS, never, startModel, testRuntime, textRequest } from "./testing/model-harness.ts";
import { type SeenRequest, startScriptedServer } from "./testing/scripted-server.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CORRELATION: Correlation = {
  requestId: "client-7.request_42",
  traceParent: `00-${TRACE}-00f067aa0ba902b7-01`,
};

function idsOf(request: SeenRequest | undefined) {
  const { "x-request-id": requestId, traceparent } = request?.headers ?? {};
  return { requestId, traceparent };
}

const SENT = { requestId: "client-7.request_42", traceparent: `00-${TRACE}-8000000080000000-01` };
const NONE = { requestId: undefined, traceparent: undefined };

describe.each(HTTP_PROVIDERS.map((entry) => ({ id: entry.id, entry })))("a call to $id", ({ entry }) => {
  it("carries the ids of the request that it serves, whole and streamed, beside the key", async () => {
    await using harness = await startModel(entry);
    const { server, model, wire } = harness;
    server.play(wire.whole("ok"), wire.streamed(["o", "k"]));
    await model.generate(textRequest("remote", { correlation: CORRELATION }), never());
    await model.generate(
      textRequest("remote", { correlation: CORRELATION, onTextDelta: () => undefined }),
      never(),
    );
    expect(server.requests.map(idsOf)).toEqual([SENT, SENT]);
    expect(server.requests.map(wire.keyOf)).not.toContain(undefined);
  });

  it("carries them again when it is sent again", async () => {
    await using harness = await startModel(entry);
    const { server, model, wire } = harness;
    server.play(wire.error(503, "Overloaded"), wire.whole("ok"));
    await model.generate(textRequest("remote", { correlation: CORRELATION }), never());
    expect(server.requests.map(idsOf)).toEqual([SENT, SENT]);
  });

  it("carries none where it serves no request, and none that are not valid", async () => {
    await using harness = await startModel(entry);
    const { server, model, wire } = harness;
    server.play(wire.whole("ok"));
    await model.generate(textRequest("remote"), never());
    const hostile = { requestId: "a\r\nx-evil: 1", traceParent: "00-evil" };
    await model.generate(textRequest("remote", { correlation: hostile }), never());
    expect(server.requests.map(idsOf)).toEqual([NONE, NONE]);
  });
});

describe("a call to distributed_inference", () => {
  it("carries the ids of the request that it serves, and none where it serves none", async () => {
    await using server = await startScriptedServer();
    server.play({ body: JSON.stringify({ response: "ok" }) });
    await using registry = createModelRegistry({
      settings: { providers: { distributed_inference: { baseUrl: server.url } } },
      runtime: testRuntime(),
      factories: { distributed_inference: distributedInferenceFactory },
    });
    const model = registry.open("distributed_inference/auto");
    await model.generate(textRequest("local", { correlation: CORRELATION }), never());
    await model.generate(textRequest("local"), never());
    expect(server.requests.map(idsOf)).toEqual([SENT, NONE]);
  });
});

describe("a call to ollama", () => {
  it("carries what the operator has it carry before anything else", async () => {
    const entry = HTTP_PROVIDERS.find(({ id }) => id === "ollama");
    if (entry === undefined) throw new Error("The table has no ollama.");
    await using harness = await startModel(entry, {
      headers: { "X-Request-ID": "proxy", "User-Agent": "us" },
    });
    harness.server.play(harness.wire.whole("ok"));
    await harness.model.generate(textRequest("local", { correlation: CORRELATION }), never());
    expect(harness.server.requests[0]?.headers).toMatchObject({
      "x-request-id": "proxy",
      "user-agent": "us",
    });
  });
});
