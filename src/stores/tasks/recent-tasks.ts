import type { MessageRecord, StoredTask, TaskChange, TaskId, TaskOwner, TaskStore } from "#engine";
import { BoundedCache, overriding } from "#kernel";
import { taskSize } from "./task-size.ts";

/** Characters of JSON of all tasks that are kept, and of one. */
const KEPT_CHARACTERS = { maxWeight: 4 * 1024 * 1024, maxEach: 256 * 1024 };

/**
 * Keeps the tasks that were written or read last, so that asking for one again asks no database. Only over a database
 * that nobody else writes to: every change passes by here, and what is kept is then what stands there.
 */
export class RecentTasks {
  readonly #store: TaskStore;
  readonly #kept = new BoundedCache<TaskId, StoredTask>(KEPT_CHARACTERS);
  /** Counts the changes that no commit makes: what was on its way to be kept meanwhile may be outdated. */
  #era = 0;

  constructor(store: TaskStore) {
    this.#store = store;
  }

  /** The store whose changes are to pass by here. */
  over(): TaskStore {
    return overriding(this.#store, {
      get: (id, owner) => this.#get(id, owner),
      load: async (id) => this.#kept.get(id) ?? this.#read(() => this.#store.load(id)),
      commit: (change, message) => this.#commit(change, message),
      requestCancel: (id, owner) =>
        this.#changing(
          () => this.#kept.delete(id),
          () => this.#store.requestCancel(id, owner),
        ),
      removeFinished: (limits) =>
        this.#changing(
          () => this.forget(),
          () => this.#store.removeFinished(limits),
        ),
    });
  }

  forget(): void {
    this.#kept.clear();
  }

  async #get(id: TaskId, owner: TaskOwner): Promise<StoredTask | undefined> {
    const kept = this.#kept.get(id);
    if (kept?.tenant === owner.tenant && kept.owner === owner.owner) return kept;
    // Another's task is looked for like one that is not there: an answer from memory would tell by its speed that it is.
    return this.#read(() => this.#store.get(id, owner));
  }

  async #commit(change: TaskChange, message: MessageRecord | undefined): Promise<StoredTask> {
    const era = this.#era;
    try {
      const task = await this.#store.commit(change, message);
      this.#keep(task, era);
      return task;
    } catch (error) {
      // Whoever lost against another change has to see that one, also while it is not durable yet.
      this.#kept.delete(change.task.id);
      throw error;
    }
  }

  async #read(read: () => Promise<StoredTask | undefined>): Promise<StoredTask | undefined> {
    const era = this.#era;
    const task = await read();
    if (task !== undefined) this.#keep(task, era);
    return task;
  }

  async #changing<Value>(forget: () => void, change: () => Promise<Value>): Promise<Value> {
    const step = (): void => {
      this.#era += 1;
      forget();
    };
    step();
    try {
      return await change();
    } finally {
      step();
    }
  }

  #keep(task: StoredTask, era: number): void {
    const known = this.#kept.get(task.id);
    if (known !== undefined && known.version > task.version) return;
    if (era === this.#era) this.#kept.set(task.id, task, taskSize(task, KEPT_CHARACTERS.maxEach));
    else this.#kept.delete(task.id);
  }
}
