import type { Clock } from "#kernel";
import { ServerBusyError } from "../errors.ts";
import type { EngineObserver } from "../observer.ts";
import type { TaskId, TaskOwner } from "../task.ts";
import { FairQueue, ownerKey, type WaitingTask } from "./fair-queue.ts";
import { RunPace } from "./run-pace.ts";

export interface DispatchLimits {
  readonly maxRunning: number;
  readonly maxRunningPerOwner: number;
  readonly maxQueued: number;
  readonly maxQueuedPerOwner: number;
}

export interface DispatcherDeps {
  readonly limits: DispatchLimits;
  readonly clock: Clock;
  readonly observe: EngineObserver;
  /** Runs a task to its end. Must not reject. */
  readonly run: (task: WaitingTask, waitMs: number) => Promise<void>;
}

/** A place in the queue, held while its task is being stored. Dispose gives it back. */
export type Place = Disposable;

/** Decides which task runs when: so many at a time, in turns between owners, and no more waiting than allowed. */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #queue = new FairQueue();
  readonly #pace = new RunPace();
  readonly #running = new Map<TaskId, Promise<void>>();
  readonly #runningOf = new Map<string, number>();
  readonly #reservedOf = new Map<string, number>();
  /** Tasks that came to wait again before their last run let go of them. */
  readonly #again = new Map<TaskId, TaskOwner>();
  #reserved = 0;
  #open = false;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  /** Begins to run what waits. */
  start(): void {
    this.#open = true;
    this.#pump();
  }

  /** Starts nothing more. */
  close(): void {
    this.#open = false;
  }

  /** Resolves once nothing runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Holds a place for a task that is about to be stored. @throws ServerBusyError where none is free */
  reserve(owner: TaskOwner): Place {
    const { maxRunning, maxRunningPerOwner, maxQueued, maxQueuedPerOwner } = this.#deps.limits;
    const key = ownerKey(owner);
    const reservedOf = this.#reservedOf.get(key) ?? 0;
    const taken = this.#queue.size + this.#reserved + this.#running.size;
    const takenByOwner = this.#queue.sizeOf(owner) + reservedOf + (this.#runningOf.get(key) ?? 0);
    if (taken >= maxRunning + maxQueued || takenByOwner >= maxRunningPerOwner + maxQueuedPerOwner) {
      const retryAfterSeconds = this.#pace.retryAfterSeconds(this.#queue.size, maxRunning);
      this.#deps.observe({ type: "submission-refused", retryAfterSeconds });
      throw new ServerBusyError(retryAfterSeconds);
    }
    this.#reserved += 1;
    this.#reservedOf.set(key, reservedOf + 1);
    return { [Symbol.dispose]: () => this.#release(key) };
  }

  /** Lets a stored task wait for its turn; one that was acknowledged is never refused. */
  enqueue(id: TaskId, owner: TaskOwner): void {
    const { tenant, owner: name } = owner;
    if (this.#running.has(id)) {
      this.#again.set(id, { tenant, owner: name });
      return;
    }
    this.#queue.add({ id, tenant, owner: name, since: this.#deps.clock.monotonicMs() });
    this.#pump();
    this.#tellLoad();
  }

  /** Takes a task out of the queue. */
  drop(id: TaskId): void {
    if (this.#queue.remove(id)) this.#tellLoad();
  }

  #pump(): void {
    const { maxRunning, maxRunningPerOwner } = this.#deps.limits;
    const mayRun = (key: string): boolean => (this.#runningOf.get(key) ?? 0) < maxRunningPerOwner;
    while (this.#open && this.#running.size < maxRunning) {
      const task = this.#queue.take(mayRun);
      if (task === undefined) return;
      this.#running.set(task.id, this.#run(task));
    }
  }

  async #run(task: WaitingTask): Promise<void> {
    const key = ownerKey(task);
    this.#runningOf.set(key, (this.#runningOf.get(key) ?? 0) + 1);
    const begunAt = this.#deps.clock.monotonicMs();
    try {
      await this.#deps.run(task, begunAt - task.since);
    } finally {
      this.#pace.add(this.#deps.clock.monotonicMs() - begunAt);
      this.#running.delete(task.id);
      decrement(this.#runningOf, key);
      const again = this.#again.get(task.id);
      this.#again.delete(task.id);
      if (again !== undefined) this.enqueue(task.id, again);
      this.#pump();
      this.#tellLoad();
    }
  }

  #release(key: string): void {
    this.#reserved -= 1;
    decrement(this.#reservedOf, key);
  }

  #tellLoad(): void {
    this.#deps.observe({
      type: "load-changed",
      queued: this.#queue.size,
      running: this.#running.size,
    });
  }
}

function decrement(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 0) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
