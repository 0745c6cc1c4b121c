import type { FastifyReply, FastifyRequest } from "fastify";
import { ShuttingDownError } from "#engine";
import type { Clock } from "#kernel";
import type { HttpLimits } from "../limits.ts";
import type { Metrics } from "../metrics/index.ts";
import { eventText, FAREWELL_TEXT, type ServerSentEvent } from "./event-text.ts";
import type { OpenStream, OpenStreams } from "./open-streams.ts";
import { StreamWriter } from "./stream-writer.ts";

/** What streams of one server share. */
export interface StreamDeps {
  readonly streams: OpenStreams;
  readonly limits: Pick<HttpLimits, "heartbeatMs" | "stallMs">;
  readonly metrics: Pick<Metrics, "streamOpened" | "streamEventSent" | "firstEventSent">;
  readonly clock: Clock;
}

/** Where a stream's events come from, and how they look on this binding. */
export interface EventSource {
  /**
   * Opens the events. They end by themselves, or soon after `signal` has fired: the reader left, or the server closes.
   * What it throws here is answered as for any other request.
   */
  open(signal: AbortSignal): Promise<AsyncGenerator<ServerSentEvent, void, undefined>>;
  /** An error that comes when the stream is already under way. */
  failed(error: unknown): ServerSentEvent;
}

/**
 * Answers with server-sent events, until they end or the reader leaves. The reader's leaving frees everything at once
 * and stops nothing else: the task goes on.
 *
 * @throws TooManyStreamsError, and what `open` throws; nothing is sent then
 */
export async function serveStream(
  request: FastifyRequest,
  reply: FastifyReply,
  source: EventSource,
  deps: StreamDeps,
): Promise<void> {
  const startedAt = deps.clock.monotonicMs();
  using place = deps.streams.enter();
  using stop = stopSignal(reply, place);
  const events = await source.open(stop.signal);
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...definedHeaders(reply), ...STREAM_HEADERS });
  raw.flushHeaders();
  request.raw.socket.setKeepAlive?.(true, 30_000);
  using _counted = deps.metrics.streamOpened();
  using writer = new StreamWriter(raw, { ...deps.limits, clock: deps.clock });
  let first = true;
  try {
    for await (const event of events) {
      if (first) deps.metrics.firstEventSent(deps.clock.monotonicMs() - startedAt);
      first = false;
      await writer.write(eventText(event));
      deps.metrics.streamEventSent();
      if (stop.signal.aborted) break;
    }
    if (place.closing.aborted) await writer.write(FAREWELL_TEXT);
  } catch (error) {
    if (place.closing.aborted || isShutdown(error)) await writer.write(FAREWELL_TEXT);
    else if (!stop.signal.aborted) await writer.write(eventText(source.failed(error)));
  } finally {
    raw.end();
  }
}

/** The engine may stop before the server closes; for the reader it is the same: the task goes on, and so can it. */
function isShutdown(error: unknown): boolean {
  if (error instanceof ShuttingDownError) return true;
  return error instanceof Error && error.cause instanceof ShuttingDownError;
}

const STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  connection: "keep-alive",
};

/** A signal that fires when the reader leaves or the server ends its streams. */
function stopSignal(reply: FastifyReply, place: OpenStream): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  reply.raw.on("close", stop);
  reply.raw.on("error", stop);
  place.closing.addEventListener("abort", stop);
  if (place.closing.aborted || reply.raw.destroyed) stop();
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      reply.raw.off("close", stop);
      place.closing.removeEventListener("abort", stop);
      stop();
    },
  };
}

function definedHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}
