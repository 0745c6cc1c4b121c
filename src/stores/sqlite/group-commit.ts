import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Clock } from "#kernel";
import type { StoreDatabase, Transactions } from "../transactions.ts";
import { DirectQueries } from "./direct-queries.ts";

/** For so long a group waits for more, as long as more comes. */
const MAX_GATHER_MS = 3;

/** A group takes no more work after this time, so that requests are not kept waiting by a long one. */
const MAX_GROUP_MS = 10;

/** Free pages (of 4 KiB) that are worth keeping for what comes next. */
const KEPT_FREE_PAGES = 2048;
/** Free pages that are given back in one transaction. */
const PAGES_PER_SLICE = 512;

interface Work {
  /** Gives a promise only where there is something to wait for. */
  readonly perform: (db: StoreDatabase) => Promise<void> | void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitDeps {
  readonly db: StoreDatabase;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  /** Makes durable what was committed; nothing is told before. */
  readonly sync: () => Promise<void>;
  /** Done between two groups, and waited for: see {@link Checkpoints}. */
  readonly checkpoint?: () => Promise<void>;
}

/**
 * Puts all changes that are asked for in turns of the event loop right after each other into one transaction: they share
 * one disk write, and each still succeeds or fails alone. Nothing resolves before the disk write.
 */
export class GroupCommit implements Transactions {
  readonly #db: StoreDatabase;
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #sync: () => Promise<void>;
  readonly #checkpoint: () => Promise<void>;
  readonly #queries: DirectQueries;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #waiting: Work[] = [];
  /** The group before was undone because one in it failed: now each is done in a savepoint of its own. */
  #apart = false;
  #running: Promise<void> | undefined;
  #open: PromiseWithResolvers<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor({ db, database, clock, sync, checkpoint = async () => undefined }: GroupCommitDeps) {
    this.#queries = new DirectQueries(database);
    this.#savepoint = database.prepare("savepoint work");
    this.#release = database.prepare("release work");
    this.#db = db;
    this.#database = database;
    this.#clock = clock;
    this.#sync = sync;
    this.#checkpoint = checkpoint;
  }

  run<Value>(work: (db: StoreDatabase) => Promise<Value>): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    let value: Promise<Value>;
    this.#enter({
      perform: async (db) => {
        value = work(db);
        await value;
      },
      resolve: () => resolve(value),
      reject,
    });
    return promise;
  }

  /** As `run`, for work that asks the database directly and waits for nothing at all. */
  runAtOnce<Value>(work: () => Value): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    let value: Value;
    this.#enter({
      perform: () => {
        value = work();
      },
      resolve: () => resolve(value),
      reject,
    });
    return promise;
  }

  /** The database for reading: while a group is open, its reads wait, so that nobody sees what is not durable yet. */
  reader(): StoreDatabase {
    return this.#queries.over(this.#db, () => this.#open?.promise);
  }

  /** @throws what the disk failed with: since then nothing is kept any more, and only a new start shows what was */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  runStatement<Value>(work: (db: StoreDatabase) => Promise<Value>): Promise<Value> {
    return this.run(work);
  }

  async reclaim(): Promise<void> {
    for (;;) {
      const free = this.#count("freelist_count");
      if (free <= Math.max(KEPT_FREE_PAGES, this.#count("page_count") / 4)) return;
      await this.run(async () => this.#database.exec(`pragma incremental_vacuum(${PAGES_PER_SLICE})`));
      // A file that was made without this ability would stay as it is for ever.
      if (this.#count("freelist_count") >= free) return;
    }
  }

  /** Resolves once nothing is on its way to the disk. */
  async idle(): Promise<void> {
    await this.#running;
  }

  #enter(work: Work): void {
    this.#waiting.push(work);
    this.#running ??= this.#drain();
  }

  #count(pragma: "freelist_count" | "page_count"): number {
    return Number(this.#database.prepare(`pragma ${pragma}`).get()?.[pragma] ?? 0);
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gather();
      if (await this.#commitGroup()) await this.#reachDisk(this.#checkpoint).catch(() => undefined);
    }
    this.#running = undefined;
  }

  /** While turn after turn brings more, one disk write for all of it is better than one for each turn. */
  async #gather(): Promise<void> {
    const startedMs = this.#clock.monotonicMs();
    for (let before = 0; before < this.#waiting.length; ) {
      before = this.#waiting.length;
      await nextTurn();
      if (this.#clock.monotonicMs() - startedMs > MAX_GATHER_MS) return;
    }
  }

  /** True where something was committed. */
  async #commitGroup(): Promise<boolean> {
    const done: Work[] = [];
    try {
      await this.#db.connection().execute(async (connection) => {
        this.#begin();
        const queries = this.#queries.over(connection, () => undefined);
        await (this.#apart ? this.#performApart(queries, done) : this.#performTogether(queries, done));
        if (done.length === 0) return this.#undo();
        this.#database.exec("commit");
        await this.#reachDisk(this.#sync);
      });
    } catch (error) {
      this.#undo();
      for (const work of done) work.reject(error);
      return false;
    } finally {
      this.#open?.resolve();
      this.#open = undefined;
    }
    for (const work of done) work.resolve();
    return done.length > 0;
  }

  async #reachDisk(reach: () => Promise<void>): Promise<void> {
    try {
      await reach();
    } catch (error) {
      // The system may have dropped what it could not write: that a later try succeeds would prove nothing.
      this.#failure = { error };
      throw error;
    }
  }

  /** Without a transaction nothing that waits can be done; it is told so, instead of waiting for better times. */
  #begin(): void {
    try {
      this.throwIfFailed();
      this.#database.exec("begin immediate");
      this.#open = Promise.withResolvers();
    } catch (error) {
      for (const work of this.#waiting.splice(0)) work.reject(error);
      throw error;
    }
  }

  /**
   * Most groups have nobody in them who fails, and do without a savepoint for each. Where one fails, all that was done is
   * undone, and done once more apart.
   */
  async #performTogether(db: StoreDatabase, done: Work[]): Promise<void> {
    try {
      for (const work of this.#works()) {
        done.push(work);
        const pending = work.perform(db);
        if (pending !== undefined) await pending;
      }
    } catch {
      this.#undo();
      this.#waiting.unshift(...done.splice(0));
      this.#apart = true;
    }
  }

  async #performApart(db: StoreDatabase, done: Work[]): Promise<void> {
    this.#apart = false;
    for (const work of this.#works()) {
      try {
        this.#savepoint.run();
        await work.perform(db);
        this.#release.run();
        done.push(work);
      } catch (error) {
        work.reject(error);
        // A full disk or a failing one has undone the whole transaction already.
        if (!this.#database.isTransaction) throw error;
        this.#database.exec("rollback to work; release work");
      }
    }
  }

  /** What waits, in order, also what comes meanwhile, until the group has taken its time. */
  *#works(): Generator<Work, void, void> {
    const startedMs = this.#clock.monotonicMs();
    do {
      const work = this.#waiting.shift();
      if (work === undefined) return;
      yield work;
    } while (this.#clock.monotonicMs() - startedMs <= MAX_GROUP_MS);
  }

  #undo(): void {
    try {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec("rollback");
    } catch {
      // Then the next `begin` fails, and says so to those who ask next.
    }
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
