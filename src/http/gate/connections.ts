import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { addressBlock, type Clock } from "#kernel";
import type { HttpLog } from "../http-log.ts";
import type { HttpLimits } from "../limits.ts";

export interface ConnectionDeps {
  readonly limits: Pick<
    HttpLimits,
    "maxConnections" | "maxConnectionsPerAddress" | "bodyGraceMs" | "minBytesPerSecond" | "stallMs"
  >;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly log: Pick<HttpLog, "warn">;
  /** True for addresses behind which many clients are: proxies that are trusted. */
  readonly isProxy: (address: string) => boolean;
  /** Ends a line whose client sends too slowly, with a word where it still can. */
  readonly endSlow: (socket: Socket) => void;
}

/** A request whose body comes in. */
interface Receiving {
  readonly request: IncomingMessage;
  readonly sinceMs: number;
  readonly bytesBefore: number;
}

interface Reader {
  takenBytes: number;
  takenAtMs: number;
}

const SLOWEST_SWEEP_MS = 5_000;

/**
 * The lines to clients: no more than the server bears, none address with most of them, and none that is held open by
 * dripping a body in or by not reading an answer. One look at all lines every few seconds costs requests nothing.
 */
export class Connections implements Disposable {
  readonly #deps: ConnectionDeps;
  readonly #readers = new Map<Socket, Reader>();
  readonly #byBlock = new Map<string, number>();
  readonly #receiving = new Map<Socket, Receiving>();
  readonly #timer: NodeJS.Timeout;
  #open = 0;
  #refused = 0;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    const { bodyGraceMs, stallMs } = deps.limits;
    this.#timer = setInterval(() => this.sweep(), Math.min(SLOWEST_SWEEP_MS, bodyGraceMs / 2, stallMs / 2));
    this.#timer.unref();
  }

  /** Takes a new line in, or cuts it: before a handshake or a request has cost anything. */
  readonly admit = (socket: Socket): void => {
    const { limits, isProxy } = this.#deps;
    const address = socket.remoteAddress ?? "";
    const block = isProxy(address) ? undefined : addressBlock(address);
    const ofBlock = block === undefined ? 0 : (this.#byBlock.get(block) ?? 0);
    if (this.#open >= limits.maxConnections || ofBlock >= limits.maxConnectionsPerAddress) {
      this.#refused += 1;
      // Not at once: TLS is about to take the line over, and stumbles over one that is gone already.
      process.nextTick(() => socket.destroy());
      return;
    }
    this.#open += 1;
    if (block !== undefined) this.#byBlock.set(block, ofBlock + 1);
    socket.once("close", () => {
      this.#open -= 1;
      if (block === undefined) return;
      const left = (this.#byBlock.get(block) ?? 1) - 1;
      if (left > 0) this.#byBlock.set(block, left);
      else this.#byBlock.delete(block);
    });
  };

  /** Watches that what is sent over a line is read; with TLS, the line inside of it. */
  readonly watchReader = (socket: Socket): void => {
    if (socket.destroyed) return;
    this.#readers.set(socket, { takenBytes: 0, takenAtMs: this.#deps.clock.monotonicMs() });
    socket.once("close", () => {
      this.#readers.delete(socket);
      this.#receiving.delete(socket);
    });
  };

  /** From now on the request's body has to come. */
  receive(request: IncomingMessage): void {
    const { socket } = request;
    this.#receiving.set(socket, {
      request,
      sinceMs: this.#deps.clock.monotonicMs(),
      bytesBefore: socket.bytesRead,
    });
  }

  /** How many lines are open. */
  get open(): number {
    return this.#open;
  }

  /** Ends the lines of those who send or read too slowly. */
  sweep(): void {
    const nowMs = this.#deps.clock.monotonicMs();
    for (const [socket, receiving] of this.#receiving) {
      if (receiving.request.complete || socket.destroyed) this.#receiving.delete(socket);
      else if (this.#isSlow(socket, receiving, nowMs)) {
        this.#receiving.delete(socket);
        this.#deps.endSlow(socket);
      }
    }
    for (const [socket, reader] of this.#readers) this.#endStalled(socket, reader, nowMs);
    if (this.#refused === 0) return;
    this.#deps.log.warn({ refused: this.#refused, open: this.#open }, "connections were refused");
    this.#refused = 0;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #isSlow(socket: Socket, { sinceMs, bytesBefore }: Receiving, nowMs: number): boolean {
    const { bodyGraceMs, minBytesPerSecond } = this.#deps.limits;
    const earnedMs = ((socket.bytesRead - bytesBefore) / minBytesPerSecond) * 1_000;
    return nowMs - sinceMs > bodyGraceMs + earnedMs;
  }

  #endStalled(socket: Socket, reader: Reader, nowMs: number): void {
    const takenBytes = socket.bytesWritten - socket.writableLength;
    if (socket.writableLength === 0 || takenBytes > reader.takenBytes) {
      reader.takenBytes = takenBytes;
      reader.takenAtMs = nowMs;
    } else if (nowMs - reader.takenAtMs > this.#deps.limits.stallMs) socket.destroy();
  }
}
