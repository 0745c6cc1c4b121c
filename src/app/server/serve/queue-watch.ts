import type { EngineObserver } from "#engine";
import type { ComponentHealth } from "#http";

/** How full the queue is, as the engine last said. */
export class QueueWatch {
  readonly #maxQueued: number;
  #queued = 0;
  #shared: { readonly answers: boolean } | undefined;

  constructor(maxQueued: number) {
    this.#maxQueued = maxQueued;
  }

  readonly observe: EngineObserver = (seen) => {
    if (seen.type === "load-changed") this.#queued = seen.queued;
  };

  /** Looks also at a queue that is elsewhere, and may not answer. */
  watch(shared: { readonly answers: boolean }): void {
    this.#shared = shared;
  }

  /** A full queue refuses new tasks and drains by itself: the server is still of use. */
  health(): ComponentHealth {
    if (this.#shared?.answers === false)
      return { name: "queue", state: "down", required: true, message: "The queue does not answer." };
    const full = this.#maxQueued > 0 && this.#queued >= this.#maxQueued;
    return full
      ? { name: "queue", state: "degraded", required: true, message: "As many tasks wait as may." }
      : { name: "queue", state: "ok", required: true };
  }
}
