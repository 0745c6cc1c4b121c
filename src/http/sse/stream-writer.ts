import type { ServerResponse } from "node:http";
import type { Clock } from "#kernel";
import { HEARTBEAT_TEXT } from "./event-text.ts";

export interface StreamWriterOptions {
  readonly heartbeatMs: number;
  readonly stallMs: number;
  readonly clock: Clock;
}

/**
 * Writes a stream no faster than its reader reads: a write resolves when there is room for the next, so that what a
 * slow reader has not taken stays in the store and not in memory. Keeps a silent line awake, and cuts one whose reader
 * has taken nothing for too long.
 */
export class StreamWriter implements Disposable {
  readonly #response: ServerResponse;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(response: ServerResponse, { heartbeatMs, stallMs, clock }: StreamWriterOptions) {
    this.#response = response;
    let takenAt = clock.monotonicMs();
    const beat = (): void => {
      if (!open(response)) return;
      if (!response.writableNeedDrain) {
        takenAt = clock.monotonicMs();
        response.write(HEARTBEAT_TEXT);
      } else if (clock.monotonicMs() - takenAt >= stallMs) response.destroy();
    };
    this.#heartbeat = setInterval(beat, Math.min(heartbeatMs, stallMs));
    this.#heartbeat.unref();
  }

  /** Resolves when the reader has room for more, or has left. */
  async write(text: string): Promise<void> {
    if (!open(this.#response) || this.#response.write(text)) return;
    await drainedOrClosed(this.#response);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#heartbeat);
  }
}

function open(response: ServerResponse): boolean {
  return !response.destroyed && !response.writableEnded;
}

function drainedOrClosed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off("drain", settle);
      response.off("close", settle);
      resolve();
    };
    response.on("drain", settle);
    response.on("close", settle);
  });
}
