import type { ResultCache, ResultKey } from "./result-cache.ts";

/** `failed`: the cache could not be asked, or what stood there could not be read; the work is done as if nothing were there. */
export type LookUpOutcome = "hit" | "miss" | "failed";
export type KeepOutcome = "kept" | "too-large" | "failed";

export interface ReusedResultsDeps {
  readonly cache: ResultCache;
  /** For how long a result may be given again, in milliseconds. */
  readonly ttlMs: number;
  /** How much the cache may hold, in bytes. No result has more than a sixteenth of it. */
  readonly maxBytes: number;
  readonly onLookUp: (outcome: LookUpOutcome) => void;
  readonly onKeep: (outcome: KeepOutcome) => void;
  /** Told when the cache stops to answer, and not again before it has answered. */
  readonly onFault: (error: unknown) => void;
}

/** The cache as one owner's tasks see it. It never throws: whoever gets nothing does the work. */
export interface OwnersResults {
  /** @param read gives undefined for what it cannot use; what it gives is the result */
  find<Result>(hash: string, read: (value: unknown) => Result | undefined): Promise<Result | undefined>;
  /** The value is anything that JSON can hold. */
  keep(hash: string, value: unknown): Promise<void>;
}

/** The part of the room that one result may take, and that may be added before it is looked whether all is too much. */
const SHARE = 16;

/** Lets results of tasks be given to later tasks of the same owner. */
export class ReusedResults {
  readonly #deps: ReusedResultsDeps;
  readonly #shareBytes: number;
  #addedBytes = 0;
  #answers = true;

  constructor(deps: ReusedResultsDeps) {
    this.#deps = deps;
    this.#shareBytes = deps.maxBytes / SHARE;
  }

  of({ tenant, owner }: Pick<ResultKey, "tenant" | "owner">): OwnersResults {
    return {
      find: (hash, read) => this.#find({ tenant, owner, hash }, read),
      keep: (hash, value) => this.#keep({ tenant, owner, hash }, value),
    };
  }

  async #find<Result>(
    key: ResultKey,
    read: (value: unknown) => Result | undefined,
  ): Promise<Result | undefined> {
    const { cache, onLookUp } = this.#deps;
    try {
      const text = await cache.find(key);
      this.#answers = true;
      const result = text === undefined ? undefined : read(parsed(text));
      onLookUp(text === undefined ? "miss" : result === undefined ? "failed" : "hit");
      return result;
    } catch (error) {
      onLookUp("failed");
      this.#fault(error);
      return undefined;
    }
  }

  async #keep(key: ResultKey, value: unknown): Promise<void> {
    const { cache, ttlMs, onKeep } = this.#deps;
    const text = JSON.stringify(value);
    const bytes = Buffer.byteLength(text, "utf8");
    if (bytes > this.#shareBytes) return onKeep("too-large");
    try {
      await cache.put(key, text, ttlMs);
      this.#answers = true;
      onKeep("kept");
    } catch (error) {
      onKeep("failed");
      return this.#fault(error);
    }
    await this.#trimAfter(bytes);
  }

  async #trimAfter(bytes: number): Promise<void> {
    this.#addedBytes += bytes;
    if (this.#addedBytes < this.#shareBytes) return;
    this.#addedBytes = 0;
    try {
      await this.#deps.cache.trim(this.#deps.maxBytes);
    } catch (error) {
      this.#fault(error);
    }
  }

  #fault(error: unknown): void {
    if (this.#answers) this.#deps.onFault(error);
    this.#answers = false;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
