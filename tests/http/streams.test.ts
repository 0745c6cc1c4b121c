import { describe, expect, it } from "vitest";
import type { A2AHandler } from "#a2a";
import { ShuttingDownError } from "#engine";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { inWords, openStream } from "./event-source.ts";
import { type HttpRig, openHttpRig, V1 } from "./http-rig.ts";

const AT_ONCE = { configuration: { returnImmediately: true } };

const rpcBody = (method: string, params: unknown) => ({ jsonrpc: "2.0", id: 7, method, params });

interface Binding {
  readonly name: string;
  send(address: string): { url: string; body: unknown };
  follow(address: string): { url: string; body?: unknown };
}

const BINDINGS: Binding[] = [
  {
    name: "JSON-RPC",
    send: (address) => ({ url: address, body: rpcBody("SendStreamingMessage", sendJson()) }),
    follow: (address) => ({ url: address, body: rpcBody("SubscribeToTask", { id: "task-1" }) }),
  },
  {
    name: "HTTP+JSON",
    send: (address) => ({ url: `${address}/message:stream`, body: sendJson() }),
    follow: (address) => ({ url: `${address}/tasks/task-1:subscribe` }),
  },
];

describe.each(BINDINGS)("a stream over $name", ({ send, follow }) => {
  it("tells the task, then what happens to it, each with its number, and ends with it", async () => {
    await using rig = openHttpRig();
    const { url, body } = send(await listen(rig));
    using stream = await openStream(url, { body });
    expect(stream.response.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-request-id": expect.any(String),
    });
    work(rig);
    finish(rig);
    expect((await stream.read()).map(inWords)).toEqual([
      "1 task",
      "2 statusUpdate",
      "3 artifactUpdate",
      "4 statusUpdate",
    ]);
  });

  it("goes on after the Last-Event-ID, without the task in front", async () => {
    await using rig = openHttpRig();
    const address = await listen(rig);
    const first = send(address);
    using cut = await openStream(first.url, { body: first.body });
    work(rig);
    expect((await cut.read((blocks) => blocks.length === 2)).at(-1)?.id).toBe("2");
    cut.leave();
    finish(rig);
    const { url, body } = follow(address);
    using resumed = await openStream(url, { body, headers: { "last-event-id": "2" } });
    expect((await resumed.read()).map(inWords)).toEqual(["3 artifactUpdate", "4 statusUpdate"]);
  });

  it("goes on also when the same message is sent again, and makes no second task", async () => {
    await using rig = openHttpRig();
    const { url, body } = send(await listen(rig));
    using cut = await openStream(url, { body });
    await cut.read((blocks) => blocks.length === 1);
    cut.leave();
    work(rig);
    finish(rig);
    using resumed = await openStream(url, { body, headers: { "last-event-id": "1" } });
    expect((await resumed.read()).map(inWords)).toEqual([
      "2 statusUpdate",
      "3 artifactUpdate",
      "4 statusUpdate",
    ]);
    expect((await rig.rest("GET", "/tasks/task-2")).statusCode).toBe(404);
  });

  it("frees its listener at once when the client leaves, and stops nothing", async () => {
    await using rig = openHttpRig();
    const { url, body } = send(await listen(rig));
    using stream = await openStream(url, { body });
    await expect.poll(() => rig.engine.listeners).toBe(1);
    stream.leave();
    await expect.poll(() => rig.engine.listeners).toBe(0);
    const task = await rig.rest("GET", "/tasks/task-1");
    expect(task.json().status.state).toBe("TASK_STATE_SUBMITTED");
    expect((await rig.metrics.scrape()).body).toContain("a2a_minions_streaming_sessions 0");
  });

  it("is kept awake by comments", async () => {
    await using rig = openHttpRig({ limits: { heartbeatMs: 10 } });
    const { url, body } = send(await listen(rig));
    using stream = await openStream(url, { body });
    const blocks = await stream.read((read) => read.some(({ comment }) => comment !== undefined));
    expect(blocks.map(inWords)).toContain("(keep-alive)");
  });

  it("ends politely when the server closes, and the task goes on", async () => {
    await using rig = openHttpRig();
    const { url, body } = send(await listen(rig));
    using stream = await openStream(url, { body });
    await expect.poll(() => rig.engine.listeners).toBe(1);
    await rig.server.close();
    const last = (await stream.read()).at(-1);
    expect(last).toMatchObject({
      comment: "the server is shutting down; resume with Last-Event-ID",
      retry: "1000",
    });
    expect(rig.engine.listeners).toBe(0);
  });

  it("tells a failure that comes on the way, and nothing of what it was", async () => {
    const handler = failingHandler(new Error("swordfish"));
    await using rig = openHttpRig({ handler });
    const { url, body } = send(await listen(rig));
    using stream = await openStream(url, { body });
    const [task, failure] = await stream.read();
    expect(task?.id).toBe("1");
    expect(failure?.event).toBe("error");
    expect(JSON.stringify(failure)).toContain("internal-fault");
    expect(JSON.stringify(failure)).not.toContain("swordfish");
    expect(rig.log.find(({ msg }) => msg === "fault")?.["err"]).toMatchObject({ name: "Error" });
    expect(JSON.stringify(rig.log)).not.toContain("swordfish");
  });

  it("ends politely when the engine stops before the server closes", async () => {
    await using rig = openHttpRig({ handler: failingHandler(new ShuttingDownError()) });
    const { url, body } = send(await listen(rig));
    using stream = await openStream(url, { body });
    const [task, farewell] = await stream.read();
    expect(task?.id).toBe("1");
    expect(farewell?.comment).toContain("shutting down");
  });

  it("is refused as any other request where the call is wrong", async () => {
    await using rig = openHttpRig();
    const { url, body } = follow(await listen(rig));
    using stream = await openStream(url, { body });
    expect(stream.response.headers["content-type"]).not.toContain("event-stream");
  });

  it("is refused for a Last-Event-ID that is none of ours", async () => {
    await using rig = openHttpRig();
    await rig.rest("POST", "/message:send", sendJson(AT_ONCE));
    const { url, body } = follow(await listen(rig));
    using stream = await openStream(url, { body, headers: { "last-event-id": "yesterday" } });
    expect(stream.response.headers["content-type"]).toContain("json");
  });

  it("is refused when too many are open, and taken again when one has gone", async () => {
    await using rig = openHttpRig({ limits: { maxStreams: 1 } });
    const { url, body } = send(await listen(rig));
    using first = await openStream(url, { body });
    await first.read((blocks) => blocks.length === 1);
    using second = await openStream(url, { body });
    expect(second.response.statusCode).toBe(503);
    expect(second.response.headers["retry-after"]).toBe("5");
    first.leave();
    await expect.poll(() => rig.engine.listeners).toBe(0);
    using third = await openStream(url, { body });
    expect(third.response.statusCode).toBe(200);
  });
});

