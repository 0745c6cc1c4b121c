import { threadId } from "node:worker_threads";
import { extractBytes } from "./extract-bytes.ts";
import { LimitReached } from "./limit-reached.ts";
import { TextSink } from "./text-sink.ts";
import type { WorkerTask, WorkerVerdict } from "./worker-protocol.ts";

/** The entry of a worker thread: reads one document, of which anything must be expected. */
export default async function readDocument(task: WorkerTask): Promise<WorkerVerdict> {
  silenceConsole();
  outliveLooseEnds();
  Atomics.store(task.progress, 0, threadId);
  const sink = new TextSink((part) => task.textPort.postMessage(part), task.limits.maxTextCharacters);
  try {
    const verdict = await extractBytes(task, sink);
    sink.end();
    return verdict;
  } catch (error) {
    return verdictFor(error);
  } finally {
    task.textPort.close();
  }
}

function verdictFor(error: unknown): WorkerVerdict {
  if (error instanceof LimitReached) return { kind: "too-large", what: error.what, limit: error.limit };
  if (error instanceof RangeError)
    return { kind: "corrupt", detail: "Its structure is nested or sized beyond reason." };
  return { kind: "corrupt", detail: "The reader for its format could not make sense of it." };
}

/**
 * Parsers warn on the console, and so does Tesseract's own thread by way of this one. Standard output and error belong
 * to the program, and may not show text of a document. What this silences is this thread's own.
 */
function silenceConsole(): void {
  const silent = (): void => undefined;
  for (const method of ["log", "info", "warn", "error", "debug", "trace"] as const) console[method] = silent;
  process.stdout.write = () => true;
  process.stderr.write = () => true;
}

/** Parsers drop promises that a damaged document makes fail; what they still return is good, so the thread goes on. */
function outliveLooseEnds(): void {
  if (process.listenerCount("unhandledRejection") === 0) process.on("unhandledRejection", () => undefined);
}
