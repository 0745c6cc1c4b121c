import { type Kysely, type RawBuilder, sql } from "kysely";
import { isLocalSetting } from "../local-settings.ts";
import type { CopiedTable } from "./copied-tables.ts";
import { type CopiedRow, TableDigest } from "./table-digest.ts";

/** A database, or a transaction of it, whose tables are named by data. */
export type AnyDatabase = Kysely<Record<string, CopiedRow>>;

/** Copies all rows, over those of the same key. Gives what was read. */
export async function copyTable(
  from: AnyDatabase,
  to: AnyDatabase,
  table: CopiedTable,
): Promise<TableDigest> {
  const digest = new TableDigest();
  for await (const rows of pagesOf(from, table)) {
    for (const row of rows) digest.add(row);
    await insertRows(to, table, rows);
  }
  return digest;
}

export async function digestTable(db: AnyDatabase, table: CopiedTable): Promise<TableDigest> {
  const digest = new TableDigest();
  for await (const rows of pagesOf(db, table)) for (const row of rows) digest.add(row);
  return digest;
}

async function* pagesOf(db: AnyDatabase, table: CopiedTable): AsyncGenerator<readonly CopiedRow[]> {
  const key = refs(table.key);
  let after: RawBuilder<unknown> = sql`true`;
  for (;;) {
    const { rows } = await sql<CopiedRow>`
      select * from ${sql.table(table.name)} where ${after} order by ${key} limit ${sql.lit(table.rowsAtOnce)}
    `.execute(db);
    const copied = rows.filter(
      (row) => table.name !== "store_settings" || !isLocalSetting(String(row["name"])),
    );
    if (copied.length > 0) yield copied;
    const last = rows.at(-1);
    if (last === undefined || rows.length < table.rowsAtOnce) return;
    after = sql`(${key}) > (${sql.join(table.key.map((column) => sql.val(last[column])))})`;
  }
}

async function insertRows(db: AnyDatabase, table: CopiedTable, rows: readonly CopiedRow[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => sql.val(row[column])))})`);
  const others = columns.filter((column) => !table.key.includes(column));
  const taken =
    others.length === 0
      ? sql`nothing`
      : sql`update set ${sql.join(others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))}`;
  await sql`
    insert into ${sql.table(table.name)} (${refs(columns)}) values ${sql.join(values)}
    on conflict (${refs(table.key)}) do ${taken}
  `.execute(db);
}

function refs(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}
