import type { JsonObject } from "../content.ts";
import type { StoredTask, TaskId, TaskOwner } from "../task.ts";

/** Turns that an owner gets with such tasks for each turn of one whose tasks have priority 1; a whole number from 1. */
export type PriorityOf = (owner: TaskOwner, request: JsonObject) => number;

/** A place in the queue, held while its task is being stored. Dispose gives it back. */
export type Place = Disposable;

/** A task whose turn has come. */
export interface Turn extends TaskOwner {
  readonly id: TaskId;
  /** How long it waited, in milliseconds. */
  readonly waitMs: number;
  /** How often the queue gave this turn to an instance that never ended it. */
  readonly takeOvers: number;
  /** Fires when the turn was given to another instance, because this one seemed dead. */
  readonly lost?: AbortSignal;
}

/**
 * How a run left its task: nothing is left to do here; it is to be run again by whoever can, for this instance is
 * leaving; or a store failed under it and it is to be run again after a while.
 */
export type RunOutcome = "over" | "handed-back" | "store-failed";

/** Runs a task whose turn has come. Must not reject. */
export type RunTurn = (turn: Turn) => Promise<RunOutcome>;

/**
 * Decides which task runs when and, where there are many instances, where: so many at a time, in turns between owners,
 * and no more waiting than allowed. A task that was stored gets its turn, whatever dies in between.
 */
export interface Dispatcher {
  /** Takes up what was left unfinished and begins to give turns. @throws where the store or the queue does not answer */
  start(run: RunTurn): Promise<void>;
  /** Holds a place for a task that is about to be stored. @throws ServerBusyError where none is free */
  reserve(owner: TaskOwner): Promise<Place>;
  /** Lets a stored task wait for its turn; one that was acknowledged is never refused. Before `start`, too. */
  enqueue(task: Pick<StoredTask, "id" | "tenant" | "owner" | "request">): void;
  /** The task has ended: it needs no turn any more. */
  drop(id: TaskId): void;
  /** Gives no more turns. */
  close(): void;
  /** Resolves once nothing runs here and what was left has been handed back. */
  idle(): Promise<void>;
}
