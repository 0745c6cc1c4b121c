import { setTimeout as sleep } from "node:timers/promises";
import { between, type Random } from "./seeded-random.ts";

/** One event as a client got it: its id, and the update without the envelope of the binding. */
export interface ReceivedEvent {
  readonly id: number;
  readonly update: Update;
}

export interface Update {
  readonly task?: TaskJson;
  readonly statusUpdate?: { readonly status: { readonly state: string } };
  readonly artifactUpdate?: {
    readonly artifact: ArtifactJson;
    readonly append?: boolean;
    readonly lastChunk?: boolean;
  };
}

export interface TaskJson {
  readonly id: string;
  readonly status: { readonly state: string };
  readonly artifacts?: readonly ArtifactJson[];
}

export interface ArtifactJson {
  readonly artifactId: string;
  readonly parts: readonly { readonly text?: string; readonly data?: unknown }[];
}

export type Binding = "rpc" | "rest";

const HEADERS = { "content-type": "application/json", "a2a-version": "1.0" };
const ENDED = new Set(["COMPLETED", "FAILED", "CANCELED", "REJECTED"].map((state) => `TASK_STATE_${state}`));

/** The server is about to stop, or stood still for so long that the request seemed to come too slowly. */
const NOT_NOW = new Set([408, 503]);

/** A call that was answered. A line that breaks is an exception. */
export async function call(url: string, binding: Binding, method: Method, params: object): Promise<unknown> {
  const response = await request(url, binding, method, params, {});
  if (NOT_NOW.has(response.status)) throw new Error(`The server answers ${response.status}.`);
  const body = (await response.json()) as { result?: unknown; error?: unknown };
  if (!response.ok || body.error !== undefined) throw new RefusedError(JSON.stringify(body));
  return binding === "rpc" ? body.result : body;
}

export type Method = "SendMessage" | "GetTask" | "CancelTask" | "SubscribeToTask" | "ListTasks";

/** The server said no: asking again would not help. */
export class RefusedError extends Error {}

function request(
  url: string,
  binding: Binding,
  method: Method,
  params: object,
  headers: Record<string, string>,
): Promise<Response> {
  if (binding === "rpc") {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    return fetch(`${url}/`, { method: "POST", headers: { ...HEADERS, ...headers }, body });
  }
  const { id = "" } = params as { id?: string };
  const post = { method: "POST", headers: { ...HEADERS, ...headers }, body: JSON.stringify(params) };
  const get = { headers: { ...HEADERS, ...headers } };
  switch (method) {
    case "SendMessage":
      return fetch(`${url}/message:send`, post);
    case "GetTask":
      return fetch(`${url}/tasks/${id}`, get);
    case "ListTasks":
      return fetch(`${url}/tasks?pageSize=1`, get);
    case "CancelTask":
      return fetch(`${url}/tasks/${id}:cancel`, { ...post, body: "{}" });
    case "SubscribeToTask":
      return fetch(`${url}/tasks/${id}:subscribe`, get);
  }
}

/** Tries a call until the server answers it, over as many of its lives as it takes. */
export async function untilAnswered<Answer>(
  server: { readonly url: Promise<string> },
  attempt: (url: string) => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    try {
      return await attempt(await server.url);
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      await sleep(25);
    }
  }
}

export interface Following {
  readonly binding: Binding;
  readonly taskId: string;
  /** Where events go as they come. */
  readonly received: ReceivedEvent[];
  readonly random: Random;
  /** Told of every line that broke or that the client itself cut. */
  readonly onCut: () => void;
}

/**
 * Follows a task from its first event to its end as a client that resumes: every line that breaks, by a kill or by its
 * own leaving, goes on with `Last-Event-ID`.
 */
export async function followTask(
  server: { readonly url: Promise<string> },
  { binding, taskId, received, random, onCut }: Following,
): Promise<void> {
  while (!isEnd(received.at(-1))) {
    await untilAnswered(server, async (url) => {
      // Some lines the client cuts itself, after a few events.
      const most = random() < 0.3 ? between(random, 1, 6) : Number.POSITIVE_INFINITY;
      const lastId = received.at(-1)?.id ?? 0;
      try {
        await collect(readEvents(url, binding, taskId, lastId), received, most);
      } finally {
        if (!isEnd(received.at(-1))) onCut();
      }
    });
  }
}

/** Adds events as they come: those before a line broke count. */
async function collect(
  events: AsyncIterable<ReceivedEvent>,
  received: ReceivedEvent[],
  most: number,
): Promise<void> {
  let count = 0;
  for await (const event of events) {
    received.push(event);
    count += 1;
    if (count >= most) break;
  }
}

/** All events from the first to the end, over one line. */
export async function replayTask(url: string, binding: Binding, taskId: string): Promise<ReceivedEvent[]> {
  const events: ReceivedEvent[] = [];
  for await (const event of readEvents(url, binding, taskId, 0)) events.push(event);
  return events;
}

async function* readEvents(
  url: string,
  binding: Binding,
  taskId: string,
  lastId: number,
): AsyncGenerator<ReceivedEvent, void, void> {
  const headers = { "last-event-id": String(lastId) };
  const response = await request(url, binding, "SubscribeToTask", { id: taskId }, headers);
  const { body } = response;
  if (NOT_NOW.has(response.status)) throw new Error(`The server answers ${response.status}.`);
  if (
    body === null ||
    !response.ok ||
    response.headers.get("content-type")?.includes("event-stream") !== true
  ) {
    throw new RefusedError(await response.text());
  }
  let rest = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (id === undefined || data === undefined) continue;
      const json = JSON.parse(data) as { result?: Update } & Update;
      yield { id: Number(id), update: binding === "rpc" ? (json.result ?? {}) : json };
    }
  }
}

export function isEnd(event: ReceivedEvent | undefined): boolean {
  return ENDED.has(event?.update.statusUpdate?.status.state ?? "");
}
