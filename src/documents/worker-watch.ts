import type { Worker } from "node:worker_threads";

/** Why the watch stopped a worker. */
export type WatchReason = "timed-out" | "out-of-memory";

export interface WatchOptions {
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Element 0 becomes the worker's thread id when it begins. */
  readonly progress: Int32Array;
  readonly threads: () => readonly Worker[];
}

const LOOK_EVERY_MS = 50;
const MEGABYTE = 1024 * 1024;

/**
 * Watches one task from outside its thread, for a thread deep in a loop cannot watch itself. The clock starts when
 * the worker begins, not while the task waits. Memory counts the thread's heap and its buffers: V8's own limit leaves
 * the buffers out, and they are what a deflate bomb fills.
 */
export class WorkerWatch implements Disposable {
  readonly #stop = new AbortController();
  readonly #options: WatchOptions;
  readonly #timer: NodeJS.Timeout;
  #startedAt: number | undefined;
  #measuring = false;
  #reason: WatchReason | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** Fires when the worker is to be stopped. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get reason(): WatchReason | undefined {
    return this.#reason;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const threadId = Atomics.load(this.#options.progress, 0);
    if (threadId === 0) return;
    this.#startedAt ??= performance.now();
    if (performance.now() - this.#startedAt > this.#options.timeoutMs) this.#halt("timed-out");
    const thread = this.#options.threads().find((candidate) => candidate.threadId === threadId);
    if (thread && !this.#measuring) void this.#measure(thread);
  }

  async #measure(thread: Worker): Promise<void> {
    this.#measuring = true;
    try {
      const heap = await thread.getHeapStatistics();
      const bytes = heap.used_heap_size + heap.external_memory;
      if (bytes > this.#options.memoryMb * MEGABYTE) this.#halt("out-of-memory");
    } catch {
      // The thread ended while it was asked: there is nothing left to watch.
    } finally {
      this.#measuring = false;
    }
  }

  #halt(reason: WatchReason): void {
    this.#reason ??= reason;
    this.#stop.abort();
  }
}
