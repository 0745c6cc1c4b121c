import {
  type ChangeHints,
  type Dispatcher,
  type EngineObserver,
  type Place,
  type RunOutcome,
  RunPace,
  type RunTurn,
  ServerBusyError,
  type TaskId,
  type TaskOwner,
  type TaskStore,
} from "#engine";
import type { Clock, Timers } from "#kernel";
import { HeldJobs, type Holding } from "./held-jobs.ts";
import { JobSweep } from "./job-sweep.ts";
import type { HeldJob, QueueLoad, TaskQueue } from "./task-queue.ts";

export interface SharedLimits {
  /** Runs at a time on this instance. */
  readonly maxRunning: number;
  /** Runs of one owner at a time on all instances; undefined: as many as there are places. */
  readonly maxRunningPerOwner: number | undefined;
  /** Tasks that may wait, on all instances. */
  readonly maxQueued: number;
  readonly maxQueuedPerOwner: number;
}

export interface SharedDispatcherDeps {
  readonly queue: TaskQueue;
  readonly tasks: Pick<TaskStore, "unfinished" | "load">;
  /** True for one instance a period: `work` is done once, however many there are. */
  readonly claim: (work: string, everyMs: number) => Promise<boolean>;
  readonly hints: ChangeHints;
  readonly limits: SharedLimits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly observe: EngineObserver;
  /** Told of faults in the background. What failed is tried again. */
  readonly onFault: (error: unknown) => void;
  /** Longest time until a waiting task is seen whose hint was lost, in milliseconds. Default: 500. */
  readonly pollMs?: number;
  /** How long to wait after a store failed under a run before the task is run again, in milliseconds. Default: 1000. */
  readonly retryMs?: number;
}

/** The key under which it is hinted that a task waits which its own instance has no room for. */
const WAITING_HINT = "queue/waiting";
const BETWEEN_HINTS_MS = 60_000;

/**
 * Dispatch over many instances: each takes as many jobs of the shared queue as it has room for, and says again and again
 * that it still holds them. What it holds when it dies is given to another.
 */
export class SharedDispatcher implements Dispatcher {
  readonly #deps: SharedDispatcherDeps;
  readonly #held: HeldJobs;
  readonly #sweep: JobSweep;
  readonly #pace = new RunPace();
  readonly #closed = new AbortController();
  #woken = Promise.withResolvers<void>();
  #loop: Promise<void> = Promise.resolve();
  #queued = 0;
  #reserved = 0;
  #answers = true;

  constructor(deps: SharedDispatcherDeps) {
    this.#deps = deps;
    this.#held = new HeldJobs(deps);
    this.#sweep = new JobSweep(deps);
  }

  /** Whether the queue answered when it was last asked. */
  get answers(): boolean {
    return this.#answers;
  }

  async start(run: RunTurn): Promise<void> {
    if (this.#closed.signal.aborted) return;
    this.#sweep.start();
    void this.#followHints();
    this.#loop = this.#giveTurns(run);
  }

  async reserve(owner: TaskOwner): Promise<Place> {
    using held = new DisposableStack();
    this.#reserved += 1;
    held.defer(() => {
      this.#reserved -= 1;
    });
    const { load, hold } = await this.#deps.queue.standing(owner);
    held.use(hold);
    this.#tellLoad(load.waiting);
    if (!this.#hasPlace(load)) throw this.#busy(load);
    return held.move();
  }

  /** The job came with the task's own commit: only a look is needed, here or, where there is no room, elsewhere. */
  enqueue(): void {
    if (this.#room() > 0) this.#woken.resolve();
    else this.#deps.hints.publish(WAITING_HINT);
  }

  drop(id: TaskId): void {
    // A job that stays finds its task ended when its turn comes.
    this.#deps.queue.drop(id).catch(this.#deps.onFault);
  }

  close(): void {
    this.#closed.abort();
    this.#woken.resolve();
    this.#held.close();
  }

  async idle(): Promise<void> {
    await this.#loop;
    await this.#held.idle();
    await this.#sweep[Symbol.asyncDispose]();
  }

  async #giveTurns(run: RunTurn): Promise<void> {
    const { timers, pollMs = 500 } = this.#deps;
    while (!this.#closed.signal.aborted) {
      // Before the look, so that whoever wakes during it is heard.
      this.#woken = Promise.withResolvers();
      const taken = await this.#take();
      for (const job of taken) {
        if (this.#closed.signal.aborted) await this.#handBack(job);
        else this.#give(job, run);
      }
      // The heartbeat that came with the job itself is waited for longer.
      if (taken.length > 0) void this.#held.touch();
      using _poll = timers.after(pollMs, this.#woken.resolve);
      await this.#woken.promise;
    }
  }

  async #take(): Promise<readonly HeldJob[]> {
    const room = this.#room();
    if (room <= 0) return [];
    try {
      const taken = await this.#deps.queue.take(room, this.#deps.limits.maxRunningPerOwner);
      this.#answers = true;
      return taken;
    } catch (error) {
      // Told once: it is asked again twice a second.
      if (this.#answers) this.#deps.onFault(error);
      this.#answers = false;
      return [];
    }
  }

  /** It came while this instance closed: another one need not wait until it counts as lost. */
  async #handBack(job: HeldJob): Promise<void> {
    await this.#deps.queue.handBack(job).catch(this.#deps.onFault);
  }

  #give(job: HeldJob, run: RunTurn): void {
    const { clock } = this.#deps;
    const begunAt = clock.monotonicMs();
    const { taskId: id, tenant, owner, since } = job.data;
    const waitMs = Math.max(0, clock.now() - since);
    void this.#held
      .hold(job, async (holding: Holding): Promise<RunOutcome> => {
        const { lost } = holding;
        this.#tellLoad(Math.max(0, this.#queued - 1));
        try {
          return await run({ id, tenant, owner, waitMs, takeOvers: job.retryCount, lost });
        } finally {
          this.#pace.add(clock.monotonicMs() - begunAt);
        }
      })
      .finally(() => {
        this.#tellLoad(this.#queued);
        this.#woken.resolve();
      });
  }

  #room(): number {
    return this.#deps.limits.maxRunning - this.#held.size;
  }

  /** A queue that may hold nothing still lets through what this instance has room for. */
  #hasPlace({ waiting, waitingOfOwner, runningOfOwner }: QueueLoad): boolean {
    const { maxQueued, maxQueuedPerOwner, maxRunningPerOwner = Number.POSITIVE_INFINITY } = this.#deps.limits;
    // Those that were let in and are not stored yet, but for the one that asks.
    const coming = this.#reserved - 1;
    const free = this.#room() - coming > 0 && runningOfOwner < maxRunningPerOwner;
    return free || (waiting + coming < maxQueued && waitingOfOwner < maxQueuedPerOwner);
  }

  #busy({ waiting, running }: QueueLoad): ServerBusyError {
    const places = Math.max(running, this.#deps.limits.maxRunning);
    const retryAfterSeconds = this.#pace.retryAfterSeconds(waiting, places);
    this.#deps.observe({ type: "submission-refused", retryAfterSeconds });
    return new ServerBusyError(retryAfterSeconds);
  }

  async #followHints(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      await this.#deps.hints.wait(WAITING_HINT, BETWEEN_HINTS_MS, signal);
      this.#woken.resolve();
    }
  }

  /** `queued` counts all instances, as last seen; `running` this one. */
  #tellLoad(queued: number): void {
    this.#queued = queued;
    this.#deps.observe({ type: "load-changed", queued, running: this.#held.size });
  }
}
