import { createHash } from "node:crypto";
import type { DocumentStore } from "../ports.ts";

/** Documents in memory; those that nobody holds go some time after they were last put. */
export class MemoryDocuments implements DocumentStore {
  readonly #documents = new Map<string, { readonly bytes: Uint8Array; readonly putAt: number }>();
  readonly #now: () => number;
  readonly #graceMs: number;

  constructor(now: () => number, graceMs: number) {
    this.#now = now;
    this.#graceMs = graceMs;
  }

  async put(bytes: Uint8Array): Promise<string> {
    const hash = createHash("sha256").update(bytes).digest("hex");
    this.#documents.set(hash, { bytes: bytes.slice(), putAt: this.#now() });
    return hash;
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    return this.#documents.get(hash)?.bytes.slice();
  }

  /** @param holders everything that may name a document by its hash, as JSON */
  removeUnheld(holders: string): void {
    const before = this.#now() - this.#graceMs;
    for (const [hash, { putAt }] of this.#documents) {
      if (putAt < before && !holders.includes(hash)) this.#documents.delete(hash);
    }
  }
}
