import { randomUUID } from "node:crypto";
import { type SendMessageResult, TaskState } from "@a2a-js/sdk";
import { DefaultAgentCardResolver, type Transport } from "@a2a-js/sdk/client";
import { LegacyJsonRpcTransport, LegacyRestTransport } from "@a2a-js/sdk/compat/v0_3/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  aboutReport,
  answerOf,
  FIGURE,
  neverAnswered,
  QUESTION,
  type ServedReport,
  serveReport,
} from "./served-report.ts";

let served: ServedReport;

beforeAll(async () => {
  served = await serveReport();
});

afterAll(() => served[Symbol.asyncDispose]());

const LEGACY = {
  "JSON-RPC": (endpoint: string, fetchImpl: typeof fetch): Transport =>
    new LegacyJsonRpcTransport({ endpoint: `${endpoint}/`, fetchImpl }),
  "HTTP+JSON": (endpoint: string, fetchImpl: typeof fetch): Transport =>
    new LegacyRestTransport({ endpoint, fetchImpl }),
};

describe.each(["JSON-RPC", "HTTP+JSON"] as const)("a client of A2A 0.3 over %s", (binding) => {
  const options = { serviceParameters: { "A2A-Version": "0.3" } };
  let client: Transport;

  beforeAll(() => {
    client = LEGACY[binding](served.url, served.fetchAs(served.key));
  });

  it("sends a document with a question, gets the answer, and gets the task again", async () => {
    const task = taskOf(await client.sendMessage(aboutReport(served.report), options));
    expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(answerOf(task)).toContain(FIGURE);
    const got = await client.getTask({ tenant: "", id: task.id, historyLength: undefined }, options);
    expect(answerOf(got)).toBe(answerOf(task));
  });

  it("streams to the end", async () => {
    const told: string[] = [];
    let state: TaskState | undefined;
    for await (const { payload } of client.sendMessageStream(aboutReport(served.report), options)) {
      told.push(payload?.$case ?? "nothing");
      if (payload?.$case === "statusUpdate") state = payload.value.status?.state;
    }
    expect(told[0]).toBe("task");
    expect(told).toContain("artifactUpdate");
    expect(state).toBe(TaskState.TASK_STATE_COMPLETED);
  });

  it("cancels a task at work", async () => {
    const { id } = taskOf(await client.sendMessage(neverAnswered(served.report), options));
    const canceled = await client.cancelTask({ tenant: "", id, metadata: undefined }, options);
    expect(canceled.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
  });
});

it("a client of A2A 0.3 that negotiates gets the card of its time", async () => {
  const resolver = new DefaultAgentCardResolver({
    legacyCompat: { enabled: true },
    fetchImpl: (address, init) => {
      const headers = new Headers(init?.headers);
      headers.set("A2A-Version", "0.3");
      return fetch(address, { ...init, headers });
    },
  });
  const card = await resolver.resolve(served.url);
  expect(card.supportedInterfaces.map((one) => one.protocolVersion)).toEqual(["0.3", "0.3"]);
  expect(card.skills).toHaveLength(2);
});

describe("a client of the reference", () => {
  const post = (body: object, headers: Record<string, string> = { "x-api-key": served.key }) =>
    fetch(`${served.url}/`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ jsonrpc: "2.0", id: 7, ...body }),
    });

  const params = (more: object = {}) => {
    const file = { name: "report.pdf", mimeType: "application/pdf", bytes: served.report.toString("base64") };
    return {
      id: randomUUID(),
      message: {
        role: "user",
        parts: [
          { kind: "text", text: QUESTION },
          { kind: "file", file },
        ],
      },
      metadata: { skill_id: "minion_query", max_rounds: 2, ...more },
    };
  };

  it("reads the card at its place", async () => {
    const card: unknown = await (await fetch(`${served.url}/.well-known/agent.json`)).json();
    expect(card).toMatchObject({
      name: expect.any(String),
      url: expect.stringContaining(served.url),
      skills: [{ id: "minion_query" }, { id: "minions_query" }],
    });
  });

  it("sends a task, asks for it until it has ended, and reads the answer", async () => {
    const sent = await resultOf(post({ method: "tasks/send", params: params() }));
    expect(sent).toMatchObject({ id: expect.any(String), sessionId: expect.any(String) });
    const ended = await endOf(sent.id);
    expect(ended.status.state).toBe("completed");
    expect(JSON.stringify(ended.artifacts)).toContain(FIGURE);
  });

  it("follows a task as it happens", async () => {
    const response = await post({ method: "tasks/sendSubscribe", params: params() });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const results = (await response.text())
      .split("\n")
      .filter((line) => line.startsWith("data: "))
      .map((line) => JSON.parse(line.slice("data: ".length)).result);
    expect(new Set(results.map(({ kind }: { kind: string }) => kind))).toEqual(
      new Set(["message", "taskStatusUpdate"]),
    );
    expect(results.at(-1)).toMatchObject({ kind: "taskStatusUpdate", state: "completed", final: true });
    expect(JSON.stringify(results)).toContain(FIGURE);
  });

  it("cancels a task at work", async () => {
    const silent = params({ remote_provider: "openai", remote_model: "silent" });
    const sent = await resultOf(post({ method: "tasks/send", params: silent }));
    const canceled = await resultOf(post({ method: "tasks/cancel", params: { id: sent.id } }));
    expect(canceled.status.state).toBe("canceled");
  });

  it("is told in its own codes and statuses what is wrong", async () => {
    const unknown = await post({ method: "tasks/get", params: { id: "no-such-task" } });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ id: 7, error: { code: -32001 } });
    const wrong = await post({ method: "tasks/send", params: {} });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ id: 7, error: { code: -32602 } });
    expect((await post({ method: "tasks/get", params: { id: "x" } }, {})).status).toBe(401);
  });

  async function endOf(id: string): Promise<ReferenceTask> {
    for (;;) {
      const task = await resultOf(post({ method: "tasks/get", params: { id } }));
      if (!["submitted", "working"].includes(task.status.state)) return task;
    }
  }
});

interface ReferenceTask {
  readonly id: string;
  readonly status: { readonly state: string };
  readonly artifacts: unknown;
}

async function resultOf(answered: Promise<Response>): Promise<ReferenceTask> {
  const { result } = (await (await answered).json()) as { result: ReferenceTask };
  return result;
}

function taskOf(result: SendMessageResult) {
  if ("messageId" in result) throw new Error("A message in place of a task.");
  return result;
}
