import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Pages of the write-ahead log from which on it is written back. */
const LOG_PAGES = 1000;

/**
 * Writes the log back into the database, so that it can begin anew. Left to itself, SQLite does so within a commit and
 * holds the event loop until the disk has all of it, which takes tens of milliseconds. Here the copying alone is done at once;
 * the disk is waited for elsewhere.
 */
export class Checkpoints {
  readonly #database: DatabaseSync;
  readonly #sync: () => Promise<void>;
  readonly #state: StatementSync;

  /**
   * @param database in WAL mode, `synchronous = normal`
   * @param sync makes the database's own file durable
   */
  constructor(database: DatabaseSync, sync: () => Promise<void>) {
    database.exec("pragma wal_autocheckpoint = 0");
    this.#database = database;
    this.#sync = sync;
    this.#state = database.prepare("pragma wal_checkpoint(noop)");
  }

  /**
   * Does it where it is due. All of the log has to be durable, and nothing may be written until this resolves: the next
   * write begins the log anew, and until the disk has the database only the log says what was committed.
   * @throws what `sync` throws; then nothing may be written any more
   */
  async whereDue(): Promise<void> {
    if (!this.#isDue()) return;
    this.#writeBack();
    await this.#sync();
  }

  #isDue(): boolean {
    const { log, checkpointed } = this.#tried(() => this.#state.get()) ?? {};
    return Number(log) >= LOG_PAGES && Number(checkpointed) < Number(log);
  }

  #writeBack(): void {
    // SQLite's own waiting for the disk is switched off for this moment: `sync` waits instead.
    this.#database.exec("pragma synchronous = off");
    try {
      this.#tried(() => this.#database.exec("pragma wal_checkpoint(passive)"));
    } finally {
      this.#database.exec("pragma synchronous = normal");
    }
  }

  /** What cannot be done now, because somebody reads, is done later: until then the log only grows. */
  #tried<Value>(attempt: () => Value): Value | undefined {
    try {
      return attempt();
    } catch {
      return undefined;
    }
  }
}
