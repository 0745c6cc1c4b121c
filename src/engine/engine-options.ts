import type { Clock, Timers } from "#kernel";
import type { Dispatcher, PriorityOf } from "./dispatch/dispatcher.ts";
import type { Submission, TaskRunner } from "./engine-api.ts";
import type { EngineObserver } from "./observer.ts";
import type { ChangeHints, Stores, TaskPlace } from "./ports.ts";

/** Sizes and times of an engine. */
export interface EngineOptions {
  /** Runs at a time. */
  readonly maxRunning: number;
  /** Runs of one owner at a time. Default: `maxRunning`. */
  readonly maxRunningPerOwner?: number;
  /** Tasks that may wait beside those that run; above it submissions are refused as busy. */
  readonly maxQueued: number;
  /** Tasks of one owner that may wait. Default: `maxQueued`. */
  readonly maxQueuedPerOwner?: number;
  /** Tasks that are kept; above it the oldest terminal ones go. */
  readonly maxTasks: number;
  /** How long a terminal task is kept, in milliseconds. */
  readonly retentionMs: number;
  /** Time between two sweeps of what is kept no longer, in milliseconds. Default: one minute. */
  readonly retentionEveryMs?: number;
  /** How long `await using` lets running tasks end by themselves, in milliseconds. */
  readonly graceMs: number;
  /** How long a run that was told to stop may take to clean up before its slot is given on, in milliseconds. Default: 5000. */
  readonly cleanupMs?: number;
  /** Longest time until a reader sees a change whose hint was lost, in milliseconds. In one process none is lost: let it be long, 10 s or more. */
  readonly pollMs: number;
  /** Events that a reader holds at most. Default: 100. */
  readonly eventsPerPage?: number;
  /**
   * How often a task's run may begin and die without telling anything new before the task fails with `run-kept-dying`.
   * Default: 5.
   */
  readonly maxAttempts?: number;
  /**
   * How often a task's run may be taken over from an instance that died, in all, before the task fails with
   * `run-kept-dying`: also one that tells something new each time is not begun for ever. Default: 20.
   */
  readonly maxTakeOvers?: number;
  /**
   * Longest time until a run here hears that another instance canceled its task, in milliseconds. Default: never, for
   * within one process nobody else does.
   */
  readonly watchMs?: number;
  /** How long to wait after a store failed under a run before the task is run again, in milliseconds. Default: 1000. */
  readonly retryMs?: number;
}

/**
 * Asked before something new is stored. What it throws refuses the submission, unless the same message came before. It
 * gives the places that a new task takes.
 */
export type AdmitSubmission = (submission: Submission) => Promise<readonly TaskPlace[]>;

export interface EngineDeps {
  readonly stores: Stores;
  readonly runner: TaskRunner;
  readonly clock: Clock;
  /** Gives an id that nobody else has or guesses; used for tasks, contexts and log ids. */
  readonly newId: () => string;
  /** Default: within this process, which then must be the only one over its stores. */
  readonly dispatcher?: Dispatcher;
  /**
   * True for one of the instances that ask within a period, in milliseconds: what comes again and again is done once,
   * however many there are. Default: always, for there is one.
   */
  readonly claim?: (work: string, everyMs: number) => Promise<boolean>;
  /** Default: hints within this process. */
  readonly hints?: ChangeHints;
  /** Default: the runtime's. */
  readonly timers?: Timers;
  readonly options: EngineOptions;
  readonly observe?: EngineObserver;
  /** Used where the engine dispatches within this process. Default: all tasks have priority 1. */
  readonly priorityOf?: PriorityOf;
  /** Default: everything is taken. */
  readonly admit?: AdmitSubmission;
}

const DEFAULTS = {
  retentionEveryMs: 60_000,
  cleanupMs: 5000,
  eventsPerPage: 100,
  maxAttempts: 5,
  maxTakeOvers: 20,
  watchMs: Number.POSITIVE_INFINITY,
  retryMs: 1000,
} as const;

/** The options with every default filled in. */
export function completeOptions(options: EngineOptions): Required<EngineOptions> {
  return {
    maxRunningPerOwner: options.maxRunning,
    maxQueuedPerOwner: options.maxQueued,
    ...DEFAULTS,
    ...options,
  };
}
