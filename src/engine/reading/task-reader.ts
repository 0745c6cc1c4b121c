import { throwIfAborted } from "#kernel";
import type { ReadUntil } from "../engine-api.ts";
import { TaskNotFoundError } from "../errors.ts";
import type { ChangeHints, Stores } from "../ports.ts";
import { isTerminal, type StoredTask, type TaskEvent, type TaskId, type TaskOwner } from "../task.ts";
import { READING, TaskWatch } from "./task-watch.ts";

export interface TaskReaderDeps {
  readonly stores: Stores;
  readonly hints: ChangeHints;
  /** Longest sleep between two looks, for hints that were lost. */
  readonly pollMs: number;
  /** Events read at once. */
  readonly pageSize: number;
  /** Fires when the engine has stopped: nothing more will happen here. */
  readonly closed: AbortSignal;
}

/** Reads tasks for their owners, now and as they change. Readers disturb neither runs nor each other. */
export class TaskReader {
  readonly #deps: TaskReaderDeps;

  constructor(deps: TaskReaderDeps) {
    this.#deps = deps;
  }

  /** @throws TaskNotFoundError also for another owner's task */
  async get(id: TaskId, owner: TaskOwner): Promise<StoredTask> {
    const task = await this.#deps.stores.tasks.get(id, owner);
    if (task === undefined) throw new TaskNotFoundError();
    return task;
  }

  async *events(
    id: TaskId,
    owner: TaskOwner,
    afterSeq: number,
    signal: AbortSignal,
    until: ReadUntil = "settled",
  ): AsyncGenerator<TaskEvent, void, void> {
    using watch = this.#watch(id, signal);
    const { pageSize, stores } = this.#deps;
    // A cursor ahead of the story, forged or of another store, would hide what is to come.
    let seen = Math.min(Math.max(0, afterSeq), (await this.get(id, owner)).lastSeq);
    for (;;) {
      throwIfAborted(signal, READING);
      const page = await stores.events.page(id, seen, pageSize);
      for (const event of page) {
        yield event;
        seen = event.seq;
        if (event.body.type === "status-changed" && isTerminal(event.body.state)) return;
      }
      if (page.length === pageSize) continue;
      if (mayBeOver(page)) {
        const task = await this.get(id, owner);
        if (task.lastSeq > seen) continue;
        if (until === "ended" ? isTerminal(task.state) : isSettled(task)) return;
      }
      await watch.changed();
    }
  }

  async settled(id: TaskId, owner: TaskOwner, signal: AbortSignal): Promise<StoredTask> {
    for (;;) {
      const task = await this.get(id, owner);
      if (isSettled(task)) return task;
      // New events are less to read than the whole task each time something happens to it.
      for await (const _event of this.events(id, owner, task.lastSeq, signal));
    }
  }

  #watch(id: TaskId, signal: AbortSignal): TaskWatch {
    const { hints, pollMs, closed } = this.#deps;
    return new TaskWatch(hints, id, pollMs, { reader: signal, closed });
  }
}

/** Whether it takes a look at the task to know that more will come: nothing came, or a question that may be answered. */
function mayBeOver(page: readonly TaskEvent[]): boolean {
  const body = page.at(-1)?.body;
  return body === undefined || (body.type === "status-changed" && body.state.kind === "input-required");
}

/** Nothing more happens to the task by itself: it is terminal or waits for its owner. */
function isSettled(task: StoredTask): boolean {
  return isTerminal(task.state) || task.state.kind === "input-required";
}
