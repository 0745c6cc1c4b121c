import type { RunOutcome } from "#engine";
import type { Timers } from "#kernel";
import type { HeldJob, TaskQueue } from "./task-queue.ts";

/** Well within what the queue waits for a heartbeat, so that a slow database loses no job. */
const HEARTBEAT_EVERY_MS = 1_500;
const DEFAULT_RETRY_MS = 1_000;

export interface HeldJobsDeps {
  readonly queue: Pick<TaskQueue, "touch" | "settle" | "handBack">;
  readonly timers: Timers;
  readonly onFault: (error: unknown) => void;
  readonly retryMs?: number;
}

/** A job that this instance holds. */
export interface Holding {
  /** Fires when the job was given to another instance. */
  readonly lost: AbortSignal;
}

interface Entry extends Holding {
  job: HeldJob;
  readonly losing: AbortController;
  readonly ended: Promise<void>;
}

/** The jobs that this instance is at work on: kept by heartbeats until each is settled or handed back. */
export class HeldJobs {
  readonly #deps: HeldJobsDeps;
  readonly #entries = new Map<string, Entry>();
  #heartbeat: Disposable | undefined;
  #closed = Promise.withResolvers<void>();

  constructor(deps: HeldJobsDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * Holds a job while `work` is done, and then tells the queue what became of it. A job that comes back to the instance
   * that is still at work on it, for its heartbeats did not get through, is simply held on.
   */
  async hold(job: HeldJob, work: (holding: Holding) => Promise<RunOutcome>): Promise<void> {
    const before = this.#entries.get(job.id);
    if (before !== undefined) {
      before.job = job;
      return;
    }
    const losing = new AbortController();
    const ended = Promise.withResolvers<void>();
    const entry: Entry = { job, losing, lost: losing.signal, ended: ended.promise };
    this.#entries.set(job.id, entry);
    this.#heartbeat ??= this.#nextHeartbeat();
    try {
      await this.#release(entry, await work(entry));
    } finally {
      this.#entries.delete(job.id);
      if (this.#entries.size === 0) this.#stopHeartbeats();
      ended.resolve();
    }
  }

  /** Says at once, and not only with the next heartbeat, what is held. A fault is told, and the next one tries again. */
  async touch(): Promise<void> {
    const asked = [...this.#entries.values()].map((entry) => ({ entry, job: entry.job }));
    try {
      const held = await this.#deps.queue.touch(asked.map(({ job }) => job));
      for (const { entry, job } of asked) {
        // Meanwhile it may have been released, or come back.
        if (!held.has(job.id) && this.#entries.get(job.id)?.job === job) entry.losing.abort();
      }
    } catch (error) {
      this.#deps.onFault(error);
    }
  }

  /** What is to be tried again is handed back at once. */
  close(): void {
    this.#closed.resolve();
  }

  async idle(): Promise<void> {
    while (this.#entries.size > 0) await Promise.all([...this.#entries.values()].map(({ ended }) => ended));
  }

  /** A job that the queue cannot be told of is given to somebody else once the heartbeats stop: its task tells the rest. */
  async #release(entry: Entry, outcome: RunOutcome): Promise<void> {
    const { queue, onFault } = this.#deps;
    try {
      if (outcome === "store-failed") await this.#pause();
      if (outcome === "over") await queue.settle(entry.job);
      else await queue.handBack(entry.job);
    } catch (error) {
      onFault(error);
    }
  }

  async #pause(): Promise<void> {
    const passed = Promise.withResolvers<void>();
    using _wait = this.#deps.timers.after(this.#deps.retryMs ?? DEFAULT_RETRY_MS, passed.resolve);
    await Promise.race([passed.promise, this.#closed.promise]);
  }

  #nextHeartbeat(): Disposable {
    return this.#deps.timers.after(HEARTBEAT_EVERY_MS, () => {
      void this.touch().then(() => {
        if (this.#heartbeat !== undefined) this.#heartbeat = this.#nextHeartbeat();
      });
    });
  }

  #stopHeartbeats(): void {
    this.#heartbeat?.[Symbol.dispose]();
    this.#heartbeat = undefined;
  }
}
