import { copyFile, rm } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { callsMarkedIn } from "./model-script.ts";

/** What stood in the database of a server that was killed. */
export interface CrashFindings {
  /** Calls whose replies are in the journal. */
  readonly paidCalls: ReadonlySet<number>;
  /** Events of each task, as stored. */
  readonly seqs: ReadonlyMap<string, readonly number[]>;
  readonly states: ReadonlyMap<string, string>;
  readonly budgets: ReadonlyMap<string, TaskBooks>;
}

/** Tokens of the remote side of a task. */
export interface TaskBooks {
  /** Held for calls under way. */
  readonly reserved: number;
  readonly settled: number;
  /** Used by the replies that are in the journal. */
  readonly journaled: number;
}

/** Looks into a copy, so that the next start finds the files exactly as the crash left them. */
export async function readCrashCopy(databasePath: string): Promise<CrashFindings> {
  const copy = `${databasePath}.copy`;
  await copyIfThere(databasePath, copy);
  await copyIfThere(`${databasePath}-wal`, `${copy}-wal`);
  try {
    using database = new DatabaseSync(copy);
    return {
      paidCalls: new Set(repliesIn(database).flatMap(callsMarkedIn)),
      seqs: seqsIn(database),
      budgets: budgetsIn(database),
      states: new Map(
        database
          .prepare("select id, state_kind from tasks")
          .all()
          .map((row) => [String(row["id"]), String(row["state_kind"])]),
      ),
    };
  } finally {
    await Promise.all(["", "-wal", "-shm"].map((end) => rm(`${copy}${end}`, { force: true })));
  }
}

/** Texts of the replies of both sides. */
function repliesIn(database: DatabaseSync): string[] {
  const rows = database
    .prepare("select result from task_journal where step_path like 'local/%' or step_path like 'remote/%'")
    .all();
  return rows.map((row) => (JSON.parse(String(row["result"])) as { reply: { text: string } }).reply.text);
}

function budgetsIn(database: DatabaseSync): Map<string, TaskBooks> {
  const rows = database
    .prepare(
      `select id, reserved_tokens as reserved, settled_tokens as settled,
         (select coalesce(sum(json_extract(result, '$.reply.usage.promptTokens') + json_extract(result, '$.reply.usage.completionTokens')), 0)
            from task_journal where task_id = id and step_path like 'remote/%') as journaled
       from tasks join budget_accounts on account = 'task ' || id`,
    )
    .all();
  return new Map(
    rows.map(({ id, reserved, settled, journaled }) => [
      String(id),
      { reserved: Number(reserved), settled: Number(settled), journaled: Number(journaled) },
    ]),
  );
}

function seqsIn(database: DatabaseSync): Map<string, number[]> {
  const seqs = new Map<string, number[]>();
  for (const row of database.prepare("select task_id, seq from task_events order by task_id, seq").all()) {
    const id = String(row["task_id"]);
    const of = seqs.get(id) ?? [];
    of.push(Number(row["seq"]));
    seqs.set(id, of);
  }
  return seqs;
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  try {
    await copyFile(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
