import type { ReadDocuments } from "./read-documents.ts";

/**
 * Keeps what was read of the most recently used documents, so that a hundred questions over one report read it once.
 * Two who ask for the same document at the same time share one reading.
 */
export class DocumentCache {
  readonly #capacity: number;
  readonly #entries = new Map<string, Promise<ReadDocuments>>();

  /** @param capacity most documents kept */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(name: string, read: () => Promise<ReadDocuments>): Promise<ReadDocuments> {
    const known = this.#entries.get(name);
    this.#entries.delete(name);
    const entry = known ?? read();
    this.#entries.set(name, entry);
    if (known === undefined) {
      entry.catch(() => this.#entries.delete(name)); // A reading that failed is tried again by who asks next.
      this.#forgetOldest();
    }
    return entry;
  }

  #forgetOldest(): void {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#capacity && oldest !== undefined) this.#entries.delete(oldest);
  }
}
