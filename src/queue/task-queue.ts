import type { PgBoss } from "pg-boss";
import type { PriorityOf, StoredTask, TaskId, TaskOwner } from "#engine";
import { FairTags, type Standing } from "./fair-tags.ts";
import { type BossOptions, openBoss, QUEUE_SCHEMA, type QueueDatabase, TASK_QUEUE } from "./open-boss.ts";

/** One turn of one task, as this instance holds it: `retryCount` tells it from the same job given to somebody else. */
export interface HeldJob {
  readonly id: string;
  /** How often the job was given before to an instance that never settled it. */
  readonly retryCount: number;
  readonly data: JobData;
}

interface JobData extends TaskOwner {
  readonly taskId: TaskId;
  /** When the task began to wait, milliseconds since the epoch. */
  readonly since: number;
}

/** How much waits and runs on all instances together. */
export interface QueueLoad {
  readonly waiting: number;
  readonly running: number;
  readonly waitingOfOwner: number;
  readonly runningOfOwner: number;
}

export interface TaskQueueOptions extends BossOptions {
  /** Default: all tasks have priority 1. */
  readonly priorityOf?: PriorityOf;
}

/** The jobs of tasks in PostgreSQL, shared by all instances. A job is there from the commit that makes it needed. */
export class TaskQueue implements AsyncDisposable {
  readonly #boss: PgBoss;
  readonly #db: QueueDatabase;
  readonly #priorityOf: PriorityOf;
  readonly #tags = new FairTags();

  private constructor(boss: PgBoss, { db, priorityOf = () => 1 }: TaskQueueOptions) {
    this.#boss = boss;
    this.#db = db;
    this.#priorityOf = priorityOf;
  }

  /** @throws whatever the database throws */
  static async open(options: TaskQueueOptions): Promise<TaskQueue> {
    return new TaskQueue(await openBoss(options), options);
  }

  /** Sends the job of a task that was submitted or continued; with `db` as a part of its transaction. */
  async send(task: StoredTask, db: QueueDatabase = this.#db): Promise<void> {
    const group = ownerKey(task);
    const { id: taskId, tenant, owner, statusAt: since, request } = task;
    const data: JobData = { taskId, tenant, owner, since };
    await this.#boss.send(TASK_QUEUE, data, {
      db,
      singletonKey: turnKey(task),
      group: { id: group },
      priority: -this.#tags.take(group, this.#priorityOf(task, request)),
    });
  }

  /** How full the queue is, and a hold on the owner's place in the order of turns for the jobs that it is to send. */
  async standing(owner: TaskOwner): Promise<{ readonly load: QueueLoad; readonly hold: Disposable }> {
    const group = ownerKey(owner);
    const { rows } = await this.#db.executeSql(LOAD, [TASK_QUEUE, group]);
    const { now, last, atLast, ...load } = rows[0] as QueueLoad & Standing;
    return { load, hold: this.#tags.note(group, { now, last, atLast }) };
  }

  /** Takes at most `count` jobs, so that no owner has more than `perOwner` at work on all instances. */
  async take(count: number, perOwner: number | undefined): Promise<readonly HeldJob[]> {
    return this.#boss.fetch<JobData>(TASK_QUEUE, {
      batchSize: count,
      ...(perOwner === undefined ? {} : { groupConcurrency: perOwner }),
    });
  }

  /** Says that this instance is still at work on the jobs; gives the ids of those that it still holds. */
  async touch(jobs: readonly HeldJob[]): Promise<ReadonlySet<string>> {
    const ids = jobs.map(({ id }) => id);
    const counts = jobs.map(({ retryCount }) => retryCount);
    const { rows } = await this.#db.executeSql(TOUCH, [TASK_QUEUE, ids, counts]);
    return new Set((rows as { id: string }[]).map(({ id }) => id));
  }

  /** The turn is over. One that was given to somebody else stays theirs. */
  async settle({ id, retryCount }: HeldJob): Promise<void> {
    await this.#boss.deleteJob(TASK_QUEUE, { id, retryCount });
  }

  /** Gives the turn back, at once and as if it had never been taken. One that was given to somebody else stays theirs. */
  async handBack({ id, retryCount }: HeldJob): Promise<void> {
    await this.#db.executeSql(HAND_BACK, [TASK_QUEUE, id, retryCount]);
  }

  /** The task's jobs that still wait go. */
  async drop(taskId: TaskId): Promise<void> {
    await this.#db.executeSql(DROP, [TASK_QUEUE, taskId]);
  }

  /** All tasks that have a job. */
  async tasks(): Promise<ReadonlySet<TaskId>> {
    const { rows } = await this.#db.executeSql(TASKS, [TASK_QUEUE]);
    return new Set((rows as { taskId: TaskId }[]).map(({ taskId }) => taskId));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#boss.stop({ graceful: false, close: false });
  }
}

/** One job a message of the task: a follow-up may come before the turn that asked has settled. */
function turnKey({ id, history }: StoredTask): string {
  return `${id}/${history.length}`;
}

function ownerKey({ tenant, owner }: TaskOwner): string {
  return JSON.stringify([tenant, owner]);
}

/** Jobs that wait or run are few: settled ones are gone at once, and those that wait are bounded. */
const LIVE = `from ${QUEUE_SCHEMA}.job where name = $1 and state <= 'active'`;

const LOAD = `
  select count(*) filter (where state < 'active')::int as "waiting",
    count(*) filter (where state = 'active')::int as "running",
    count(*) filter (where state < 'active' and group_id = $2)::int as "waitingOfOwner",
    count(*) filter (where state = 'active' and group_id = $2)::int as "runningOfOwner",
    coalesce(max(-priority) filter (where state = 'active'), min(-priority) - 1, 0)::int as "now",
    coalesce(max(-priority) filter (where group_id = $2), 0)::int as "last",
    count(*) filter (where group_id = $2 and priority = lowest)::int as "atLast"
  from (select state, group_id, priority, min(priority) over (partition by group_id) as lowest ${LIVE}) as live`;

const TASKS = `select data->>'taskId' as "taskId" ${LIVE}`;
const DROP = `delete ${LIVE} and state < 'active' and data->>'taskId' = $2`;

/**
 * pg-boss has a call for it too, which does not say which jobs it found. It waits ten seconds at least for a heartbeat;
 * one that is dated back by three is waited for only seven, which with the time until it is looked for stays below ten.
 */
const TOUCH = `
  update ${QUEUE_SCHEMA}.job set heartbeat_on = ${QUEUE_SCHEMA}.job_now() - interval '3 seconds'
  from unnest($2::uuid[], $3::int[]) as held (id, attempt)
  where name = $1 and job.id = held.id and state = 'active' and retry_count = held.attempt
  returning job.id`;

/** What pg-boss does with jobs that it took too many of: the next one to take it does not count as a take-over. */
const HAND_BACK = `
  update ${QUEUE_SCHEMA}.job set state = 'created', started_on = null, heartbeat_on = null
  where name = $1 and id = $2 and state = 'active' and retry_count = $3`;
