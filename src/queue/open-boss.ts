import { PgBoss } from "pg-boss";

/** Where pg-boss keeps its tables, apart from those of any other program in the same database. */
export const QUEUE_SCHEMA = "a2a_queue";
export const TASK_QUEUE = "tasks";

/** A job that no heartbeat came for is given to another instance; the least that pg-boss takes. It is looked for every second. */
const HEARTBEAT_SECONDS = 10;
/** Longest that pg-boss takes. What really bounds a run is its task's own deadline. */
const EXPIRE_SECONDS = 24 * 60 * 60;
/** How long a job may wait; a task whose job went is given another by the sweep. */
const RETENTION_SECONDS = 365 * 24 * 60 * 60;
/** No end: it is the engine that decides when a task was taken over too often, and says so. */
const RETRY_LIMIT = 1_000_000;

/** How often pg-boss is started where others start it at the same moment. */
const STARTS = 5;

/** Runs a statement with its values, as a part of whatever transaction it stands for. */
export interface QueueDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface BossOptions {
  /** Runs pg-boss's statements on the pool that everything else of this instance uses, too. */
  readonly db: QueueDatabase;
  /** Told of faults in the background, such as a database that does not answer. */
  readonly onFault: (error: unknown) => void;
}

/** pg-boss with the task queue, brought up to date. @throws whatever the database throws */
export async function openBoss(options: BossOptions): Promise<PgBoss> {
  const boss = await startBoss(options, STARTS);
  const settings = {
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: EXPIRE_SECONDS,
    retentionSeconds: RETENTION_SECONDS,
    retryLimit: RETRY_LIMIT,
    retryDelay: 0,
  };
  // One job a key, be it waiting or at work: what is sent twice is there once.
  await boss.createQueue(TASK_QUEUE, { policy: "exclusive", ...settings });
  await boss.updateQueue(TASK_QUEUE, settings);
  return boss;
}

/**
 * The first of several that start at once makes the tables, under a lock. A connection that made something before, as one of
 * a pooler may have, still believes after its wait that there is no such schema, and makes it in vain; the next try finds all.
 */
async function startBoss(options: BossOptions, starts: number): Promise<PgBoss> {
  const boss = new PgBoss({
    db: options.db,
    schema: QUEUE_SCHEMA,
    schedule: false,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 60,
  });
  boss.on("error", options.onFault);
  try {
    await boss.start();
    return boss;
  } catch (error) {
    if (starts <= 1 || !isMadeByAnother(error)) throw error;
    return await startBoss(options, starts - 1);
  }
}

/** A name that is unique is there already. */
function isMadeByAnother(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
