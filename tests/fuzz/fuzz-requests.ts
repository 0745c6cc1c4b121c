import type { Dice } from "./dice.ts";
import type { Tenant } from "./fuzz-target.ts";

/** A request before it is sent, and whose it is. */
export interface FuzzRequest {
  readonly door: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What a request of one tenant can name: its own things, and those of the other that it should not reach. */
export interface FuzzCast {
  readonly canary: string;
  readonly ownTasks: readonly string[];
  readonly foreignTasks: readonly string[];
  readonly foreignTenant: string;
}

/** Nobody's cast: texts without a canary, and the tasks of both. */
export function castOf(self: Tenant | undefined, tenants: readonly Tenant[]): FuzzCast {
  const others = tenants.filter((one) => one !== self);
  return {
    canary: self?.canary ?? "nobody",
    ownTasks: self?.taskIds ?? [],
    foreignTasks: others.flatMap(({ taskIds }) => taskIds),
    foreignTenant: others[0]?.name ?? "default",
  };
}

const JSON_TYPE = { "content-type": "application/json" };
const V1 = { ...JSON_TYPE, "a2a-version": "1.0" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };

type Door = readonly [name: string, make: (cast: FuzzCast, dice: Dice) => Omit<FuzzRequest, "door">];

const rest = (method: string, path: string, body?: object) => ({
  ...{ method, path, headers: V1 },
  body: body === undefined ? undefined : JSON.stringify(body),
});
const rpc = (method: string, params: object, headers: Readonly<Record<string, string>> = V1) => ({
  ...{ method: "POST", path: "/", headers },
  body: JSON.stringify({ jsonrpc: "2.0", id: 7, method, params }),
});
const form = (path: string, fields: Readonly<Record<string, string>>) => ({
  ...{ method: "POST", path, headers: FORM },
  body: new URLSearchParams(fields).toString(),
});

function message({ canary }: FuzzCast, dice: Dice, more: object = {}) {
  return {
    message: {
      messageId: `message-${dice.below(1e9)}`,
      role: "ROLE_USER",
      parts: [
        { text: `What was it? ${canary}` },
        {
          raw: Buffer.from(`It was $ 246 million. ${canary}`).toString("base64"),
          filename: "a.txt",
          mediaType: "text/plain",
        },
        { data: { note: canary } },
      ],
      metadata: { skill_id: dice.pick(["minion_query", "minions_query"]), max_rounds: 1 },
      ...more,
    },
    configuration: {
      returnImmediately: dice.chance(0.8),
      historyLength: 3,
      acceptedOutputModes: ["text/plain"],
    },
  };
}

function earlierMessage({ canary }: FuzzCast, dice: Dice) {
  return {
    message: {
      ...{ kind: "message", messageId: `message-${dice.below(1e9)}`, role: "user" },
      parts: [
        { kind: "text", text: `What was it? ${canary}` },
        {
          kind: "file",
          file: { bytes: "SXQgd2FzICQgMjQ2IG1pbGxpb24u", name: "a.txt", mimeType: "text/plain" },
        },
      ],
    },
    configuration: { blocking: dice.chance(0.2) },
  };
}

const anyTask = (cast: FuzzCast, dice: Dice) => dice.pick([...cast.ownTasks, ...cast.foreignTasks]);

/** All doors of the server, each with a request that is fine, or nearly. */
const DOORS: readonly Door[] = [
  ["rest send", (cast, dice) => rest("POST", "/message:send", message(cast, dice))],
  ["rest stream", (cast, dice) => rest("POST", "/message:stream", message(cast, dice))],
  [
    "rest follow-up",
    (cast, dice) => rest("POST", "/message:send", message(cast, dice, { taskId: anyTask(cast, dice) })),
  ],
  [
    "rest under a tenant",
    (cast, dice) => rest("POST", `/${cast.foreignTenant}/message:send`, message(cast, dice)),
  ],
  [
    "rest by url",
    (cast, dice) =>
      rest(
        "POST",
        "/message:send",
        message(cast, dice, {
          parts: [
            { text: "?" },
            { url: dice.pick(["http://127.0.0.1/", "https://169.254.169.254/", "file:///etc/passwd"]) },
          ],
        }),
      ),
  ],
  ["rest list", () => rest("GET", "/tasks?pageSize=10&includeArtifacts=true&historyLength=5")],
  ["rest list under a tenant", (cast) => rest("GET", `/${cast.foreignTenant}/tasks?includeArtifacts=true`)],
  ["rest get", (cast, dice) => rest("GET", `/tasks/${anyTask(cast, dice)}?historyLength=10`)],
  [
    "rest get under a tenant",
    (cast, dice) => rest("GET", `/${cast.foreignTenant}/tasks/${anyTask(cast, dice)}`),
  ],
  ["rest cancel", (cast, dice) => rest("POST", `/tasks/${anyTask(cast, dice)}:cancel`, {})],
  ["rest subscribe", (cast, dice) => rest("GET", `/tasks/${anyTask(cast, dice)}:subscribe`)],
  [
    "rest push",
    (cast, dice) =>
      rest("POST", `/tasks/${anyTask(cast, dice)}/pushNotificationConfigs`, { url: "https://example.com" }),
  ],
  ["rest extended card", () => rest("GET", "/extendedAgentCard")],
  ["rpc send", (cast, dice) => rpc("SendMessage", message(cast, dice))],
  ["rpc stream", (cast, dice) => rpc("SendStreamingMessage", message(cast, dice))],
  [
    "rpc get",
    (cast, dice) =>
      rpc("GetTask", {
        id: anyTask(cast, dice),
        historyLength: 10,
        tenant: dice.pick(["", cast.foreignTenant]),
      }),
  ],
  [
    "rpc list",
    (cast, dice) =>
      rpc("ListTasks", { pageSize: 10, includeArtifacts: true, tenant: dice.pick(["", cast.foreignTenant]) }),
  ],
  ["rpc cancel", (cast, dice) => rpc("CancelTask", { id: anyTask(cast, dice) })],
  ["rpc subscribe", (cast, dice) => rpc("SubscribeToTask", { id: anyTask(cast, dice) })],
  [
    "rpc push",
    (cast, dice) =>
      rpc("CreateTaskPushNotificationConfig", { taskId: anyTask(cast, dice), url: "https://example.com" }),
  ],
  ["rpc extended card", () => rpc("GetExtendedAgentCard", {})],
  ["0.3 send", (cast, dice) => rpc("message/send", earlierMessage(cast, dice), JSON_TYPE)],
  ["0.3 stream", (cast, dice) => rpc("message/stream", earlierMessage(cast, dice), JSON_TYPE)],
  ["0.3 get", (cast, dice) => rpc("tasks/get", { id: anyTask(cast, dice), historyLength: 5 }, JSON_TYPE)],
  ["0.3 resubscribe", (cast, dice) => rpc("tasks/resubscribe", { id: anyTask(cast, dice) }, JSON_TYPE)],
  [
    "0.3 rest send",
    (cast, dice) => ({ ...rest("POST", "/v1/message:send", earlierMessage(cast, dice)), headers: JSON_TYPE }),
  ],
  [
    "0.3 rest get",
    (cast, dice) => ({ ...rest("GET", `/v1/tasks/${anyTask(cast, dice)}?historyLength=2`), headers: {} }),
  ],
  ["0.3 card", () => ({ ...rest("GET", "/v1/card"), headers: {} })],
  [
    "reference send",
    (cast, dice) =>
      rpc("tasks/send", { id: `t-${dice.below(1e9)}`, ...earlierMessage(cast, dice) }, JSON_TYPE),
  ],
  [
    "reference subscribe",
    (cast, dice) =>
      rpc("tasks/sendSubscribe", { id: anyTask(cast, dice), ...earlierMessage(cast, dice) }, JSON_TYPE),
  ],
  [
    "token",
    () =>
      form("/oauth/token", {
        grant_type: "client_credentials",
        client_id: "a",
        client_secret: "b",
        scope: "tasks:read admin",
      }),
  ],
  [
    "introspect",
    (cast) => form("/oauth/introspect", { token: cast.canary, token_type_hint: "access_token" }),
  ],
  ["revoke", (cast) => form("/oauth/revoke", { token: cast.canary })],
  ...[
    "/oauth/jwks",
    "/.well-known/oauth-authorization-server",
    "/.well-known/agent-card.json",
    "/.well-known/agent.json",
  ].map(open),
  ...["/livez", "/readyz?verbose", "/health", "/metrics"].map(open),
  [
    "preflight",
    () => ({
      method: "OPTIONS",
      path: "/message:send",
      headers: { origin: "https://console.example.com", "access-control-request-method": "POST" },
      body: undefined,
    }),
  ],
];

function open(path: string): Door {
  return [path, () => ({ method: "GET", path, headers: {}, body: undefined })];
}

/** A request at one of the doors, not mutated yet. */
export function requestAt(cast: FuzzCast, dice: Dice): FuzzRequest {
  const [door, make] = dice.pick(DOORS);
  return { door, ...make(cast, dice) };
}
