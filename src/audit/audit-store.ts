import type { AuditHead, SealedEntry } from "./chain.ts";

/** Where the chain is kept. Entries are added and never changed. Each method may throw the errors of a store. */
export interface AuditStore extends AsyncDisposable {
  /**
   * Adds what `seal` makes of the last entry, in one transaction that no other process comes between: however many
   * write, there is one chain.
   */
  append(seal: (head: AuditHead) => readonly SealedEntry[]): Promise<void>;
  head(): Promise<AuditHead>;
  /** At most `limit` entries from this number on, in order. */
  read(from: number, limit: number): Promise<SealedEntry[]>;
}

const PAGE = 500;

/** All entries from this number on, a page at a time. */
export async function* entriesOf(store: Pick<AuditStore, "read">, from = 1): AsyncGenerator<SealedEntry> {
  let next = from;
  for (;;) {
    const page = await store.read(next, PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    next = last.number + 1;
  }
}
