import type { Clock } from "#kernel";
import { VersionConflictError } from "../errors.ts";
import type { EngineObserver } from "../observer.ts";
import type { ChangeHints, MessageRecord, TaskChange, TaskStore } from "../ports.ts";
import { isTerminal, type StoredTask, type TaskId } from "../task.ts";
import { type Changed, changeTask } from "./change-task.ts";
import type { TaskHappening } from "./transition.ts";

/** Stores changes, and tells everybody who waits for them. The engine's only way to write a task. */
export class TaskCommits {
  readonly #tasks: TaskStore;
  readonly #hints: ChangeHints;
  readonly #clock: Clock;
  readonly #observe: EngineObserver;

  constructor(tasks: TaskStore, hints: ChangeHints, clock: Clock, observe: EngineObserver) {
    this.#tasks = tasks;
    this.#hints = hints;
    this.#clock = clock;
    this.#observe = observe;
  }

  /** What `happening` makes of `task` now; nothing is stored yet. */
  plan(task: StoredTask, happening: TaskHappening): Changed {
    return changeTask(task, happening, this.#clock.now());
  }

  /** @throws VersionConflictError, MessageConflictError */
  async store(change: TaskChange, message?: MessageRecord): Promise<StoredTask> {
    const stored = await this.#tasks.commit(change, message);
    this.#tell(change, stored);
    return stored;
  }

  /**
   * As `store`, for a change of a run whose first try may have been stored although its answer was lost. Nobody else can
   * have made the same change: runs are numbered.
   * @throws VersionConflictError where the task is what somebody else made of it
   */
  async storeAgain(change: TaskChange): Promise<StoredTask> {
    try {
      return await this.store(change);
    } catch (error) {
      if (!(error instanceof VersionConflictError)) throw error;
      const found = await this.#tasks.load(change.task.id);
      if (found === undefined || !isOutcome(change, found)) throw error;
      this.#tell(change, found);
      return found;
    }
  }

  #tell(change: TaskChange, stored: StoredTask): void {
    this.#hints.publish(stored.id);
    const firstSeq = stored.lastSeq - change.events.length + 1;
    for (const [index, event] of change.events.entries()) {
      this.#observe({
        type: "event-appended",
        taskId: stored.id,
        seq: firstSeq + index,
        event: event.type,
      });
    }
    if (isTerminal(stored.state)) {
      const { state } = stored;
      this.#observe({
        type: "task-finished",
        taskId: stored.id,
        state: state.kind,
        durationMs: Math.max(0, change.at - stored.createdAt),
        code: "failure" in state ? state.failure.code : undefined,
      });
    }
  }

  /**
   * Makes it happen whoever else writes: reads again and tries again until it is stored or the task does not take it.
   * Gives the task as it then is; undefined when there is none.
   */
  async enforce(id: TaskId, happening: TaskHappening): Promise<StoredTask | undefined> {
    for (;;) {
      const task = await this.#tasks.load(id);
      if (task === undefined) return undefined;
      const planned = this.plan(task, happening);
      if (planned.kind === "refused") return task;
      try {
        return await this.store(planned.change);
      } catch (error) {
        if (!(error instanceof VersionConflictError)) throw error;
      }
    }
  }
}

/** True where the task stands as the change leaves it. */
function isOutcome({ task, expectedVersion = 0, events }: TaskChange, found: StoredTask): boolean {
  return (
    found.version === expectedVersion + 1 &&
    found.runs === task.runs &&
    found.lastSeq === task.lastSeq + events.length &&
    found.state.kind === task.state.kind &&
    found.statusAt === task.statusAt
  );
}
