import { systemTimers, type Timers } from "#kernel";
import type { Dispatcher, RunOutcome, Turn } from "./dispatch/dispatcher.ts";
import { InProcessDispatcher } from "./dispatch/in-process-dispatcher.ts";
import type { Engine, ReadUntil, Submission } from "./engine-api.ts";
import { completeOptions, type EngineDeps, type EngineOptions } from "./engine-options.ts";
import { ShuttingDownError, TaskEndedError, TaskNotFoundError } from "./errors.ts";
import { submit } from "./intake/submit.ts";
import { TaskCommits } from "./lifecycle/task-commits.ts";
import type { EngineObserver } from "./observer.ts";
import type { ChangeHints, Stores, TaskPage, TaskQuery } from "./ports.ts";
import { createLocalHints } from "./reading/local-hints.ts";
import { TaskReader } from "./reading/task-reader.ts";
import { RetentionSweep } from "./retention-sweep.ts";
import { RunControl } from "./run/run-control.ts";
import { cancelHint, RunWatch } from "./run/run-watch.ts";
import { Suspects } from "./run/suspects.ts";
import { runTask } from "./run/task-run.ts";
import { isTerminal, type StoredTask, type TaskEvent, type TaskId, type TaskOwner } from "./task.ts";

/** The engine in one process over its stores. It does nothing before `start`, and does not close the stores. */
export function createEngine(deps: EngineDeps): Engine {
  return new DurableEngine(deps);
}

class DurableEngine implements Engine {
  readonly #deps: EngineDeps;
  readonly #options: Required<EngineOptions>;
  readonly #observe: EngineObserver;
  readonly #timers: Timers;
  readonly #commits: TaskCommits;
  readonly #suspects: Suspects;
  readonly #dispatcher: Dispatcher;
  readonly #reader: TaskReader;
  readonly #retention: RetentionSweep;
  readonly #controls = new Map<TaskId, RunControl>();
  readonly #hints: ChangeHints;
  readonly #watch: RunWatch | undefined;
  readonly #closed = new AbortController();
  #started: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  /** The grace time of a stop is over: runs hand their tasks back. */
  #left = false;

