import { createHash } from "node:crypto";
import { throwIfAborted } from "#kernel";
import { TaskNotFoundError } from "../errors.ts";
import type { DocumentStore, EventLog, JournalStore, Stores } from "../ports.ts";
import type { TaskId } from "../task.ts";
import { type Kept, MemoryTaskStore } from "./memory-task-store.ts";

/** Stores that last as long as the process, for tests that want no disk. */
export function createMemoryStores(): Stores {
  const kept = new Map<TaskId, Kept>();
  return {
    tasks: new MemoryTaskStore(kept),
    events: eventLog(kept),
    journal: journalStore(kept),
    documents: documentStore(),
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
  return {
    async find({ taskId, stepPath }) {
      return kept.get(taskId)?.journal.get(stepPath);
    },
    async put({ taskId, stepPath }, requestHash, result) {
      const journal = kept.get(taskId)?.journal;
      if (journal === undefined) throw new TaskNotFoundError();
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

function documentStore(): DocumentStore {
  const documents = new Map<string, Uint8Array>();
  return {
    async put(bytes) {
      const hash = createHash("sha256").update(bytes).digest("hex");
      documents.set(hash, bytes.slice());
      return hash;
    },
    async get(hash) {
      return documents.get(hash)?.slice();
    },
  };
}
