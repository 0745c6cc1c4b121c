import { type Clock, throwIfAborted } from "#kernel";
import { TaskNotFoundError, VersionConflictError } from "../errors.ts";
import type { EventLog, JournalStore, Stores } from "../ports.ts";
import type { TaskId } from "../task.ts";
import { MemoryDocuments } from "./memory-documents.ts";
import { type Kept, MemoryTaskStore } from "./memory-task-store.ts";

export interface MemoryStoresOptions {
  /** Default: time stands still at 0, so that no document that nobody holds ever goes. */
  readonly clock?: Pick<Clock, "now">;
  /** For how long a document that no task holds is kept after it was last put. Default: 0. */
  readonly unheldDocumentGraceMs?: number;
}

/** Stores that last as long as the process, for tests that want no disk. They never refuse work, not even closed. */
export function createMemoryStores(options: MemoryStoresOptions = {}): Stores {
  const { clock = { now: () => 0 }, unheldDocumentGraceMs = 0 } = options;
  const kept = new Map<TaskId, Kept>();
  const documents = new MemoryDocuments(clock.now.bind(clock), unheldDocumentGraceMs);
  return {
    tasks: new MemoryTaskStore(kept, documents),
    events: eventLog(kept),
    journal: journalStore(kept),
    documents,
    ping: async (signal) => throwIfAborted(signal, "Asking the store"),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function eventLog(kept: ReadonlyMap<TaskId, Kept>): EventLog {
  return {
    async page(taskId, afterSeq, limit) {
      const from = Math.max(0, afterSeq);
      return kept.get(taskId)?.events.slice(from, from + limit) ?? [];
    },
  };
}

function journalStore(kept: ReadonlyMap<TaskId, Kept>): JournalStore {
  const throwIfOvertaken = (taskId: TaskId, run = Number.POSITIVE_INFINITY): void => {
    if ((kept.get(taskId)?.task.runs ?? 0) > run) throw new VersionConflictError(taskId);
  };
  return {
    async find({ taskId, stepPath, run }) {
      throwIfOvertaken(taskId, run);
      return kept.get(taskId)?.journal.get(stepPath);
    },
    async put({ taskId, stepPath, run }, requestHash, result) {
      const journal = kept.get(taskId)?.journal;
      if (journal === undefined) throw new TaskNotFoundError();
      throwIfOvertaken(taskId, run);
      // Out and in again: what is stored last is listed last.
      journal.delete(stepPath);
      journal.set(stepPath, { requestHash, result });
    },
    async *list(taskId) {
      const journal = kept.get(taskId)?.journal ?? new Map();
      for (const [stepPath, entry] of [...journal]) yield { stepPath, ...entry };
    },
  };
}
