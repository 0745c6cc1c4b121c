import fc from "fast-check";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { type HttpRig, openHttpRig, V1 } from "./http-rig.ts";

/** Requests that are fine, or nearly: what a mutation begins with. */
const SEEDS: InjectOptions[] = [
  ...["SendMessage", "SendStreamingMessage"].map((method) => rpc(method, seedMessage())),
  ...["GetTask", "CancelTask", "SubscribeToTask"].map((method) => rpc(method, { id: "task-1" })),
  rpc("ListTasks", {
    pageSize: 5,
    status: "TASK_STATE_WORKING",
    statusTimestampAfter: "2026-01-01T00:00:00Z",
  }),
  rpc("CreateTaskPushNotificationConfig", { taskId: "task-1", url: "https://example.com" }),
  rpc("GetExtendedAgentCard", {}),
  rpc("message/send", legacyMessage()),
  rpc("tasks/send", { id: "t", ...legacyMessage() }),
  { method: "POST", url: "/message:send", payload: JSON.stringify(seedMessage()) },
  { method: "POST", url: "/message:stream", payload: JSON.stringify(seedMessage()) },
  {
    method: "GET",
    url: "/tasks?pageSize=10&status=TASK_STATE_WORKING&historyLength=1&includeArtifacts=true",
  },
  { method: "GET", url: "/tasks/task-1?historyLength=2" },
  { method: "POST", url: "/tasks/task-1:cancel" },
  { method: "GET", url: "/tasks/task-1:subscribe" },
  {
    method: "POST",
    url: "/acme/tasks/task-1/pushNotificationConfigs",
    payload: '{"url":"https://example.com"}',
  },
  { method: "DELETE", url: "/tasks/task-1/pushNotificationConfigs/a" },
  { method: "GET", url: "/extendedAgentCard" },
  { method: "POST", url: "/v1/message:send", payload: JSON.stringify(legacyMessage()) },
  { method: "GET", url: "/v1/tasks/task-1?historyLength=1" },
  ...[
    "/.well-known/agent-card.json",
    "/.well-known/agent.json",
    "/livez",
    "/readyz",
    "/health",
    "/metrics",
  ].map((url): InjectOptions => ({ method: "GET", url })),
];

const PLAIN_HEADERS = { "content-type": "application/json", ...V1 };

const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, "", 0, -1, 1.5, 1e308, true, [], {}, [[]], "\u0000", "__proto__", {
    toString: 1,
  }),
  fc.jsonValue(),
);

