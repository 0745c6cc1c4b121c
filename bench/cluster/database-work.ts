import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../tests/cluster/cluster.ts";

export interface DatabaseWork<Result> {
  readonly result: Result;
  readonly statements: number;
  /** Transactions that wrote something: each waits for the disk. */
  readonly writes: number;
  readonly walBytes: number;
}

/** What the database did while `run` ran, all instances together. */
export async function databaseWork<Result>(
  cluster: Cluster,
  run: () => Promise<Result>,
): Promise<DatabaseWork<Result>> {
  const before = await counters(cluster);
  const result = await run();
  const after = await counters(cluster);
  return {
    result,
    statements: after.statements - before.statements,
    writes: after.writes - before.writes,
    walBytes: after.wal - before.wal,
  };
}

/** Statements a second while nothing is asked. */
export async function idleWork(cluster: Cluster, ms: number): Promise<number> {
  const { statements } = await databaseWork(cluster, () => sleep(ms));
  return (statements * 1_000) / ms;
}

async function counters(cluster: Cluster) {
  const [row] = await cluster.query<{ statements: string; writes: string; wal: string }>(`
    select (select sum(calls) from pg_stat_statements)::text as statements,
      pg_snapshot_xmax(pg_current_snapshot())::text as writes,
      pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as wal`);
  return {
    statements: Number(row?.statements),
    writes: Number(row?.writes),
    wal: Number(row?.wal),
  };
}
