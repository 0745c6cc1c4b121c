import { StoreCopyDiffersError, StoreNotEmptyError } from "../errors.ts";
import type { StoreDatabase } from "../transactions.ts";
import { ACCESS_TABLES, type CopiedTable, STORE_TABLES } from "./copied-tables.ts";
import { type CopyEnd, type CopyTables, openCopyEnd, type StorePlace } from "./copy-end.ts";
import { clearCopyMark, readCopyMark, setCopyMark, storeIdentity } from "./copy-mark.ts";
import { type AnyDatabase, copyTable, digestTable } from "./copy-table.ts";

export interface CopyStoreOptions {
  readonly from: StorePlace;
  readonly to: StorePlace;
  /** Told of each table once all its rows are there and proved to be the same; waited for. */
  readonly onTable?: (table: string, rows: number) => void | Promise<void>;
}

/** What a copy does not take along. */
export interface CopyLeftBehind {
  /** Documents whose bytes lie in a bucket, which the copy needs as its source did. */
  readonly documentsInBucket: number;
}

/**
 * Copies everything that a server keeps into an empty store on any database: tasks with their events and journals, messages,
 * documents, settings, budgets, and who may come in. A copy that was cut off goes on where it is run again; until it is
 * whole, no server starts on it.
 *
 * @throws StoreNotEmptyError, StoreCopyDiffersError, and the errors of opening a store: StoreInUseError where a server runs
 *   on the folder
 */
export async function copyStore({ from, to, onTable }: CopyStoreOptions): Promise<CopyLeftBehind> {
  await using source = await openCopyEnd(from);
  await using target = await openCopyEnd(to);
  const identity = await asked(source, () => storeIdentity(source.store));
  await asked(target, () => refuseOthers(target, identity));
  await asked(target, () => setCopyMark(target.store, identity));
  await source.whileStill(async (tables) => {
    for (const part of ["store", "access"] as const) {
      for (const table of part === "store" ? STORE_TABLES : ACCESS_TABLES) {
        const rows = await copyAndCompare(table, { source, target, tables, part });
        await onTable?.(table.name, rows);
      }
    }
  });
  const documentsInBucket = await asked(target, () => countInBucket(target.store));
  await asked(target, () => clearCopyMark(target.store));
  return { documentsInBucket };
}

async function countInBucket(db: StoreDatabase): Promise<number> {
  const { total } = await db
    .selectFrom("documents")
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .where("object", "is not", null)
    .executeTakeFirstOrThrow();
  return Number(total);
}

interface Copying {
  readonly source: CopyEnd;
  readonly target: CopyEnd;
  /** Of the source, while they are still. */
  readonly tables: CopyTables;
  readonly part: keyof CopyTables;
}

async function copyAndCompare(table: CopiedTable, copying: Copying): Promise<number> {
  const { source, target, tables, part } = copying;
  const from = anyTables(tables[part]);
  const to = anyTables(target[part]);
  let read: Awaited<ReturnType<typeof copyTable>>;
  try {
    read = await copyTable(from, to, table);
  } catch (error) {
    throw source.translate(target.translate(error));
  }
  const written = await asked(target, () => digestTable(to, table));
  if (!written.equals(read))
    throw new StoreCopyDiffersError(target.name, table.name, read.rows, written.rows);
  return read.rows;
}

/** A store with anything in it is left as it is, unless it is what an earlier try of this copy left. */
async function refuseOthers(target: CopyEnd, identity: string): Promise<void> {
  if ((await readCopyMark(target.store)) === identity) return;
  const parts = [
    { tables: STORE_TABLES.filter(({ name }) => name !== "store_settings"), db: anyTables(target.store) },
    { tables: ACCESS_TABLES, db: anyTables(target.access) },
  ];
  for (const { tables, db } of parts) {
    for (const table of tables) {
      const found = await db.selectFrom(table.name).selectAll().limit(1).executeTakeFirst();
      if (found !== undefined) throw new StoreNotEmptyError(target.name, table.name);
    }
  }
}

function anyTables(db: CopyTables[keyof CopyTables]): AnyDatabase {
  return db as unknown as AnyDatabase;
}

async function asked<Value>(end: CopyEnd, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw end.translate(error);
  }
}