const oddText = fc.oneof(
  fc.constantFrom(
    "",
    "..",
    "%00",
    "%2e%2e%2f",
    "%",
    "%zz",
    ":cancel",
    ":",
    "a".repeat(300),
    "🦊",
    "task-1:subscribe",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const mutation = fc.oneof(
  fc.record({ kind: fc.constant("value" as const), at: fc.nat(), value: oddValue }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat() }),
  fc.record({ kind: fc.constant("bytes" as const), at: fc.nat(), byte: fc.nat(255) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({ kind: fc.constant("address" as const), at: fc.nat(), text: oddText }),
  fc.record({
    kind: fc.constant("header" as const),
    name: fc.constantFrom(
      "a2a-version",
      "last-event-id",
      "content-type",
      "a2a-extensions",
      "accept",
      "x-request-id",
      "traceparent",
      "if-none-match",
    ),
    text: fc.oneof(
      fc.constantFrom("1.0", "1.0.9", "0.3", "text/plain", "-1", "99999999999999999999"),
      fc.string(),
    ),
  }),
  fc.record({
    kind: fc.constant("method" as const),
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"),
  }),
);

type Mutation = typeof mutation extends fc.Arbitrary<infer Kind> ? Kind : never;

describe("any request at all", () => {
  let rig: HttpRig;
  beforeAll(() => {
    // Waiting for a task's end would make every accepted message wait; streams end when they are silent.
    rig = openHttpRig({ limits: { heartbeatMs: 5, stallMs: 5 } });
    return rig.server.fastify.ready();
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  it("is never answered as the server's fault, and never brings it down", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SEEDS),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async (seed, mutations) => {
          const request = mutations.reduce(mutate, { headers: PLAIN_HEADERS, ...seed });
          const answer = await askBriefly(rig, request);
          if (answer === undefined) return; // Accepted, and still streaming or waiting.
          expect(answer.statusCode).toBeLessThan(500);
          if (answer.statusCode >= 400) expect(answer.body === "" || isJson(answer.body)).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
    expect(rig.faults).toEqual([]);
    expect((await rig.server.fastify.inject("/livez")).statusCode).toBe(200);
  });
});

/** Undefined where the server goes on answering: what it does then ends when the task is canceled below. */
async function askBriefly(rig: HttpRig, request: InjectOptions) {
  const asked = rig.server.fastify.inject(request);
  const waiting = Symbol("waiting");
  const first = await Promise.race([asked, settledTurns(rig).then(() => waiting)]);
  if (typeof first !== "symbol") return first;
  const page = await rig.engine.list({
    owner: "anybody",
    tenant: "default",
    states: ["submitted"],
    pageSize: 100,
  });
  for (const { id, owner, tenant } of page.tasks) await rig.engine.cancel(id, { owner, tenant });
  return Promise.race([asked, settledTurns(rig).then(() => undefined)]);
}

/** Lets everything that can go on without a task's progress do so. */
async function settledTurns(rig: HttpRig): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (turn > 20 && rig.engine.listeners > 0) return;
  }
}

function mutate(request: InjectOptions, change: Mutation): InjectOptions {
  const payload = String(request.payload ?? "");
  switch (change.kind) {
    case "value":
    case "remove":
      return { ...request, payload: mutateJson(payload, change) };
    case "bytes": {
      const bytes = Buffer.from(payload);
      if (bytes.length > 0) bytes[change.at % bytes.length] = change.byte;
      return { ...request, payload: bytes.toString("latin1") };
    }
    case "cut":
      return { ...request, payload: payload.slice(0, change.at % (payload.length + 1)) };
    case "address": {
      const url = String(request.url);
      const at = change.at % (url.length + 1);
      return { ...request, url: `/${url.slice(1, at)}${change.text}${url.slice(Math.max(1, at))}` };
    }
    case "header": {
      const value = change.text.replace(/[^\x20-\x7e]/g, "");
      return { ...request, headers: { ...request.headers, [change.name]: value } };
    }
    case "method":
      return { ...request, method: change.method as "GET" };
  }
}

/** Replaces or removes one value somewhere in the JSON. */
function mutateJson(text: string, change: { at: number; value?: unknown }): string {
  if (!isJson(text)) return text;
  const places: [Record<string, unknown>, string][] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      places.push([value as Record<string, unknown>, key]);
      collect(inner);
    }
  };
  const root: unknown = JSON.parse(text);
  collect(root);
  const place = places[change.at % Math.max(1, places.length)];
  if (place === undefined) return JSON.stringify(change.value ?? null);
  const [holder, key] = place;
  if ("value" in change) holder[key] = change.value;
  else delete holder[key];
  return JSON.stringify(root);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function rpc(method: string, params: unknown): InjectOptions {
  const legacy = method.includes("/");
  return {
    method: "POST",
    url: "/",
    headers: { "content-type": "application/json", ...(legacy ? {} : { "a2a-version": "1.0" }) },
    payload: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  };
}

function seedMessage() {
  return sendJson({
    message: {
      contextId: "c",
      parts: [
        { text: "What?" },
        { raw: "aGVsbG8=", filename: "a.txt", mediaType: "text/plain" },
        { data: { a: [1] } },
      ],
      metadata: { skill_id: "minions_query" },
      extensions: ["https://example.com/e"],
    },
    configuration: { returnImmediately: true, historyLength: 3, acceptedOutputModes: ["text/plain"] },
    metadata: { max_rounds: 2 },
  });
}

function legacyMessage() {
  const parts = [
    { kind: "text", text: "What?" },
    { kind: "file", file: { bytes: "aGVsbG8=", name: "a.txt", mimeType: "text/plain" } },
  ];
  return {
    message: { kind: "message", messageId: "m", role: "user", parts },
    configuration: { blocking: false },
  };
}
