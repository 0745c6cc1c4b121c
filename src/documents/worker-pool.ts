import { setImmediate } from "node:timers/promises";
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { Piscina } from "piscina";
import { DocumentWorkerError } from "./errors.ts";
import type { TextPart, WorkerTask, WorkerVerdict } from "./worker-protocol.ts";
import { WorkerWatch } from "./worker-watch.ts";

export type PoolTask = Omit<WorkerTask, "progress" | "textPort">;

export type PoolResult =
  | { readonly kind: "done"; readonly verdict: WorkerVerdict; readonly pages: readonly string[] }
  | { readonly kind: "timed-out" | "out-of-memory" | "crashed" };

/** V8's limit is the second line, for a thread that fills its heap between two looks of the watch. */
const HEAP_LIMIT_OVER_WATCH = 1.25;
/** Threads that have had nothing to do for this long give their memory back. */
const IDLE_MS = 30_000;
/** What is taken in during one turn of the event loop: some milliseconds' worth. */
const CHARACTERS_PER_TURN = 1_000_000;
const PARTS_PER_TURN = 200;

/** The worker threads. A thread that runs too long, grows too large or is no longer wanted is killed and replaced. */
export class WorkerPool implements AsyncDisposable {
  readonly #piscina: Piscina<WorkerTask, WorkerVerdict>;
  readonly #memoryMb: number;

  constructor(options: { readonly workers: number; readonly memoryMb: number }) {
    this.#memoryMb = options.memoryMb;
    this.#piscina = new Piscina<WorkerTask, WorkerVerdict>({
      filename: workerFile().href,
      // Hostile files are read there: the keys in this process's environment are none of their business.
      env: {},
      minThreads: 0,
      maxThreads: options.workers,
      idleTimeout: IDLE_MS,
      atomics: "disabled",
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(options.memoryMb * HEAP_LIMIT_OVER_WATCH) },
    });
    // A thread that dies with no task says so by this event; the next task gets a fresh one.
    this.#piscina.on("error", () => undefined);
  }

  /**
   * Runs one task. `task.bytes` is transferred: it is empty afterwards. Rejects when `signal` fires; the thread
   * is stopped then, whatever it does.
   */
  async run(task: PoolTask, timeoutMs: number, signal: AbortSignal): Promise<PoolResult> {
    const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const { port1: inbox, port2: textPort } = new MessageChannel();
    using watch = new WorkerWatch({
      timeoutMs,
      memoryMb: this.#memoryMb,
      progress,
      threads: () => this.#piscina.threads,
    });
    try {
      const verdict = await this.#piscina.run(
        { ...task, progress, textPort },
        {
          signal: AbortSignal.any([watch.signal, signal]),
          transferList: [transferable(task.bytes), textPort],
        },
      );
      return { kind: "done", verdict, pages: await collectPages(inbox) };
    } catch (error) {
      signal.throwIfAborted();
      if (watch.reason) return { kind: watch.reason };
      if (isOutOfMemory(error)) return { kind: "out-of-memory" };
      if (Atomics.load(progress, 0) !== 0) return { kind: "crashed" };
      throw new DocumentWorkerError({ cause: error });
    } finally {
      inbox.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#piscina.destroy();
  }
}

/** Sources are TypeScript, a built package is JavaScript; the worker lies beside this file in both. */
function workerFile(): URL {
  return new URL(
    import.meta.url.endsWith(".ts") ? "./document-worker.ts" : "./document-worker.js",
    import.meta.url,
  );
}

function transferable(bytes: Uint8Array): ArrayBuffer {
  if (bytes.buffer instanceof ArrayBuffer) return bytes.buffer;
  throw new TypeError("The pool takes bytes of an ArrayBuffer of their own.");
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** Takes in what the worker has sent, a little in each turn of the event loop, so that nothing else has to wait. */
async function collectPages(inbox: MessagePort): Promise<string[]> {
  const pages: string[][] = [];
  for (;;) {
    let characters = 0;
    for (let count = 0; count < PARTS_PER_TURN && characters < CHARACTERS_PER_TURN; count += 1) {
      const received: { message: TextPart } | undefined = receiveMessageOnPort(inbox);
      if (!received) return Array.from(pages, (parts = []) => parts.join(""));
      const { page, text } = received.message;
      const parts = pages[page] ?? [];
      pages[page] = parts;
      parts.push(text);
      characters += text.length;
    }
    await setImmediate();
  }
}
