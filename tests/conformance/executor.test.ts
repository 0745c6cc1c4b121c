import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post, readEvents } from "./earlier-rig.ts";
import { type ConformanceServer, openConformanceServer } from "./open-conformance-server.ts";

let server: ConformanceServer;
const faults: unknown[] = [];

beforeAll(async () => {
  server = await openConformanceServer({
    port: 0,
    forgetMessages: true,
    onFault: (error) => faults.push(error),
  });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

async function call(method: string, messageId: string, more: object = {}): Promise<Response> {
  const message = { role: "ROLE_USER", messageId, parts: [{ text: "Do it." }], ...more };
  const body = { jsonrpc: "2.0", id: 1, method, params: { message } };
  return post(server, "/", body, { "A2A-Version": "1.0" });
}

async function send(messageId: string, more: object = {}): Promise<{ task?: { id: string } }> {
  const body: unknown = await (await call("SendMessage", messageId, more)).json();
  expect(body).toMatchObject({ result: expect.any(Object) });
  return (body as { result: { task?: { id: string } } }).result;
}

describe("the executor for the compatibility kit", () => {
  const file = { filename: "output.txt", mediaType: "text/plain" };
  const completed = { state: "TASK_STATE_COMPLETED" };
  const CASES: readonly [prefix: string, outcome: object][] = [
    ["tck-complete-task", { status: { ...completed, message: { parts: [{ text: "Hello from TCK" }] } } }],
    [
      "tck-artifact-text",
      { status: completed, artifacts: [{ parts: [{ text: "Generated text content" }] }] },
    ],
    ["tck-artifact-file", { status: completed, artifacts: [{ parts: [{ raw: btoa("tck"), ...file }] }] }],
    [
      "tck-artifact-file-url",
      { status: completed, artifacts: [{ parts: [{ url: "https://example.com/output.txt", ...file }] }] },
    ],
    [
      "tck-artifact-data",
      { status: completed, artifacts: [{ parts: [{ data: { key: "value", count: 42 } }] }] },
    ],
    ["tck-input-required", { status: { state: "TASK_STATE_INPUT_REQUIRED" } }],
    ["tck-reject-task", { status: { state: "TASK_STATE_REJECTED" } }],
    ["tck-stream-002", { status: completed }],
  ];
  for (const [prefix, outcome] of CASES) {
    it(`answers ${prefix}`, async () => {
      expect(await send(`${prefix}-1`)).toMatchObject({ task: outcome });
    });
  }

  it("answers tck-message-response by a message and no task", async () => {
    const text = "Direct message response";
    expect(await send("tck-message-response-1")).toMatchObject({ message: { parts: [{ text }] } });
    const events = await readEvents(await call("SendStreamingMessage", "tck-message-response-2"));
    expect(events.map(({ data }) => Object.keys(data.result))).toEqual([["message"]]);
  });

  it("completes a task that asked back with the message that follows", async () => {
    const { task } = await send("tck-input-required-2");
    const ended = await send("tck-complete-task-2", { taskId: task?.id });
    expect(ended).toMatchObject({ task: { id: task?.id, status: completed } });
  });

  it("takes different messages under one id, as the kit sends them", async () => {
    const one = await send("tck-complete-task-3", { parts: [{ text: "One." }] });
    const other = await send("tck-complete-task-3", { parts: [{ text: "Two." }] });
    expect(one.task?.id).not.toBe(other.task?.id);
  });

  it("streams an artifact in chunks", async () => {
    const events = await readEvents(await call("SendStreamingMessage", "tck-stream-artifact-chunked-1"));
    const chunks = events.flatMap(({ data }) => data.result["artifactUpdate"] ?? []);
    expect(chunks).toMatchObject([
      { artifact: { parts: [{ text: "chunk-1 " }] } },
      { artifact: { parts: [{ text: "chunk-2" }] }, append: true, lastChunk: true },
    ]);
  });

  it("lets who subscribes see the answer to a question, and the end", async () => {
    const { task } = await send("tck-input-required-3");
    const body = { jsonrpc: "2.0", id: 1, method: "SubscribeToTask", params: { id: task?.id } };
    const subscription = await post(server, "/", body, { "A2A-Version": "1.0" });
    await send("tck-complete-task-4", { taskId: task?.id });
    const events = await readEvents(subscription);
    const states = events.map(({ data }) => JSON.stringify(data.result).match(/TASK_STATE_\w+/)?.[0]);
    expect(states).toEqual(["TASK_STATE_INPUT_REQUIRED", "TASK_STATE_WORKING", "TASK_STATE_COMPLETED"]);
  });

  it("refuses a media type that is not taken, whatever else the message lacks", async () => {
    const parts = [{ raw: btoa("tck"), mediaType: "application/x-unsupported" }];
    const answer = await call("SendMessage", "tck-complete-task-5", { parts });
    expect(await answer.json()).toMatchObject({ error: { code: -32005 } });
  });
});
