import type { Clock, Timers } from "#kernel";
import { ServerBusyError } from "../errors.ts";
import type { EngineObserver } from "../observer.ts";
import type { TaskStore } from "../ports.ts";
import type { StoredTask, TaskId, TaskOwner } from "../task.ts";
import type { Dispatcher, Place, PriorityOf, RunOutcome, RunTurn } from "./dispatcher.ts";
import { FairQueue, ownerKey, type WaitingTask } from "./fair-queue.ts";
import { RunPace } from "./run-pace.ts";

export interface DispatchLimits {
  readonly maxRunning: number;
  readonly maxRunningPerOwner: number;
  readonly maxQueued: number;
  readonly maxQueuedPerOwner: number;
}

export interface InProcessDispatcherDeps {
  readonly limits: DispatchLimits;
  readonly tasks: Pick<TaskStore, "unfinished" | "load">;
  readonly priorityOf: PriorityOf;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly observe: EngineObserver;
  /** How long to wait after a store failed under a run before the task is run again, in milliseconds. */
  readonly retryMs: number;
}

/** Dispatch where one process owns the store: the queue is in memory, and made anew from the store at every start. */
export class InProcessDispatcher implements Dispatcher {
  readonly #deps: InProcessDispatcherDeps;
  readonly #queue = new FairQueue();
  readonly #pace = new RunPace();
  readonly #running = new Map<TaskId, Promise<void>>();
  readonly #runningOf = new Map<string, number>();
  readonly #reservedOf = new Map<string, number>();
  /** Tasks that came to wait again before their last run let go of them. */
  readonly #again = new Map<TaskId, WaitingTask>();
  readonly #retries = new Set<Disposable>();
  #reserved = 0;
  /** Defined while turns are given. */
  #run: RunTurn | undefined;
  #closed = false;

  constructor(deps: InProcessDispatcherDeps) {
    this.#deps = deps;
  }

  async start(run: RunTurn): Promise<void> {
    const { tasks } = this.#deps;
    for await (const id of tasks.unfinished()) {
      if (this.#closed) return;
      const task = await tasks.load(id);
      if (task !== undefined) this.enqueue(task);
    }
    if (this.#closed) return;
    this.#run = run;
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    this.#run = undefined;
    for (const retry of this.#retries) retry[Symbol.dispose]();
    this.#retries.clear();
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async reserve(owner: TaskOwner): Promise<Place> {
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

  enqueue(task: Pick<StoredTask, "id" | "tenant" | "owner" | "request">): void {
    const { id, tenant, owner, request } = task;
    const priority = this.#deps.priorityOf(task, request);
    this.#wait({ id, tenant, owner, priority, since: this.#deps.clock.monotonicMs() });
  }

  drop(id: TaskId): void {
    if (this.#queue.remove(id)) this.#tellLoad();
  }

  #wait(task: WaitingTask): void {
    if (this.#running.has(task.id)) {
      this.#again.set(task.id, task);
      return;
    }
    this.#queue.add(task);
    this.#pump();
    this.#tellLoad();
  }

  #pump(): void {
    const { maxRunning, maxRunningPerOwner } = this.#deps.limits;
    const mayRun = (key: string): boolean => (this.#runningOf.get(key) ?? 0) < maxRunningPerOwner;
    while (this.#run !== undefined && this.#running.size < maxRunning) {
      const task = this.#queue.take(mayRun);
      if (task === undefined) return;
      this.#running.set(task.id, this.#give(task, this.#run));
    }
  }

  async #give(task: WaitingTask, run: RunTurn): Promise<void> {
    const key = ownerKey(task);
    this.#runningOf.set(key, (this.#runningOf.get(key) ?? 0) + 1);
    const begunAt = this.#deps.clock.monotonicMs();
    let outcome: RunOutcome = "over";
    try {
      outcome = await run({ ...task, waitMs: begunAt - task.since, takeOvers: 0 });
    } finally {
      this.#pace.add(this.#deps.clock.monotonicMs() - begunAt);
      this.#running.delete(task.id);
      decrement(this.#runningOf, key);
      if (outcome === "store-failed") this.#retry(task);
      const again = this.#again.get(task.id);
      this.#again.delete(task.id);
      if (again !== undefined) this.#wait(again);
      this.#pump();
      this.#tellLoad();
    }
  }

  #retry(task: WaitingTask): void {
    if (this.#closed) return;
    const timer = this.#deps.timers.after(this.#deps.retryMs, () => {
      this.#retries.delete(timer);
      this.#wait({ ...task, since: this.#deps.clock.monotonicMs() });
    });
    this.#retries.add(timer);
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
