import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { TaskPage, TaskQuery } from "#engine";
import type { StoreSchema } from "../schema/tables.ts";
import type { StoreDatabase } from "../transactions.ts";
import type { PageCursors } from "./page-cursor.ts";
import { fromRow } from "./task-row.ts";

/** A page ends early at this size: reading and parsing its tasks keeps everybody else waiting. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/**
 * One page of an owner's tasks, newest status first; tasks with the same time by id, so that pages neither skip nor repeat.
 * A page holds fewer tasks than were asked for where they are huge, and at least one.
 */
export function listTasks(db: StoreDatabase, cursors: PageCursors, query: TaskQuery): Promise<TaskPage> {
  // One connection for all of it: on SQLite nothing changes between the queries.
  return db.connection().execute((connection) => readPage(connection, cursors, query));
}

async function readPage(db: StoreDatabase, cursors: PageCursors, query: TaskQuery): Promise<TaskPage> {
  const after = query.cursor === undefined ? undefined : cursors.decode(query.cursor, query);
  if (query.states?.length === 0) return { tasks: [], totalSize: 0, nextCursor: undefined };
  const matching = matchingTasks(db, query);
  const page = after
    ? matching.where(sql<SqlBool>`(status_at, id) < (${after.statusAt}, ${after.id})`)
    : matching;
  const keys = await page
    .select(["id", "status_at", sql<number>`octet_length(history) + octet_length(artifacts)`.as("bytes")])
    .orderBy("status_at", "desc")
    .orderBy("id", "desc")
    .limit(query.pageSize + 1)
    .execute();
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const shown = keys.slice(0, Math.min(query.pageSize, tasksThatFit(keys)));
  const last = keys.length > shown.length ? shown.at(-1) : undefined;
  return {
    tasks: await readTasks(
      db,
      shown.map((key) => key.id),
    ),
    totalSize: Number(total),
    nextCursor: last && cursors.encode({ statusAt: last.status_at, id: last.id }, query),
  };
}

function matchingTasks(
  db: StoreDatabase,
  query: TaskQuery,
): SelectQueryBuilder<StoreSchema, "tasks", unknown> {
  return db.selectFrom("tasks").where(({ eb, and }) => {
    const conditions: Expression<SqlBool>[] = [
      eb("tenant", "=", query.tenant),
      eb("owner", "=", query.owner),
    ];
    if (query.contextId !== undefined) conditions.push(eb("context_id", "=", query.contextId));
    if (query.states !== undefined) conditions.push(eb("state_kind", "in", [...query.states]));
    if (query.statusSince !== undefined) conditions.push(eb("status_at", ">=", query.statusSince));
    return and(conditions);
  });
}

function tasksThatFit(keys: readonly { readonly bytes: number }[]): number {
  let bytes = 0;
  const firstTooMany = keys.findIndex((key) => {
    bytes += Number(key.bytes);
    return bytes > MAX_PAGE_BYTES;
  });
  return firstTooMany === -1 ? keys.length : Math.max(1, firstTooMany);
}

async function readTasks(db: StoreDatabase, ids: readonly string[]): Promise<TaskPage["tasks"]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("tasks")
    .selectAll()
    .where("id", "in", [...ids])
    .orderBy("status_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(fromRow);
}