  constructor(deps: EngineDeps) {
    const { stores, clock, timers = systemTimers, hints = createLocalHints(timers) } = deps;
    const options = completeOptions(deps.options);
    const observe = deps.observe ?? (() => undefined);
    this.#deps = deps;
    this.#options = options;
    this.#observe = observe;
    this.#timers = timers;
    this.#hints = hints;
    this.#watch = watchOf(stores, hints, timers, options.watchMs);
    this.#suspects = new Suspects(timers);
    this.#commits = new TaskCommits(stores.tasks, hints, clock, observe);
    this.#dispatcher =
      deps.dispatcher ??
      new InProcessDispatcher({
        limits: options,
        tasks: stores.tasks,
        priorityOf: deps.priorityOf ?? (() => 1),
        clock,
        timers,
        observe,
        retryMs: options.retryMs,
      });
    this.#reader = new TaskReader({
      stores,
      hints,
      pollMs: options.pollMs,
      pageSize: options.eventsPerPage,
      closed: this.#closed.signal,
    });
    this.#retention = new RetentionSweep({
      tasks: stores.tasks,
      commits: this.#commits,
      clock,
      timers,
      everyMs: options.retentionEveryMs,
      retentionMs: options.retentionMs,
      maxTasks: options.maxTasks,
      claim: async () => (await deps.claim?.("remove-finished", options.retentionEveryMs)) ?? true,
      onRemoved: (count) => observe({ type: "tasks-removed", count }),
      onFault: (error) => this.#tellFault("retention", undefined, error),
    });
  }

  start(): Promise<void> {
    this.#started ??= this.#takeUp();
    return this.#started;
  }

  submit(submission: Submission): Promise<StoredTask> {
    return submit(submission, {
      tasks: this.#deps.stores.tasks,
      commits: this.#commits,
      dispatcher: this.#dispatcher,
      clock: this.#deps.clock,
      newId: this.#deps.newId,
      admit: this.#deps.admit ?? (async () => []),
      throwIfClosed: () => {
        if (this.#stopped !== undefined) throw new ShuttingDownError();
      },
    });
  }

  get(id: TaskId, owner: TaskOwner): Promise<StoredTask> {
    return this.#reader.get(id, owner);
  }

  list(query: TaskQuery): Promise<TaskPage> {
    return this.#deps.stores.tasks.list(query);
  }

  async cancel(id: TaskId, owner: TaskOwner): Promise<StoredTask> {
    const { tasks } = this.#deps.stores;
    const before = await this.#reader.get(id, owner);
    if (isTerminal(before.state)) return canceledOnly(before);
    // A fact first: should this process die before the end is stored, the next start cancels.
    await tasks.requestCancel(id, owner);
    this.#controls.get(id)?.cancel();
    this.#hints.publish(cancelHint(id));
    const after = await this.#commits.enforce(id, { type: "cancel-requested" });
    this.#dispatcher.drop(id);
    if (after === undefined) throw new TaskNotFoundError();
    return canceledOnly(after);
  }

  events(
    id: TaskId,
    owner: TaskOwner,
    afterSeq: number,
    signal: AbortSignal,
    until?: ReadUntil,
  ): AsyncIterable<TaskEvent> {
    return this.#reader.events(id, owner, afterSeq, signal, until);
  }

  settled(id: TaskId, owner: TaskOwner, signal: AbortSignal): Promise<StoredTask> {
    return this.#reader.settled(id, owner, signal);
  }

  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#leave(graceMs);
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop(this.#options.graceMs);
  }

  async #takeUp(): Promise<void> {
    await this.#dispatcher.start((turn) => this.#run(turn));
    if (this.#stopped === undefined) this.#retention.start();
  }

  /** Runs a task to its end; a store that fails under it does not end it. */
  async #run(turn: Turn): Promise<RunOutcome> {
    const { stores, runner, clock, newId } = this.#deps;
    const { maxAttempts, maxTakeOvers, cleanupMs } = this.#options;
    const control = new RunControl(turn.id, this.#observe);
    this.#controls.set(turn.id, control);
    // Its turn was on its way when those that ran were told to leave.
    if (this.#left) control.shutDown();
    using _watched = this.#watch?.watch(control);
    turn.lost?.addEventListener("abort", () => control.overtake(), { once: true });
    try {
      await runTask(turn, control, {
        stores,
        commits: this.#commits,
        runner,
        clock,
        timers: this.#timers,
        newId,
        observe: this.#observe,
        suspects: this.#suspects,
        maxAttempts,
        maxTakeOvers,
        cleanupMs,
      });
      return control.cause === "shutdown" ? "handed-back" : "over";
    } catch (error) {
      this.#tellFault("store", turn.id, error);
      return "store-failed";
    } finally {
      control.end();
      // A follow-up's run may have begun while this one still cleaned up.
      if (this.#controls.get(turn.id) === control) this.#controls.delete(turn.id);
    }
  }

  async #leave(graceMs: number): Promise<void> {
    this.#dispatcher.close();
    // A start that failed was told to whoever started.
    await this.#started?.catch(() => undefined);
    const idle = this.#dispatcher.idle();
    const graceEnded = Promise.withResolvers<void>();
    {
      using _grace = this.#timers.after(graceMs, graceEnded.resolve);
      await Promise.race([idle, graceEnded.promise]);
    }
    this.#left = true;
    for (const control of this.#controls.values()) control.shutDown();
    await idle;
    await this.#retention[Symbol.asyncDispose]();
    this.#closed.abort();
  }

  #tellFault(during: "store" | "retention", taskId: TaskId | undefined, error: unknown): void {
    this.#observe({ type: "fault-caught", logId: this.#deps.newId(), taskId, during, error });
  }
}

/** Undefined where nobody else cancels. */
function watchOf(
  { tasks }: Stores,
  hints: ChangeHints,
  timers: Timers,
  everyMs: number,
): RunWatch | undefined {
  return Number.isFinite(everyMs) ? new RunWatch({ tasks, hints, timers, everyMs }) : undefined;
}

/** A task that ended otherwise cannot be canceled any more. */
function canceledOnly(task: StoredTask): StoredTask {
  if (task.state.kind !== "canceled") throw new TaskEndedError();
  return task;
}
