import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import { abortReason, throwIfAborted } from "#kernel";
import {
  outlineOf,
  type PreparedJobs,
  type PrepareRequest,
  type ProgramOutcome,
  type Workbench,
} from "#minions";
import { DEFAULT_WORKBENCH_LIMITS, type WorkbenchLimits } from "./limits.ts";
import { renderOutputs } from "./program/render-outputs.ts";
import { CallWatch } from "./thread/call-watch.ts";
import { type CallerAnswers, serveWorker } from "./thread/caller-line.ts";
import { newControl } from "./thread/control.ts";
import type { PrepareOrder, TransformOrder, WorkCall } from "./thread/work-order.ts";
import { WorkbenchFailedError } from "./workbench-errors.ts";

export interface WorkbenchOptions {
  /** Programs that run at once; more wait. Default 2. */
  readonly maxThreads?: number;
  /** How long an idle thread is kept, in milliseconds. Default 10,000. */
  readonly idleMs?: number;
  readonly limits?: Partial<WorkbenchLimits>;
}

/**
 * Heap of a thread. Far more than the limits let documents, chunks and texts fill: a thread that meets this bound may
 * take the process with it (V8 gives up while it unpacks a message), so it must never be met.
 */
const THREAD_HEAP_MIB = 2048;
/** Deep recursion in the engine must meet the engine's own limit before the thread's. */
const THREAD_STACK_MIB = 16;

/** Opens a workbench. It starts no thread before its first call, and idle threads do not keep the process alive. */
export function createWorkbench(options: WorkbenchOptions = {}): Workbench & AsyncDisposable {
  const limits = { ...DEFAULT_WORKBENCH_LIMITS, ...options.limits };
  const pool = new Piscina({
    filename: new URL(
      import.meta.url.endsWith(".ts") ? "./thread/worker.ts" : "./thread/worker.js",
      import.meta.url,
    ).href,
    minThreads: 0,
    maxThreads: options.maxThreads ?? 2,
    idleTimeout: options.idleMs ?? 10_000,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MIB, stackSizeMb: THREAD_STACK_MIB },
    // A program that broke out of everything would still find no secret here.
    env: {},
  });
  // A thread that dies between two calls harms none of them; without a listener it would end the process.
  pool.on("error", () => undefined);
  let closed = false;
  const requireOpen = (): void => {
    if (closed) throw new WorkbenchFailedError({ cause: new Error("The workbench is closed.") });
  };
  return {
    prepareJobs: async (request, signal) => {
      requireOpen();
      return await prepare(pool, limits, request, signal);
    },
    transformOutputs: async (program, jobs, signal) => {
      requireOpen();
      throwIfAborted(signal, "Aggregation");
      if (program.kind === "plan") {
        const value = renderOutputs(program.plan.aggregation, jobs, limits.outputCharacters);
        return { kind: "done", value };
      }
      const order: TransformOrder = { kind: "transform", source: program.source, jobs };
      return (
        tooLong(program.source, limits) ??
        (await call<string>(pool, limits, order, { documents: [], embed: undefined }, signal))
      );
    },
    [Symbol.asyncDispose]: async () => {
      closed = true;
      await pool.destroy();
    },
  };
}

async function prepare(
  pool: Piscina,
  limits: WorkbenchLimits,
  request: PrepareRequest,
  signal: AbortSignal,
): Promise<ProgramOutcome<PreparedJobs>> {
  throwIfAborted(signal, "Decomposition");
  const { program, documents, previousJobs, chunking, retrieval } = request;
  if (program.kind === "code") {
    const refused = tooLong(program.source, limits);
    if (refused) return refused;
  }
  const characters = documents.reduce((sum, document) => sum + outlineOf(document).characters, 0);
  if (characters > limits.documentCharacters) return tooMuchText(characters, limits);
  const embed = retrieval === "multimodal-embedding" ? request.embedMultimodal : request.embed;
  const usable = retrieval === undefined || retrieval === "bm25" ? undefined : embed;
  const order: PrepareOrder = {
    ...{ kind: "prepare", program, previousJobs, limits: request.limits, chunking, retrieval },
    documentCount: documents.length,
    canEmbed: usable !== undefined,
  };
  return await call<PreparedJobs>(pool, limits, order, { documents, embed: usable }, signal);
}

function tooLong(source: string, { sourceCharacters }: WorkbenchLimits): ProgramOutcome<never> | undefined {
  if (source.length <= sourceCharacters) return undefined;
  const message = `The program is ${source.length} characters long; at most ${sourceCharacters} are allowed.`;
  return { kind: "faulty", fault: "syntax", message };
}

function tooMuchText(characters: number, { documentCharacters }: WorkbenchLimits): ProgramOutcome<never> {
  const message = `The documents hold ${characters} characters; at most ${documentCharacters} can be taken apart in one run.`;
  return { kind: "faulty", fault: "out-of-memory", message };
}

/** One call of a worker thread, which is ended, and replaced, when it is aborted or takes too long. */
async function call<Value>(
  pool: Piscina,
  bounds: WorkbenchLimits,
  order: PrepareOrder | TransformOrder,
  answers: Pick<CallerAnswers, "documents" | "embed">,
  signal: AbortSignal,
): Promise<ProgramOutcome<Value>> {
  const kill = new AbortController();
  const ended = new AbortController();
  const control = newControl();
  const { port1: own, port2: line } = new MessageChannel();
  let late: string | undefined;
  let failure: { readonly error: unknown } | undefined;
  using _watch = new CallWatch(control, bounds, (message) => {
    late = message;
    kill.abort();
  });
  serveWorker(own, control, {
    ...answers,
    signal: AbortSignal.any([signal, kill.signal, ended.signal]),
    onFailure: (error) => {
      failure ??= { error };
      kill.abort();
    },
  });
  const task: WorkCall = { order, bounds, control, line };
  try {
    return (await pool.run(task, {
      transferList: [line],
      signal: AbortSignal.any([signal, kill.signal]),
    })) as ProgramOutcome<Value>;
  } catch (error) {
    if (signal.aborted) throw abortReason(signal, "Running the decomposition");
    if (failure) throw failure.error;
    if (late !== undefined) return { kind: "faulty", fault: "out-of-time", message: late };
    if (isOutOfMemory(error)) {
      return { kind: "faulty", fault: "out-of-memory", message: "Chunks and indexes took too much memory." };
    }
    throw new WorkbenchFailedError({ cause: error });
  } finally {
    ended.abort();
    own.close();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
