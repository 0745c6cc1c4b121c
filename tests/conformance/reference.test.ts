import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ADA, BOB, openEarlierServer, post, READER, type ReadEvent, readEvents } from "./earlier-rig.ts";
import type { ConformanceServer } from "./open-conformance-server.ts";

let server: ConformanceServer;
const faults: unknown[] = [];

beforeAll(async () => {
  server = await openEarlierServer(faults);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

/** What the reference's own test client and web page send. */
function rpc(method: string, params: unknown, headers = ADA): Promise<Response> {
  return post(server, "/", { jsonrpc: "2.0", id: "call-1", method, params }, headers);
}

async function resultOf(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json();
  expect(body).toMatchObject({ jsonrpc: "2.0", id: "call-1", result: expect.any(Object) });
  return (body as { result: Record<string, unknown> }).result;
}

function message(text: string, ...more: object[]): object {
  return { role: "user", parts: [{ kind: "text", text }, ...more] };
}

/** Asks for the task until it is over, as the reference's clients do. */
async function ended(id: string): Promise<Record<string, unknown>> {
  return vi.waitFor(async () => {
    const task = await resultOf(await rpc("tasks/get", { id }));
    expect(task["status"]).toMatchObject({ state: expect.stringMatching(/completed|failed|canceled/) });
    return task;
  });
}

describe("tasks/send", () => {
  it("gives the task at once under the id that the client chose, in the reference's shape", async () => {
    const task = await resultOf(
      await rpc("tasks/send", { id: "mine", message: message("Wait."), metadata: { max_rounds: 2 } }),
    );
    expect(task).toEqual({
      id: "mine",
      sessionId: expect.any(String),
      status: { state: "submitted", message: null, timestamp: expect.any(String) },
      history: [{ role: "user", parts: [{ kind: "text", text: "Wait." }], messageId: null, metadata: null }],
      metadata: { max_rounds: 2 },
      artifacts: [],
    });
  });

  it("takes files and data, and the answer can be fetched", async () => {
    const file = { name: "report.txt", mimeType: "text/plain", bytes: btoa("a report") };
    const parts = [
      { kind: "file", file },
      { kind: "data", data: { year: 2025 } },
    ];
    await rpc("tasks/send", { id: "with-files", message: message("How much?", ...parts) });
    const task = await ended("with-files");
    expect(task).toMatchObject({
      status: { state: "completed" },
      history: [
        { parts: [{ kind: "text" }, { kind: "file", file }, { kind: "data", data: { year: 2025 } }] },
      ],
      artifacts: [
        {
          name: "answer",
          parts: [
            { kind: "text", text: "42." },
            { kind: "data", data: { cost: 0 } },
          ],
        },
      ],
    });
  });

  it("makes an id where the client chose none", async () => {
    const { id } = await resultOf(await rpc("tasks/send", { message: message("How much?") }));
    expect(await ended(String(id))).toMatchObject({ id, status: { state: "completed" } });
  });

  it("keeps the options, and neither nulls nor the keys of providers that the web page sends along", async () => {
    const metadata = { skill_id: "minions_query", max_jobs_per_round: null, openai_api_key: "sk-secret" };
    const sent = { ...message("How much?"), metadata: { skill_id: "minion_query" } };
    const task = await resultOf(await rpc("tasks/send", { id: "options", message: sent, metadata }));
    expect(task["metadata"]).toEqual({ skill_id: "minions_query" });
  });

  it("reads the skill from the message where the request names none", async () => {
    const sent = { ...message("How much?"), metadata: { skill_id: "minions_query", mood: "good" } };
    const task = await resultOf(await rpc("tasks/send", { id: "skill", message: sent }));
    expect(task["metadata"]).toEqual({ skill_id: "minions_query" });
  });

  it("sent twice gives the same task, and another message under its id is refused", async () => {
    const first = await resultOf(await rpc("tasks/send", { id: "twice", message: message("One.") }));
    const again = await resultOf(await rpc("tasks/send", { id: "twice", message: message("One.") }));
    expect(again["sessionId"]).toBe(first["sessionId"]);
    const other = await rpc("tasks/send", { id: "twice", message: message("Two.") });
    expect(other.status).toBe(400);
    expect(await other.json()).toMatchObject({ error: { code: -32602, message: "Invalid params" } });
  });

  it("ends a task that asks back as failed, with the question as its status", async () => {
    await rpc("tasks/send", { id: "asks", message: message("Ask.") });
    expect(await ended("asks")).toMatchObject({ status: { state: "failed", message: "Which year?" } });
  });
});

interface TellingEvent {
  readonly kind: string;
  readonly state: string;
  readonly final: boolean;
  readonly metadata: { readonly original_role: string; readonly event_type: string };
  readonly parts: readonly { readonly text: string }[];
}

describe("tasks/sendSubscribe", () => {
  const inWords = ({ data: { result } }: ReadEvent): string => {
    const { kind, state, final, metadata, parts } = result as unknown as TellingEvent;
    if (kind === "taskStatusUpdate") return `${state}${final ? ", final" : ""}`;
    return `${metadata.original_role}/${metadata.event_type}: ${parts[0]?.text}`;
  };

  it("tells who says what, the whole answer once, and the end", async () => {
    const response = await rpc("tasks/sendSubscribe", { id: "streamed", message: message("How much?") });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const events = await readEvents(response);
    expect(events.map(inWords)).toEqual([
      "submitted",
      "working",
      "worker/worker_message: Reading.",
      "supervisor/supervisor_message: 42.",
      "completed, final",
    ]);
    expect(events.at(-1)?.data).toEqual({
      jsonrpc: "2.0",
      id: "call-1",
      result: {
        kind: "taskStatusUpdate",
        taskId: "streamed",
        state: "completed",
        final: true,
        timestamp: expect.any(String),
      },
    });
    expect(events[3]?.data.result["metadata"]).toEqual({
      source: "minions",
      original_role: "supervisor",
      event_type: "supervisor_message",
      is_final: true,
    });
  });

  it("goes on after the event that a client had last", async () => {
    const call = ["tasks/sendSubscribe", { id: "cut", message: message("How much?") }] as const;
    const whole = await readEvents(await rpc(...call));
    const rest = await readEvents(
      await rpc(...call, { ...ADA, "last-event-id": whole[1]?.id ?? "" } as typeof ADA),
    );
    expect(rest.map(inWords)).toEqual(whole.slice(2).map(inWords));
  });

  it("tells the answer of a task that is over already", async () => {
    const call = ["tasks/sendSubscribe", { id: "late", message: message("How much?") }] as const;
    await readEvents(await rpc(...call));
    const events = await readEvents(await rpc(...call));
    expect(events.map(inWords)).toEqual(["supervisor/supervisor_message: 42.", "completed, final"]);
  });

  it("answers a faulty call by an error and not by a stream", async () => {
    const response = await rpc("tasks/sendSubscribe", { message: { role: "user", parts: [] } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ id: "call-1", error: { code: -32602 } });
  });
});

describe("tasks/cancel", () => {
  it("cancels, and gives a task that is over as it is", async () => {
    await rpc("tasks/send", { id: "to-cancel", message: message("Wait.") });
    const canceled = await resultOf(await rpc("tasks/cancel", { id: "to-cancel" }));
    const again = await resultOf(await rpc("tasks/cancel", { id: "to-cancel" }));
    expect(canceled).toMatchObject({ id: "to-cancel", status: { state: "canceled" } });
    expect(again).toEqual(canceled);
  });
});

describe("failures", () => {
  const CASES: readonly [what: string, method: string, params: unknown, status: number, code: number][] = [
    ["a task that is not there", "tasks/get", { id: "none" }, 404, -32001],
    ["cancelling what is not there", "tasks/cancel", { id: "none" }, 404, -32001],
    ["no id", "tasks/get", {}, 400, -32602],
    ["an id that is no text", "tasks/get", { id: 5 }, 400, -32602],
    ["no message", "tasks/send", {}, 400, -32602],
    ["no parameters", "tasks/send", undefined, 400, -32602],
    ["an unknown method", "tasks/eat", {}, 400, -32601],
  ];
  for (const [what, method, params, status, code] of CASES) {
    it(`has code ${code} and status ${status} for ${what}`, async () => {
      const response = await rpc(method, params);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ jsonrpc: "2.0", id: "call-1", error: { code } });
    });
  }

  it("has code -32600 and status 400 for what is no JSON-RPC request", async () => {
    const response = await post(server, "/", { id: "call-1", method: "tasks/get" }, ADA);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ id: "call-1", error: { code: -32600 } });
  });

  it("has status 403 for a missing scope and 401 for no credentials", async () => {
    await rpc("tasks/send", { id: "read-only", message: message("Wait.") });
    const forbidden = await rpc("tasks/cancel", { id: "read-only" }, READER);
    expect(forbidden.status).toBe(403);
    expect(await forbidden.json()).toMatchObject({ error: { code: -32603 } });
    expect((await post(server, "/", { jsonrpc: "2.0", id: 1, method: "tasks/get" }, {})).status).toBe(401);
  });

  it("shows nobody another owner's task, by whichever id", async () => {
    await rpc("tasks/send", { id: "of-ada", message: message("How much?") });
    const attempts = await Promise.all([
      rpc("tasks/get", { id: "of-ada" }, BOB),
      rpc("tasks/cancel", { id: "of-ada" }, BOB),
      rpc("tasks/get", { id: "never-was" }, BOB),
    ]);
    const bodies = await Promise.all(attempts.map((attempt) => attempt.text()));
    expect(attempts.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(bodies).size).toBe(1);
  });

  it("lets two owners choose the same id", async () => {
    const [ada, bob] = await Promise.all(
      [ADA, BOB].map(async (who) =>
        resultOf(await rpc("tasks/send", { id: "same", message: message("How much?") }, who)),
      ),
    );
    expect(ada?.["sessionId"]).not.toBe(bob?.["sessionId"]);
  });
});

describe("beside clients of 0.3", () => {
  it("a task that they made is told in their shape", async () => {
    const asked = { ...message("How much?"), kind: "message", messageId: "of-0.3" };
    const made = await resultOf(
      await rpc("message/send", { message: asked, configuration: { blocking: true } }),
    );
    const task = await resultOf(await rpc("tasks/get", { id: made["id"] }));
    expect(task).toMatchObject({
      kind: "task",
      contextId: made["contextId"],
      status: { state: "completed" },
    });
  });
});

describe("cards", () => {
  it("are at the old addresses, the extended one for who may ask", async () => {
    const open = await fetch(`${server.baseUrl}/.well-known/agent.json`);
    expect(await open.json()).toMatchObject({
      name: expect.any(String),
      url: `${server.baseUrl}/`,
      capabilities: { streaming: true },
      defaultInputModes: expect.any(Array),
      skills: [{ id: "minion_query" }, { id: "minions_query" }],
    });
    const extended = `${server.baseUrl}/agent/authenticatedExtendedCard`;
    expect((await fetch(extended)).status).toBe(401);
    expect(await (await fetch(extended, { headers: ADA })).json()).toMatchObject({
      url: `${server.baseUrl}/`,
    });
  });
});
