import { type SendMessageResult, type StreamResponse, TaskState } from "@a2a-js/sdk";
import type { Transport } from "@a2a-js/sdk/client";
import { LegacyJsonRpcTransport, LegacyRestTransport } from "@a2a-js/sdk/compat/v0_3/client";
import { TaskNotCancelableError, TaskNotFoundError } from "@a2a-js/sdk/errors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADA, asks, BOB, openEarlierServer, part, post, readEvents } from "./earlier-rig.ts";
import type { ConformanceServer } from "./open-conformance-server.ts";

const VERSIONED = { "A2A-Version": "0.3" };

const BINDINGS: readonly [string, (baseUrl: string) => Transport][] = [
  ["JSON-RPC", (baseUrl) => new LegacyJsonRpcTransport({ endpoint: `${baseUrl}/` })],
  ["HTTP+JSON", (baseUrl) => new LegacyRestTransport({ endpoint: baseUrl })],
];

let server: ConformanceServer;
const faults: unknown[] = [];

beforeAll(async () => {
  server = await openEarlierServer(faults);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

for (const [binding, connect] of BINDINGS) {
  describe(`a client of A2A 0.3 over ${binding}`, () => {
    const as = (person: Record<string, string>) => ({ serviceParameters: { ...VERSIONED, ...person } });
    const ada = as(ADA);
    const bob = as(BOB);
    let client: Transport;

    beforeAll(() => {
      client = connect(server.baseUrl);
    });

    it("sends and gets the answer, with documents of each kind", async () => {
      const documents = [
        part({ $case: "raw", value: Buffer.from("a report") }, "report.txt", "text/plain"),
        part({ $case: "data", value: { year: 2025 } }),
      ];
      const task = taskOf(await client.sendMessage(asks("How much?", false, documents), ada));
      expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
      expect(textsOf(task.artifacts)).toEqual(["42."]);
      expect(task.history[0]?.parts.map(({ content }) => content?.$case)).toEqual(["text", "raw", "data"]);
    });

    it("sends the same message twice and gets one task", async () => {
      const request = asks("Once.");
      const first = taskOf(await client.sendMessage(request, ada));
      const second = taskOf(await client.sendMessage(request, ada));
      expect(second.id).toBe(first.id);
    });

    it("streams the task, what is said, the pieces of the answer and the end", async () => {
      const told: string[] = [];
      for await (const { payload } of client.sendMessageStream(asks("Tell me."), ada)) {
        told.push(payload?.$case ?? "nothing");
      }
      expect(told).toEqual([
        "task",
        "statusUpdate",
        "statusUpdate",
        "artifactUpdate",
        "artifactUpdate",
        "artifactUpdate",
        "statusUpdate",
      ]);
    });

    it("gets, subscribes to and cancels a task at work", async () => {
      const { id } = taskOf(await client.sendMessage(asks("Wait.", true), ada));
      const subscription = client.resubscribeTask({ tenant: "", id }, ada);
      expect((await subscription.next()).value?.payload?.$case).toBe("task");
      const canceled = await client.cancelTask({ tenant: "", id, metadata: undefined }, ada);
      expect(canceled.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
      let last: StreamResponse["payload"];
      for await (const { payload } of subscription) last = payload;
      expect(last?.$case === "statusUpdate" && last.value.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
      const got = await client.getTask({ tenant: "", id, historyLength: undefined }, ada);
      expect(got.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
    });

    it("answers a task that asks back", async () => {
      const asked = taskOf(await client.sendMessage(asks("Ask."), ada));
      expect(asked.status?.state).toBe(TaskState.TASK_STATE_INPUT_REQUIRED);
      const more = asks("2025");
      if (more.message) more.message.taskId = asked.id;
      const ended = taskOf(await client.sendMessage(more, ada));
      expect(ended).toMatchObject({ id: asked.id, status: { state: TaskState.TASK_STATE_COMPLETED } });
    });

    it("learns by the right error what is not there, somebody else's, or over", async () => {
      const { id } = taskOf(await client.sendMessage(asks("Done?"), ada));
      const get = (taskId: string, who: typeof ada) =>
        client.getTask({ tenant: "", id: taskId, historyLength: undefined }, who);
      await expect(get("no-such-task", ada)).rejects.toBeInstanceOf(TaskNotFoundError);
      await expect(get(id, bob)).rejects.toBeInstanceOf(TaskNotFoundError);
      await expect(client.cancelTask({ tenant: "", id, metadata: undefined }, ada)).rejects.toBeInstanceOf(
        TaskNotCancelableError,
      );
    });
  });
}

describe("a stream of 0.3", () => {
  it("numbers its events, and goes on after the one that a client had last", async () => {
    const call = {
      jsonrpc: "2.0",
      id: 1,
      method: "message/stream",
      params: { message: message("message-cut") },
    };
    const whole = await readEvents(await post(server, "/", call, ADA));
    const rest = await readEvents(
      await post(server, "/", call, { ...ADA, "last-event-id": whole[2]?.id ?? "" }),
    );
    expect(whole.map(({ id }) => Number(id))).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(rest).toEqual(whole.slice(3));
    expect(whole.at(-1)?.data.result).toMatchObject({ kind: "status-update", final: true });
  });
});

describe("a faulty call of 0.3", () => {
  const text = { kind: "text", text: "How much?" };
  const CASES: readonly [what: string, params: unknown, field: string][] = [
    ["no parameters", undefined, "params"],
    ["no message", {}, "message"],
    ["a message that is a text", { message: "hello" }, "message"],
    ["no message id", { message: { role: "user", parts: [text] } }, "message.messageId"],
    ["a role that nobody has", { message: { messageId: "m", role: "god", parts: [text] } }, "message.role"],
    ["no parts", { message: { messageId: "m", role: "user" } }, "message.parts"],
    ["a part of no kind", { message: { ...message("m"), parts: [{ text: "x" }] } }, "message.parts[0].kind"],
    [
      "a file that is a text",
      { message: { ...message("m"), parts: [text, { kind: "file", file: "x" }] } },
      "message.parts[1].file",
    ],
    [
      "a file without content",
      { message: { ...message("m"), parts: [text, { kind: "file", file: { name: "x" } }] } },
      "message.parts[1].file.uri",
    ],
    [
      "bytes that are no base64",
      { message: { ...message("m"), parts: [text, { kind: "file", file: { bytes: "%%%" } }] } },
      "message.parts[1].file.bytes",
    ],
    [
      "bytes that are a number",
      { message: { ...message("m"), parts: [text, { kind: "file", file: { bytes: 1 } }] } },
      "message.parts[1].file.bytes",
    ],
    [
      "a history length that is no number",
      { message: message("m"), configuration: { historyLength: "many" } },
      "configuration.historyLength",
    ],
  ];
  for (const [what, params, field] of CASES) {
    it(`with ${what} is told the field`, async () => {
      const call = { jsonrpc: "2.0", id: 7, method: "message/send", params };
      const response = await post(server, "/", call, { ...ADA, ...VERSIONED });
      const body = await response.json();
      expect(response.status).toBe(200);
      expect(body).toMatchObject({ jsonrpc: "2.0", id: 7, error: { code: -32602 } });
      expect(JSON.stringify(body)).toContain(`"field":${JSON.stringify(field)}`);
    });
  }

  it("of an unknown method is told so", async () => {
    const call = { jsonrpc: "2.0", id: 7, method: "tasks/eat", params: {} };
    const response = await post(server, "/", call, { ...ADA, ...VERSIONED });
    expect(await response.json()).toMatchObject({ id: 7, error: { code: -32601 } });
  });

  it("over HTTP+JSON is told bare, with a status", async () => {
    const empty = await post(server, "/v1/message:send", {}, ADA);
    expect(empty.status).toBe(400);
    expect(await empty.json()).toMatchObject({ code: -32602, message: expect.any(String) });
    const missing = await fetch(`${server.baseUrl}/v1/tasks/none`, { headers: ADA });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ code: -32001 });
    const stranger = await fetch(`${server.baseUrl}/v1/tasks/none`);
    expect(stranger.status).toBe(401);
  });
});

describe("the card", () => {
  const card = async (headers: Record<string, string>): Promise<unknown> =>
    (await fetch(`${server.baseUrl}/.well-known/agent-card.json`, { headers })).json();

  it("is the old one for who asks for 0.3, and else the present one", async () => {
    expect(await card(VERSIONED)).toMatchObject({
      protocolVersion: "0.3",
      preferredTransport: "JSONRPC",
      url: `${server.baseUrl}/`,
      additionalInterfaces: [{ transport: "HTTP+JSON", url: server.baseUrl }],
    });
    expect(await card({ "A2A-Version": "1.0" })).not.toHaveProperty("protocolVersion");
  });
});

function message(messageId: string): object {
  return { kind: "message", messageId, role: "user", parts: [{ kind: "text", text: "How much?" }] };
}

function taskOf(result: SendMessageResult) {
  if ("messageId" in result) throw new Error("A message instead of a task.");
  return result;
}

function textsOf(artifacts: ReturnType<typeof taskOf>["artifacts"]): string[] {
  return artifacts.flatMap(({ parts }) =>
    parts.flatMap(({ content }) => (content?.$case === "text" ? [content.value] : [])),
  );
}
