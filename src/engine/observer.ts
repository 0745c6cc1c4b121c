import type { TaskEventBody, TaskId, TaskStateKind } from "./task.ts";

/** Why a run was told to stop. */
export type StopCause = "canceled" | "timed-out" | "shutdown" | "overtaken";

/** What the engine's metrics and logs are made of. Ids and figures alone: never what a message or document says. */
export type EngineObservation =
  /** A run begins after its task waited `waitMs`; `attempt` is from 1. */
  | {
      readonly type: "run-begun";
      readonly taskId: TaskId;
      readonly attempt: number;
      readonly waitMs: number;
    }
  /** A task became terminal, `durationMs` after it was submitted. `code` is that of its failure. */
  | {
      readonly type: "task-finished";
      readonly taskId: TaskId;
      readonly state: TaskStateKind;
      readonly durationMs: number;
      readonly code: string | undefined;
    }
  /** How many tasks wait and run now. */
  | { readonly type: "load-changed"; readonly queued: number; readonly running: number }
  /** A submission was refused because too much was waiting. */
  | { readonly type: "submission-refused"; readonly retryAfterSeconds: number }
  /**
   * A step was asked of the journal: there; not there; there for another request and run again; or run already by a
   * concurrent call.
   */
  | {
      readonly type: "journal-read";
      readonly taskId: TaskId;
      readonly stepPath: string;
      readonly outcome: "hit" | "miss" | "mismatch" | "shared";
    }
  | {
      readonly type: "event-appended";
      readonly taskId: TaskId;
      readonly seq: number;
      readonly event: TaskEventBody["type"];
    }
  /** A run wrote after it was told to stop, or after it had ended; nothing was stored. */
  | {
      readonly type: "late-write-dropped";
      readonly taskId: TaskId;
      readonly cause: StopCause | "ended";
    }
  | { readonly type: "tasks-removed"; readonly count: number }
  /** A fault inside. A client that is told of it at all is told only `logId`. */
  | {
      readonly type: "fault-caught";
      readonly logId: string;
      readonly taskId: TaskId | undefined;
      readonly during: "run" | "store" | "retention";
      readonly error: unknown;
    };

/** Told of everything that happens, at once and in order. It must neither throw nor wait. */
export type EngineObserver = (observation: EngineObservation) => void;
