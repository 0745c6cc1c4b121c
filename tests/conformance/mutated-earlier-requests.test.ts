import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADA, openEarlierServer } from "./earlier-rig.ts";
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

const PARTS = [
  { kind: "text", text: "How much?", metadata: {} },
  { kind: "file", file: { name: "a.txt", mimeType: "text/plain", bytes: "YQ==" } },
  { kind: "file", file: { uri: "https://example.com/a.txt" } },
  { kind: "data", data: { year: 2025 }, metadata: { data_part_compat: true } },
];
const CONFIGURATION = {
  blocking: true,
  historyLength: 1,
  acceptedOutputModes: ["text/plain"],
  pushNotificationConfig: { url: "https://example.com", id: "p", authentication: { schemes: ["Bearer"] } },
};
const MESSAGE = {
  kind: "message",
  messageId: "m",
  contextId: "c",
  role: "user",
  parts: PARTS,
  extensions: [],
};
const PROTO_MESSAGE = {
  messageId: "m",
  role: "ROLE_USER",
  content: [
    { text: "How much?" },
    { file: { fileWithBytes: "YQ==", mimeType: "text/plain", name: "a.txt" } },
    { data: { data: { year: 2025 } } },
  ],
};
const PUSH = {
  taskId: "t",
  id: "t",
  pushNotificationConfigId: "p",
  pushNotificationConfig: { url: "https://a.b" },
};

const rpc = (method: string, params: object) =>
  ["POST", "/", { jsonrpc: "2.0", id: 1, method, params }] as const;

/** Every method of every earlier client, as it should be. */
const REQUESTS = [
  rpc("message/send", { message: MESSAGE, configuration: CONFIGURATION, metadata: {} }),
  rpc("message/stream", { message: MESSAGE, metadata: {} }),
  rpc("tasks/get", { id: "t", historyLength: 1 }),
  rpc("tasks/cancel", { id: "t", metadata: {} }),
  rpc("tasks/resubscribe", { id: "t" }),
  rpc("tasks/pushNotificationConfig/set", PUSH),
  rpc("tasks/pushNotificationConfig/get", PUSH),
  rpc("tasks/pushNotificationConfig/list", PUSH),
  rpc("tasks/pushNotificationConfig/delete", PUSH),
  rpc("agent/getAuthenticatedExtendedCard", {}),
  rpc("tasks/send", { id: "t", message: MESSAGE, metadata: { skill_id: "minion_query", max_rounds: 1 } }),
  rpc("tasks/sendSubscribe", { id: "t", message: MESSAGE }),
  ["POST", "/v1/message:send", { message: PROTO_MESSAGE, configuration: { pushNotification: {} } }],
  ["POST", "/v1/message:stream", { request: PROTO_MESSAGE, metadata: {} }],
  ["GET", "/v1/tasks/t?historyLength=-1", undefined],
  ["GET", "/v1/tasks/t:subscribe", undefined],
  ["POST", "/v1/tasks/t:cancel", {}],
  ["POST", "/v1/tasks/t:eat", {}],
  ["GET", "/v1/card", undefined],
  ["POST", "/v1/tasks/t/pushNotificationConfigs", { config: { pushNotificationConfig: { url: "u" } } }],
  ["GET", "/v1/tasks/t/pushNotificationConfigs", undefined],
  ["GET", "/v1/tasks/t/pushNotificationConfigs/p", undefined],
  ["DELETE", "/v1/tasks/t/pushNotificationConfigs/p", undefined],
] as const;

const STRANGE = [
  null,
  true,
  -1,
  1.5,
  2 ** 53,
  "",
  "x",
  "%%%",
  [],
  [[]],
  {},
  { bytes: null },
  "\u0000",
  "Wait",
];

/** The value with one of its places, however deep, taken out or filled with something strange. */
function mutate(value: unknown, picks: readonly number[], strange: unknown, drop: boolean): unknown {
  const [pick = 0, ...rest] = picks;
  if (typeof value !== "object" || value === null || picks.length === 0) return strange;
  const keys = Object.keys(value);
  const key = keys[pick % Math.max(1, keys.length)];
  if (key === undefined) return strange;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  if (drop && rest.length === 0) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, mutate(Reflect.get(copy, key), rest, strange, drop));
  return copy;
}

describe("any mutated request of an earlier client", () => {
  it("is answered, and never by a fault of the server", async () => {
    let run = 0;
    const mutated = fc.tuple(
      fc.constantFrom(...REQUESTS),
      fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }),
      fc.constantFrom(...STRANGE),
      fc.boolean(),
      fc.constantFrom({}, { "A2A-Version": "0.3" }, { "A2A-Version": "0.2.5" }, { "last-event-id": "3" }),
    );
    await fc.assert(
      fc.asyncProperty(mutated, async ([[method, path, body], picks, strange, drop, headers]) => {
        run += 1;
        const sent = JSON.stringify(mutate(body, picks, strange, drop))?.replaceAll('"m"', `"m-${run}"`);
        const response = await fetch(server.baseUrl + path, {
          method,
          headers: { ...ADA, "content-type": "application/json", ...headers },
          ...(method === "POST" ? { body: sent ?? "" } : {}),
          signal: AbortSignal.timeout(10_000),
        });
        await response.text();
        expect(response.status).toBeLessThan(500);
        expect(faults).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });
});
