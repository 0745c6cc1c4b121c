import type { Kysely } from "kysely";
import { type AuditHead, type AuditStore, EMPTY_CHAIN, type SealedEntry } from "#audit";
import type { Operations } from "../operations.ts";
import type { AuditRow, AuditSchema } from "./audit-schema.ts";

export type AuditDatabase = Kysely<AuditSchema>;

/** Runs work in a transaction that begins with a lock which all writers of the chain take. */
export type ChainTransaction = <Value>(work: (db: AuditDatabase) => Promise<Value>) => Promise<Value>;

interface SqlAuditStoreDeps {
  readonly db: AuditDatabase;
  readonly chained: ChainTransaction;
  /** Adds entries within such a transaction. */
  readonly add: (db: AuditDatabase, entries: readonly SealedEntry[]) => Promise<void>;
  readonly operations: Operations;
  readonly close: () => Promise<void>;
}

/** The chain of entries in one table. */
export class SqlAuditStore implements AuditStore {
  readonly #deps: SqlAuditStoreDeps;

  constructor(deps: SqlAuditStoreDeps) {
    this.#deps = deps;
  }

  append(seal: (head: AuditHead) => readonly SealedEntry[]): Promise<void> {
    return this.#deps.operations.run("audit.append", () =>
      this.#deps.chained(async (db) => {
        const entries = seal(await headIn(db));
        if (entries.length > 0) await this.#deps.add(db, entries);
      }),
    );
  }

  head(): Promise<AuditHead> {
    return this.#deps.operations.run("audit.read", () => headIn(this.#deps.db));
  }

  read(from: number, limit: number): Promise<SealedEntry[]> {
    return this.#deps.operations.run("audit.read", async () => {
      const rows = await this.#deps.db
        .selectFrom("audit_entries")
        .selectAll()
        .where("number", ">=", from)
        .orderBy("number")
        .limit(limit)
        .execute();
      return rows.map(entryOf);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#deps.operations.close();
    await this.#deps.close();
  }
}

async function headIn(db: AuditDatabase): Promise<AuditHead> {
  const last = await db
    .selectFrom("audit_entries")
    .select(["number", "hash"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return last ?? EMPTY_CHAIN;
}

/** The action is not checked here: who verifies the chain finds one that was tampered with. */
function entryOf(row: AuditRow): SealedEntry {
  return { ...row, action: row.action as SealedEntry["action"] };
}
