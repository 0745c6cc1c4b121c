import type { TaskId, TaskOwner } from "../task.ts";

export interface WaitingTask extends TaskOwner {
  readonly id: TaskId;
  /** Monotonic, in milliseconds. */
  readonly since: number;
}

/** One word for tenant and owner together. */
export function ownerKey(owner: TaskOwner): string {
  return JSON.stringify([owner.tenant, owner.owner]);
}

/**
 * Tasks that wait, fair between owners: each owner in turn gives its oldest, so that nobody's thousand tasks hold up
 * another's one. Every operation is independent of how much waits.
 */
export class FairQueue {
  /** Owners in order of their turn. An owner with nothing waiting is not in it. */
  readonly #byOwner = new Map<string, Map<TaskId, WaitingTask>>();
  readonly #ownerOf = new Map<TaskId, string>();

  get size(): number {
    return this.#ownerOf.size;
  }

  sizeOf(owner: TaskOwner): number {
    return this.#byOwner.get(ownerKey(owner))?.size ?? 0;
  }

  has(id: TaskId): boolean {
    return this.#ownerOf.has(id);
  }

  /** Puts a task behind its owner's others; one that waits already keeps its place. */
  add(task: WaitingTask): void {
    if (this.#ownerOf.has(task.id)) return;
    const key = ownerKey(task);
    const waiting = this.#byOwner.get(key) ?? new Map<TaskId, WaitingTask>();
    waiting.set(task.id, task);
    this.#byOwner.set(key, waiting);
    this.#ownerOf.set(task.id, key);
  }

  remove(id: TaskId): boolean {
    const key = this.#ownerOf.get(id);
    if (key === undefined) return false;
    this.#ownerOf.delete(id);
    const waiting = this.#byOwner.get(key);
    waiting?.delete(id);
    if (waiting?.size === 0) this.#byOwner.delete(key);
    return true;
  }

  /** The oldest task of the owner whose turn it is among those that `mayRun`; that owner goes to the end. */
  take(mayRun: (ownerKey: string) => boolean): WaitingTask | undefined {
    for (const [key, waiting] of this.#byOwner) {
      if (!mayRun(key)) continue;
      for (const task of waiting.values()) {
        this.remove(task.id);
        // Map order is the order of turns: taking the key out and in again puts it last.
        if (this.#byOwner.delete(key)) this.#byOwner.set(key, waiting);
        return task;
      }
    }
    return undefined;
  }
}
