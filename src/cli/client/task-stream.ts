import { setTimeout as sleep } from "node:timers/promises";
import { SendMessageRequest, StreamResponse } from "@a2a-js/sdk";
import { abortReason, type Clock, systemClock } from "#kernel";
import {
  ServerKeyRejectedError,
  ServerRefusedError,
  ServerReplyUnreadableError,
  ServerUnreachableError,
} from "./errors.ts";
import { type ReceivedEvent, readEvents } from "./event-source.ts";
import { refusalIn } from "./refusal-body.ts";
import type { ServerConnection } from "./server-connection.ts";
import { isAtRest, stateIn } from "./task-states.ts";

/** How a stream begins: with a message, or at a task that is there, after an event of it where one is named. */
export type StreamStart =
  | { readonly kind: "send"; readonly request: SendMessageRequest }
  | { readonly kind: "subscribe"; readonly taskId: string; readonly afterSeq?: number };

/** A piece of a stream and the event's number, where the server numbers them. */
export interface TaskStreamEvent {
  readonly seq: number | undefined;
  readonly response: StreamResponse;
}

export interface TaskStreamOptions {
  readonly signal: AbortSignal;
  /** Told when the line broke and is had again. */
  readonly onReconnect?: () => void;
  /** Longest time without an event over a line that breaks again and again, in milliseconds. Default: two minutes. */
  readonly patienceMs?: number;
  /** Waits between attempts, in milliseconds; the last one repeats. */
  readonly delaysMs?: readonly number[];
  readonly clock?: Clock;
}

const DELAYS_MS = [250, 500, 1_000, 2_000] as const;
const PATIENCE_MS = 120_000;
/** The server cannot answer now, and will later; or it stood still itself while the request came (408). */
const PASSING = new Set([408, 429, 502, 503, 504]);

/**
 * Follows a task until it ends or asks for input. When the line breaks it is had again after the last event that came,
 * so that nothing is missed and nothing told twice; a message whose answer never came is sent again under the same id,
 * which makes no second task.
 *
 * @throws ServerUnreachableError, ServerKeyRejectedError, ServerRefusedError, ServerReplyUnreadableError
 */
export async function* followTask(
  connection: ServerConnection,
  start: StreamStart,
  options: TaskStreamOptions,
): AsyncGenerator<TaskStreamEvent, void, undefined> {
  const { signal, patienceMs = PATIENCE_MS, delaysMs = DELAYS_MS, clock = systemClock } = options;
  const place = new StreamPlace(start);
  let quietSinceMs = clock.monotonicMs();
  for (let failures = 0; ; ) {
    try {
      for await (const event of open(connection, place, signal)) {
        if (failures > 0) options.onReconnect?.();
        failures = 0;
        quietSinceMs = clock.monotonicMs();
        if (!place.advance(event)) continue;
        yield event;
        if (isAtRest(stateIn(event.response))) return;
      }
    } catch (error) {
      if (signal.aborted) throw abortReason(signal, "Following the task");
      if (!mayPass(error) || !place.begun) throw error;
      if (clock.monotonicMs() - quietSinceMs > patienceMs) {
        throw new ServerUnreachableError(connection.address.url, place.taskId, { cause: error });
      }
    }
    await sleep(delaysMs[Math.min(failures, delaysMs.length - 1)], undefined, { signal }).catch(() => {
      throw abortReason(signal, "Following the task");
    });
    failures += 1;
  }
}

/** Where in the task's story we are. */
class StreamPlace {
  readonly #start: StreamStart;
  taskId: string | undefined;
  lastSeq: number | undefined;
  /** True once the server has answered: before that, a failure is told at once. */
  begun = false;

  constructor(start: StreamStart) {
    this.#start = start;
    if (start.kind === "subscribe") {
      this.taskId = start.taskId;
      this.lastSeq = start.afterSeq;
    }
  }

  get start(): StreamStart {
    const { taskId, lastSeq } = this;
    if (taskId === undefined) return this.#start;
    return { kind: "subscribe", taskId, ...(lastSeq === undefined ? {} : { afterSeq: lastSeq }) };
  }

  /** False for an event that was seen before. */
  advance({ seq, response }: TaskStreamEvent): boolean {
    const { payload } = response;
    if (payload?.$case === "task") this.taskId = payload.value.id;
    if (payload?.$case === "statusUpdate" || payload?.$case === "artifactUpdate")
      this.taskId = payload.value.taskId;
    if (seq === undefined) return true;
    if (this.lastSeq !== undefined && seq <= this.lastSeq) return false;
    this.lastSeq = seq;
    return true;
  }
}

async function* open(
  connection: ServerConnection,
  place: StreamPlace,
  signal: AbortSignal,
): AsyncGenerator<TaskStreamEvent, void, undefined> {
  const response = await request(connection, place.start, signal);
  if (!response.ok || response.body === null) throw await refusalOf(response);
  place.begun = true;
  for await (const event of readEvents(response.body)) yield decode(event, connection);
}

function request(
  { restUrl, fetch }: ServerConnection,
  start: StreamStart,
  signal: AbortSignal,
): Promise<Response> {
  const headers = { accept: "text/event-stream", "a2a-version": "1.0" };
  if (start.kind === "send") {
    return fetch(`${restUrl}/message:stream`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(SendMessageRequest.toJSON(start.request)),
      signal,
    });
  }
  const after = start.afterSeq === undefined ? {} : { "last-event-id": String(start.afterSeq) };
  return fetch(`${restUrl}/tasks/${encodeURIComponent(start.taskId)}:subscribe`, {
    headers: { ...headers, ...after },
    signal,
  });
}

/** A refusal that is of the moment. */
class PassingRefusal extends ServerRefusedError {}

async function refusalOf(response: Response): Promise<ServerRefusedError> {
  const { message, reason } = refusalIn(await response.text().catch(() => ""), response.status);
  return PASSING.has(response.status)
    ? new PassingRefusal(message, reason)
    : new ServerRefusedError(message, reason);
}

/** True for what another attempt may heal: a line that broke, a server that starts again. */
function mayPass(error: unknown): boolean {
  if (error instanceof ServerRefusedError) return error instanceof PassingRefusal;
  return !(error instanceof ServerKeyRejectedError || error instanceof ServerReplyUnreadableError);
}

function decode({ id, event, data }: ReceivedEvent, { address }: ServerConnection): TaskStreamEvent {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw new ServerReplyUnreadableError(address.url, "an event that is no JSON", { cause });
  }
  if (event === "error") {
    const { message, reason } = refusalIn(data, 500);
    throw new ServerRefusedError(message, reason);
  }
  const seq = id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
  return { seq, response: StreamResponse.fromJSON(value) };
}
