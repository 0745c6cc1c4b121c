import type { CrashFindings } from "../kill/crash-copy.ts";
import { callsMarkedIn } from "../kill/model-script.ts";
import type { Cluster } from "./cluster.ts";

/** What stands in the database of the cluster now. */
export async function readFindings(cluster: Cluster): Promise<CrashFindings> {
  const replies = await cluster.query<{ result: string }>(
    "select result from task_journal where step_path like 'local/%' or step_path like 'remote/%'",
  );
  const events = await cluster.query<{ task_id: string; seqs: string[] }>(
    "select task_id, array_agg(seq order by seq) as seqs from task_events group by task_id",
  );
  const tasks = await cluster.query<{ id: string; state_kind: string }>("select id, state_kind from tasks");
  const books = await cluster.query<{ id: string; reserved: string; settled: string; journaled: string }>(
    `select id, reserved_tokens as reserved, settled_tokens as settled,
       (select coalesce(sum((usage->>'promptTokens')::bigint + (usage->>'completionTokens')::bigint), 0)
          from task_journal, lateral (select result::jsonb->'reply'->'usage' as usage) of_reply
          where task_id = id and step_path like 'remote/%') as journaled
     from tasks join budget_accounts on account = 'task ' || id`,
  );
  const textOf = (result: string) => (JSON.parse(result) as { reply: { text: string } }).reply.text;
  return {
    paidCalls: new Set(replies.flatMap(({ result }) => callsMarkedIn(textOf(result)))),
    seqs: new Map(events.map(({ task_id, seqs }) => [task_id, seqs.map(Number)])),
    budgets: new Map(
      books.map(({ id, reserved, settled, journaled }) => [
        id,
        { reserved: Number(reserved), settled: Number(settled), journaled: Number(journaled) },
      ]),
    ),
    states: new Map(tasks.map(({ id, state_kind }) => [id, state_kind])),
  };
}
