import type { TaskId, TaskOwner } from "../task.ts";

export interface WaitingTask extends TaskOwner {
  readonly id: TaskId;
  /** Monotonic, in milliseconds. */
  readonly since: number;
  /** See `PriorityOf`. */
  readonly priority: number;
}

interface OwnersTasks {
  readonly key: string;
  readonly waiting: Map<TaskId, WaitingTask>;
  /** How many it gave since its turn came. */
  given: number;
}

/** One word for tenant and owner together; no two can be made to look like another two. */
export function ownerKey({ tenant, owner }: TaskOwner): string {
  return `${tenant.length} ${tenant} ${owner}`;
}

/**
 * Tasks that wait, fair between owners: each owner in turn gives its oldest, or as many as their priority says, so that
 * nobody's thousand tasks hold up another's one. Every operation is independent of how much waits.
 */
export class FairQueue {
  /** Owners in order of their turn. An owner with nothing waiting is not in it. */
  readonly #byOwner = new Map<string, OwnersTasks>();
  /** Shared by all tasks of an owner: a key of its own for each would be most of what a waiting task takes. */
  readonly #ownerOf = new Map<TaskId, OwnersTasks>();

  get size(): number {
    return this.#ownerOf.size;
  }

  sizeOf(owner: TaskOwner): number {
    return this.#byOwner.get(ownerKey(owner))?.waiting.size ?? 0;
  }

  has(id: TaskId): boolean {
    return this.#ownerOf.has(id);
  }

  /** Puts a task behind its owner's others; one that waits already keeps its place. */
  add(task: WaitingTask): void {
    if (this.#ownerOf.has(task.id)) return;
    const key = ownerKey(task);
    let tasks = this.#byOwner.get(key);
    if (tasks === undefined) {
      tasks = { key, waiting: new Map(), given: 0 };
      this.#byOwner.set(key, tasks);
    }
    tasks.waiting.set(task.id, task);
    this.#ownerOf.set(task.id, tasks);
  }

  remove(id: TaskId): boolean {
    const tasks = this.#ownerOf.get(id);
    if (tasks === undefined) return false;
    this.#ownerOf.delete(id);
    tasks.waiting.delete(id);
    if (tasks.waiting.size === 0) this.#byOwner.delete(tasks.key);
    return true;
  }

  /** The oldest task of the owner whose turn it is among those that `mayRun`; whose turn is over goes to the end. */
  take(mayRun: (ownerKey: string) => boolean): WaitingTask | undefined {
    for (const [key, tasks] of this.#byOwner) {
      if (!mayRun(key)) continue;
      for (const task of tasks.waiting.values()) {
        this.remove(task.id);
        tasks.given += 1;
        if (tasks.given >= task.priority) this.#endTurn(key, tasks);
        return task;
      }
    }
    return undefined;
  }

  /** Map order is the order of turns: taking the key out and in again puts it last. */
  #endTurn(key: string, tasks: OwnersTasks): void {
    tasks.given = 0;
    if (this.#byOwner.delete(key)) this.#byOwner.set(key, tasks);
  }
}