describe("a reader who does not read", () => {
  it("holds back the events instead of filling the memory, and is cut off in the end", async () => {
    const told = { count: 0, ended: false };
    const handler = endlessHandler(told);
    await using rig = openHttpRig({ handler, limits: { stallMs: 50, heartbeatMs: 10 } });
    using stream = await openStream(await listen(rig), { body: rpcBody("SendStreamingMessage", sendJson()) });
    stream.response.pause();
    await expect.poll(() => told.ended, { timeout: 20_000 }).toBe(true);
    // What fits the sockets' buffers has been told, and little more: events are 64 kB each.
    expect(told.count).toBeLessThan(200);
  });
});

describe("two streams of one task", () => {
  it("tell the same events in the same order, and one that leaves disturbs nothing", async () => {
    await using rig = openHttpRig();
    const address = await listen(rig);
    await rig.rest("POST", "/message:send", sendJson(AT_ONCE));
    const url = `${address}/tasks/task-1:subscribe`;
    using first = await openStream(url, { method: "GET" });
    using second = await openStream(url);
    using leaving = await openStream(url);
    await expect.poll(() => rig.engine.listeners).toBe(3);
    leaving.leave();
    work(rig);
    finish(rig);
    const [one, two] = await Promise.all([first.read(), second.read()]);
    expect(one.map(inWords)).toEqual(["1 task", "2 statusUpdate", "3 artifactUpdate", "4 statusUpdate"]);
    expect(two).toEqual(one);
  });
});

describe("a client that waits for a message's answer and leaves", () => {
  it("frees the server and stops nothing", async () => {
    await using rig = openHttpRig();
    const address = await listen(rig);
    const controller = new AbortController();
    const waiting = fetch(`${address}/message:send`, {
      method: "POST",
      headers: { "content-type": "application/json", ...V1 },
      body: JSON.stringify(sendJson()),
      signal: controller.signal,
    }).catch(() => "left");
    await expect.poll(() => rig.engine.listeners).toBe(1);
    controller.abort();
    expect(await waiting).toBe("left");
    await expect.poll(() => rig.engine.listeners).toBe(0);
    finish(rig);
    expect((await rig.rest("GET", "/tasks/task-1")).json().status.state).toBe("TASK_STATE_COMPLETED");
  });
});

function listen(rig: HttpRig): Promise<string> {
  return rig.server.listen({ host: "127.0.0.1", port: 0 });
}

function work({ engine }: HttpRig): void {
  engine.tell("task-1", { type: "status-changed", state: { kind: "working" } });
}

function finish({ engine }: HttpRig): void {
  const artifact = { artifactId: "answer", parts: [{ kind: "text", text: "42" }] } as const;
  engine.tell("task-1", { type: "artifact-updated", artifact, append: false, lastChunk: true });
  engine.tell("task-1", { type: "status-changed", state: { kind: "completed" } });
}

const TASK = {
  id: "task-1",
  contextId: "c",
  status: undefined,
  artifacts: [],
  history: [],
  metadata: undefined,
};

function failingHandler(error: Error): A2AHandler {
  return streamingOnly(async function* () {
    yield { seq: 1, response: { payload: { $case: "task", value: TASK } } };
    throw error;
  });
}

function endlessHandler(told: { count: number; ended: boolean }): A2AHandler {
  const value = { ...TASK, metadata: { filler: "x".repeat(65_536) } };
  return streamingOnly(async function* () {
    try {
      for (;;) {
        told.count += 1;
        yield { seq: told.count, response: { payload: { $case: "task", value } } };
      }
    } finally {
      told.ended = true;
    }
  });
}

function streamingOnly(stream: () => ReturnType<A2AHandler["streamWithSeq"]>): A2AHandler {
  return { openStream: async () => stream() } as unknown as A2AHandler;
}
