import { type Message, type Part, Role, type SendMessageRequest } from "@a2a-js/sdk";
import type { Authenticator, Principal } from "#auth";
import type { RunContext, RunEnding, TaskMessage } from "#engine";
import { type ConformanceServer, openConformanceServer } from "./open-conformance-server.ts";

const PRINCIPALS: Readonly<Record<string, Principal>> = {
  "key-of-ada": principal("ada"),
  "key-of-bob": principal("bob"),
  "key-of-reader": { ...principal("ada"), scopes: new Set(["tasks:read"]) },
};

export const ADA = { "x-api-key": "key-of-ada" };
export const BOB = { "x-api-key": "key-of-bob" };
export const READER = { "x-api-key": "key-of-reader" };

/** A server for two people, whose tasks read, answer 42, ask back or wait, as the question says. */
export function openEarlierServer(faults: unknown[] = []): Promise<ConformanceServer> {
  return openConformanceServer({
    port: 0,
    authenticator: byKey,
    runner: () => ({ run: answer }),
    onFault: (error) => faults.push(error),
  });
}

const byKey: Authenticator = {
  async authenticate(headers) {
    const key = headers["x-api-key"];
    if (key === undefined) return { kind: "none" };
    return PRINCIPALS[String(key)] ?? { kind: "invalid" };
  },
};

function principal(owner: string): Principal {
  return {
    kind: "principal",
    owner,
    tenant: "default",
    scopes: new Set(["admin"]),
    keyId: owner,
    tier: "default",
  };
}

async function answer(context: RunContext): Promise<RunEnding> {
  const part = context.task.history.findLast(({ role }) => role === "user")?.parts[0];
  const question = part?.kind === "text" ? part.text : "";
  if (question === "Wait.") await aborted(context.signal);
  if (question === "Ask.") return { kind: "input-required", message: say("Which year?") };
  await context.tell(say("Reading."), { source: "worker", event_type: "worker-replied", is_final: false });
  const chunk = (text: string) =>
    ({ artifactId: "answer", name: "answer", parts: [{ kind: "text", text }] }) as const;
  await context.writeArtifact(chunk("4"), { append: false, lastChunk: false });
  await context.writeArtifact(chunk("2."), { append: true, lastChunk: false });
  const whole = {
    ...chunk("42."),
    parts: [...chunk("42.").parts, { kind: "data", data: { cost: 0 } }],
  } as const;
  await context.writeArtifact(whole, { append: false, lastChunk: true });
  return { kind: "completed" };
}

function say(text: string): TaskMessage {
  return { messageId: `said-${text}`, role: "agent", parts: [{ kind: "text", text }] };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

let sent = 0;

/** A request to send, in the types of the SDK's clients. */
export function asks(
  text: string,
  returnImmediately = false,
  more: readonly Part[] = [],
): SendMessageRequest {
  sent += 1;
  const message: Message = {
    messageId: `message-${sent}`,
    contextId: "",
    taskId: "",
    role: Role.ROLE_USER,
    parts: [part({ $case: "text", value: text }), ...more],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
  const configuration = {
    acceptedOutputModes: [],
    taskPushNotificationConfig: undefined,
    historyLength: undefined,
    returnImmediately,
  };
  return { tenant: "", message, configuration, metadata: undefined };
}

export function part(content: NonNullable<Part["content"]>, filename = "", mediaType = ""): Part {
  return { content, metadata: undefined, filename, mediaType };
}

export function post(
  server: ConformanceServer,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(server.baseUrl + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

export interface ReadEvent {
  readonly id: string;
  readonly data: { readonly result: Record<string, unknown> };
}

/** All events of a stream that ends by itself. */
export async function readEvents(response: Response): Promise<ReadEvent[]> {
  const blocks = (await response.text()).split("\n\n").filter((block) => block.includes("data: "));
  return blocks.map((block) => ({
    id: /^id: (.*)$/m.exec(block)?.[1] ?? "",
    data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "null"),
  }));
}
