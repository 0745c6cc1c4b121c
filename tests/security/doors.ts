import type { Scope } from "#auth";

/** What a door is asked about. */
export interface AskedAbout {
  readonly taskId: string;
  readonly contextId: string;
  /** Of the message that is sent. */
  readonly messageId: string;
}

export interface DoorRequest {
  readonly path: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One method by one binding of one dialect. */
export interface Door {
  readonly name: string;
  /** The scope that it asks for; undefined for one that any known caller may go through. */
  readonly scope: Scope | undefined;
  /** What it does to the task; `sends` makes a new one. */
  readonly kind: "sends" | "follows" | "reads" | "lists" | "changes" | "pushes" | "describes";
  /** How it tells that a scope is missing. */
  readonly forbidden: object;
  request(about: AskedAbout): DoorRequest;
}

const JSON_TYPE = { "content-type": "application/json" };
const V1 = { ...JSON_TYPE, "a2a-version": "1.0" };
const V03 = { ...JSON_TYPE, "a2a-version": "0.3" };
const RPC_FORBIDDEN = { jsonrpc: "2.0", error: { code: -32052 } };
const REST_FORBIDDEN = { error: { code: 403, status: "PERMISSION_DENIED" } };
const LEGACY_REST_FORBIDDEN = { code: -32052 };
const REFERENCE_FORBIDDEN = { jsonrpc: "2.0", error: { code: -32603, message: "Forbidden" } };

type Ask = (about: AskedAbout) => object;
type Method = readonly [name: string, scope: Scope | undefined, kind: Door["kind"], params: Ask];

function sent({ messageId }: AskedAbout, skill = "minion_query", more: object = {}): object {
  const parts = [{ text: "How high was revenue?" }, { text: "Revenue was 42 million dollars." }];
  return {
    message: { messageId, role: "ROLE_USER", parts, ...more },
    metadata: { skill_id: skill },
    configuration: { returnImmediately: true },
  };
}

function sentByLegacy({ messageId }: AskedAbout, skill = "minion_query", more: object = {}): object {
  const parts = [
    { kind: "text", text: "How high was revenue?" },
    { kind: "text", text: "Revenue was 42 million dollars." },
  ];
  return {
    message: { kind: "message", messageId, role: "user", parts, ...more },
    metadata: { skill_id: skill },
    configuration: { blocking: false },
  };
}

const V1_METHODS: readonly Method[] = [
  ["SendMessage", "minion:query", "sends", (about) => sent(about)],
  ["SendMessage", "minions:query", "sends", (about) => sent(about, "minions_query")],
  ["SendStreamingMessage", "minion:query", "sends", (about) => sent(about)],
  [
    "SendMessage",
    "minion:query",
    "follows",
    (about) => sent(about, "minion_query", { taskId: about.taskId }),
  ],
  [
    "SendStreamingMessage",
    "minion:query",
    "follows",
    (about) => sent(about, "minion_query", { taskId: about.taskId }),
  ],
  ["GetTask", "tasks:read", "reads", ({ taskId }) => ({ id: taskId })],
  ["ListTasks", "tasks:read", "lists", () => ({})],
  ["ListTasks", "tasks:read", "lists", ({ contextId }) => ({ contextId })],
  ["SubscribeToTask", "tasks:read", "reads", ({ taskId }) => ({ id: taskId })],
  ["CancelTask", "tasks:write", "changes", ({ taskId }) => ({ id: taskId })],
  [
    "CreateTaskPushNotificationConfig",
    "tasks:write",
    "pushes",
    ({ taskId }) => ({ taskId, url: "https://hooks.example.com/" }),
  ],
  ["GetTaskPushNotificationConfig", "tasks:read", "pushes", ({ taskId }) => ({ taskId, id: "one" })],
  ["ListTaskPushNotificationConfigs", "tasks:read", "pushes", ({ taskId }) => ({ taskId })],
  ["DeleteTaskPushNotificationConfig", "tasks:write", "pushes", ({ taskId }) => ({ taskId, id: "one" })],
  ["GetExtendedAgentCard", undefined, "describes", () => ({})],
];

const V03_METHODS: readonly Method[] = [
  ["message/send", "minion:query", "sends", (about) => sentByLegacy(about)],
  ["message/send", "minions:query", "sends", (about) => sentByLegacy(about, "minions_query")],
  ["message/stream", "minion:query", "sends", (about) => sentByLegacy(about)],
  [
    "message/send",
    "minion:query",
    "follows",
    (about) => sentByLegacy(about, "minion_query", { taskId: about.taskId }),
  ],
  ["tasks/get", "tasks:read", "reads", ({ taskId }) => ({ id: taskId })],
  ["tasks/resubscribe", "tasks:read", "reads", ({ taskId }) => ({ id: taskId })],
  ["tasks/cancel", "tasks:write", "changes", ({ taskId }) => ({ id: taskId })],
  [
    "tasks/pushNotificationConfig/set",
    "tasks:write",
    "pushes",
    ({ taskId }) => ({ taskId, pushNotificationConfig: { url: "https://hooks.example.com/" } }),
  ],
  ["tasks/pushNotificationConfig/get", "tasks:read", "pushes", ({ taskId }) => ({ id: taskId })],
  ["tasks/pushNotificationConfig/list", "tasks:read", "pushes", ({ taskId }) => ({ id: taskId })],
  [
    "tasks/pushNotificationConfig/delete",
    "tasks:write",
    "pushes",
    ({ taskId }) => ({ id: taskId, pushNotificationConfigId: "one" }),
  ],
  ["agent/getAuthenticatedExtendedCard", undefined, "describes", () => ({})],
];

function sentByReference({ messageId }: AskedAbout, skill = "minion_query"): object {
  const parts = [
    { kind: "text", text: "How high was revenue?" },
    { kind: "text", text: "Revenue was 42 million dollars." },
  ];
  return { id: messageId, message: { role: "user", parts }, metadata: { skill_id: skill } };
}

/** They name no version. */
const REFERENCE_METHODS: readonly Method[] = [
  ["tasks/send", "minion:query", "sends", (about) => sentByReference(about)],
  ["tasks/send", "minions:query", "sends", (about) => sentByReference(about, "minions_query")],
  ["tasks/sendSubscribe", "minion:query", "sends", (about) => sentByReference(about)],
  ["tasks/get", "tasks:read", "reads", ({ taskId }) => ({ id: taskId })],
  ["tasks/cancel", "tasks:write", "changes", ({ taskId }) => ({ id: taskId })],
];

function rpcDoors(
  dialect: string,
  headers: Record<string, string>,
  forbidden: object,
  methods: readonly Method[],
): Door[] {
  return methods.map(([method, scope, kind, params]) => ({
    name: `${dialect}: ${method} (${scope ?? "any"}, ${kind})`,
    scope,
    kind,
    forbidden,
    request: (about) => ({
      path: "/",
      method: "POST",
      headers,
      body: { jsonrpc: "2.0", id: 1, method, params: params(about) },
    }),
  }));
}

type RestMethod = readonly [
  method: DoorRequest["method"],
  path: (about: AskedAbout) => string,
  scope: Scope | undefined,
  kind: Door["kind"],
  body?: Ask,
];

const ID = encodeURIComponent;

const REST_METHODS: readonly RestMethod[] = [
  ["POST", () => "/message:send", "minion:query", "sends", (about) => sent(about)],
  ["POST", () => "/message:send", "minions:query", "sends", (about) => sent(about, "minions_query")],
  ["POST", () => "/message:stream", "minion:query", "sends", (about) => sent(about)],
  [
    "POST",
    () => "/message:send",
    "minion:query",
    "follows",
    (about) => sent(about, "minion_query", { taskId: about.taskId }),
  ],
  ["GET", ({ taskId }) => `/tasks/${ID(taskId)}`, "tasks:read", "reads"],
  ["GET", () => "/tasks", "tasks:read", "lists"],
  ["GET", ({ contextId }) => `/tasks?contextId=${ID(contextId)}`, "tasks:read", "lists"],
  ["GET", ({ taskId }) => `/tasks/${ID(taskId)}:subscribe`, "tasks:read", "reads"],
  ["POST", ({ taskId }) => `/tasks/${ID(taskId)}:subscribe`, "tasks:read", "reads"],
  ["POST", ({ taskId }) => `/tasks/${ID(taskId)}:cancel`, "tasks:write", "changes"],
  [
    "POST",
    ({ taskId }) => `/tasks/${ID(taskId)}/pushNotificationConfigs`,
    "tasks:write",
    "pushes",
    () => ({ url: "https://hooks.example.com/" }),
  ],
  ["GET", ({ taskId }) => `/tasks/${ID(taskId)}/pushNotificationConfigs`, "tasks:read", "pushes"],
  ["GET", ({ taskId }) => `/tasks/${ID(taskId)}/pushNotificationConfigs/one`, "tasks:read", "pushes"],
  ["DELETE", ({ taskId }) => `/tasks/${ID(taskId)}/pushNotificationConfigs/one`, "tasks:write", "pushes"],
  ["GET", () => "/extendedAgentCard", undefined, "describes"],
];

function sentByProto({ messageId }: AskedAbout, skill = "minion_query", more: object = {}): object {
  const content = [{ text: "How high was revenue?" }, { text: "Revenue was 42 million dollars." }];
  return {
    message: { messageId, role: "ROLE_USER", content, ...more },
    metadata: { skill_id: skill },
    configuration: { blocking: false },
  };
}

const LEGACY_REST_METHODS: readonly RestMethod[] = [
  ["POST", () => "/v1/message:send", "minion:query", "sends", (about) => sentByProto(about)],
  [
    "POST",
    () => "/v1/message:send",
    "minions:query",
    "sends",
    (about) => sentByProto(about, "minions_query"),
  ],
  ["POST", () => "/v1/message:stream", "minion:query", "sends", (about) => sentByProto(about)],
  [
    "POST",
    () => "/v1/message:send",
    "minion:query",
    "follows",
    (about) => sentByProto(about, "minion_query", { taskId: about.taskId }),
  ],
  ["GET", ({ taskId }) => `/v1/tasks/${ID(taskId)}`, "tasks:read", "reads"],
  ["GET", ({ taskId }) => `/v1/tasks/${ID(taskId)}:subscribe`, "tasks:read", "reads"],
  ["POST", ({ taskId }) => `/v1/tasks/${ID(taskId)}:subscribe`, "tasks:read", "reads"],
  ["POST", ({ taskId }) => `/v1/tasks/${ID(taskId)}:cancel`, "tasks:write", "changes"],
  [
    "POST",
    ({ taskId }) => `/v1/tasks/${ID(taskId)}/pushNotificationConfigs`,
    "tasks:write",
    "pushes",
    () => ({ config: { pushNotificationConfig: { url: "https://hooks.example.com/" } } }),
  ],
  ["GET", ({ taskId }) => `/v1/tasks/${ID(taskId)}/pushNotificationConfigs`, "tasks:read", "pushes"],
  ["GET", ({ taskId }) => `/v1/tasks/${ID(taskId)}/pushNotificationConfigs/one`, "tasks:read", "pushes"],
  ["DELETE", ({ taskId }) => `/v1/tasks/${ID(taskId)}/pushNotificationConfigs/one`, "tasks:write", "pushes"],
  ["GET", () => "/v1/card", undefined, "describes"],
];

interface RestForm {
  readonly dialect: string;
  readonly base: string;
  readonly headers: Record<string, string>;
  readonly forbidden: object;
}

function restDoors({ dialect, base, headers, forbidden }: RestForm, methods: readonly RestMethod[]): Door[] {
  const example: AskedAbout = { taskId: "{id}", contextId: "{context}", messageId: "" };
  return methods.map(([method, path, scope, kind, body]) => ({
    name: `${dialect}: ${method} ${base}${decodeURIComponent(path(example))} (${scope ?? "any"}, ${kind})`,
    scope,
    kind,
    forbidden,
    request: (about) => ({
      path: base + path(about),
      method,
      headers,
      ...(body === undefined ? {} : { body: body(about) }),
    }),
  }));
}

/** Every method by every binding of every dialect. Those under a tenant stand apart, as they see other tasks. */
export const DOORS: readonly Door[] = [
  ...rpcDoors("1.0", V1, RPC_FORBIDDEN, V1_METHODS),
  ...restDoors({ dialect: "1.0", base: "", headers: V1, forbidden: REST_FORBIDDEN }, REST_METHODS),
  ...rpcDoors("0.3", V03, RPC_FORBIDDEN, V03_METHODS),
  ...restDoors(
    { dialect: "0.3", base: "", headers: V03, forbidden: LEGACY_REST_FORBIDDEN },
    LEGACY_REST_METHODS,
  ),
  ...rpcDoors("reference", JSON_TYPE, REFERENCE_FORBIDDEN, REFERENCE_METHODS),
];

export const TENANT_DOORS: readonly Door[] = restDoors(
  { dialect: "1.0", base: "/team", headers: V1, forbidden: REST_FORBIDDEN },
  REST_METHODS,
);

/** Goes through a door and gives the answer as soon as it begins; `close` ends what of it streams on. */
export async function enter(
  base: string,
  { path, method, headers, body }: DoorRequest,
  credentials: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetch(base + path, {
    method,
    headers: { ...headers, ...credentials },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
