import type { Timers } from "#kernel";
import type { ChangeHints } from "../ports.ts";
import type { TaskId } from "../task.ts";

/** Hints of this process, which can be told that any task may have changed. */
export interface LocalHints extends ChangeHints {
  /** Wakes everybody who waits. */
  publishAll(): void;
}

/**
 * Hints within one process: nobody is missed who waits when a task changes. A waiter that leaves is forgotten at
 * once, and a task that nobody waits for costs nothing.
 */
export function createLocalHints(timers: Timers): LocalHints {
  const waiting = new Map<TaskId, Set<() => void>>();

  const leave = (taskId: TaskId, wake: () => void): void => {
    const wakes = waiting.get(taskId);
    wakes?.delete(wake);
    if (wakes?.size === 0) waiting.delete(taskId);
  };

  return {
    publish(taskId) {
      const wakes = waiting.get(taskId);
      waiting.delete(taskId);
      for (const wake of wakes ?? []) wake();
    },
    publishAll() {
      const all = [...waiting.values()];
      waiting.clear();
      for (const wakes of all) for (const wake of wakes) wake();
    },
    wait(taskId, maxWaitMs, signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          leave(taskId, wake);
          timer[Symbol.dispose]();
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const timer = timers.after(maxWaitMs, wake);
        signal.addEventListener("abort", wake, { once: true });
        const wakes = waiting.get(taskId) ?? new Set();
        wakes.add(wake);
        waiting.set(taskId, wakes);
      });
    },
  };
}
