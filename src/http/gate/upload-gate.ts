import { UploadsFullError } from "../errors.ts";

export interface UploadGateOptions {
  /** Bytes of bodies that may be under way at a time. A single larger one still comes in, alone. */
  readonly capacityBytes: number;
  /** Time that a body may wait for its turn, in milliseconds. */
  readonly waitMs: number;
}

/** Bodies that wait beyond these are refused at once: to wait costs memory too. */
const MAX_WAITING = 1_000;

interface Waiting {
  readonly bytes: number;
  readonly owner: string;
  readonly admit: (place: Disposable) => void;
}

/**
 * Bounds the memory that bodies take while they are received and read. One owner gets at most half of it, so that
 * whoever sends slowly keeps only itself waiting.
 */
export class UploadGate {
  readonly #capacity: number;
  readonly #waitMs: number;
  readonly #byOwner = new Map<string, number>();
  readonly #waiting = new Set<Waiting>();
  #inside = 0;

  constructor({ capacityBytes, waitMs }: UploadGateOptions) {
    this.#capacity = capacityBytes;
    this.#waitMs = waitMs;
  }

  /** Bytes that are promised to bodies now. */
  get bytesInside(): number {
    return this.#inside;
  }

  /**
   * Resolves when there is room for a body; dispose what it gives once the body has been read. A signal that fires
   * takes the body out of the queue.
   *
   * @throws UploadsFullError where no room came in time
   */
  async enter(bytes: number, owner: string, signal: AbortSignal): Promise<Disposable> {
    const size = Math.min(bytes, this.#capacity);
    if (this.#waiting.size === 0 && this.#fits(size, owner)) return this.#take(size, owner);
    if (this.#waiting.size >= MAX_WAITING) throw new UploadsFullError();
    const { promise, resolve, reject } = Promise.withResolvers<Disposable>();
    const waiting: Waiting = { bytes: size, owner, admit: resolve };
    const giveUp = (): void => {
      if (this.#waiting.delete(waiting)) reject(new UploadsFullError());
      this.#admitNext();
    };
    const timer = setTimeout(giveUp, this.#waitMs);
    signal.addEventListener("abort", giveUp, { once: true });
    this.#waiting.add(waiting);
    this.#admitNext();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
    }
  }

  #fits(bytes: number, owner: string): boolean {
    const own = this.#byOwner.get(owner) ?? 0;
    const mayHoldMore = own === 0 || own + bytes <= this.#capacity / 2;
    return mayHoldMore && this.#inside + bytes <= this.#capacity;
  }

  #take(bytes: number, owner: string): Disposable {
    this.#inside += bytes;
    this.#byOwner.set(owner, (this.#byOwner.get(owner) ?? 0) + bytes);
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        this.#inside -= bytes;
        const left = (this.#byOwner.get(owner) ?? 0) - bytes;
        if (left > 0) this.#byOwner.set(owner, left);
        else this.#byOwner.delete(owner);
        this.#admitNext();
      },
    };
  }

  /** In the order in which they came; who waits for its own share lets others pass, who waits for room does not. */
  #admitNext(): void {
    for (const waiting of this.#waiting) {
      const { bytes, owner } = waiting;
      if (this.#fits(bytes, owner)) {
        this.#waiting.delete(waiting);
        waiting.admit(this.#take(bytes, owner));
      } else if (this.#inside + bytes > this.#capacity) return;
    }
  }
}
