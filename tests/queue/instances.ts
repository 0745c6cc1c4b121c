import {
  createEngine,
  createLocalHints,
  type Engine,
  type EngineObservation,
  type PriorityOf,
  type RunContext,
  type RunEnding,
  type StoredTask,
  type Stores,
  type Submission,
} from "#engine";
import { systemClock, systemTimers, timeOrderedId } from "#kernel";
import { jobWithCommit, SharedDispatcher, type SharedLimits, TaskQueue } from "#queue";
import { createFiringClaims, createStatementRunner, openPostgresDatabase, openPostgresStores } from "#stores";

export const ALICE = { tenant: "acme", owner: "alice" };
export const BOB = { tenant: "acme", owner: "bob" };
export const NEVER = new AbortController().signal;

export interface InstanceSettings {
  readonly url: string;
  readonly run?: (context: RunContext) => Promise<RunEnding>;
  readonly limits?: Partial<SharedLimits>;
  readonly priorityOf?: PriorityOf;
}

/** One instance over a shared database, in this process: an engine, and what is beneath it. */
export interface Instance extends AsyncDisposable {
  readonly engine: Engine;
  readonly stores: Stores;
  readonly queue: TaskQueue;
  readonly observations: readonly EngineObservation[];
  /** Runs a statement on the database. */
  sql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  submit(text: string, rest?: Partial<Submission>): Promise<StoredTask>;
}

const LIMITS: SharedLimits = {
  maxRunning: 4,
  maxRunningPerOwner: undefined,
  maxQueued: 1000,
  maxQueuedPerOwner: 1000,
};

const completes = async (): Promise<RunEnding> => ({ kind: "completed" });

/** It does nothing before its engine is started. */
export async function openInstance({
  url,
  run = completes,
  limits,
  priorityOf = () => 1,
}: InstanceSettings): Promise<Instance> {
  const opened = new AsyncDisposableStack();
  const database = opened.use(openPostgresDatabase({ url }));
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const db = createStatementRunner(database);
  const queue = opened.use(await TaskQueue.open({ db, onFault, priorityOf }));
  const stores = opened.use(await openPostgresStores({ database, joinCommit: jobWithCommit(queue) }));
  const hints = createLocalHints(systemTimers);
  const claim = createFiringClaims(database);
  const observations: EngineObservation[] = [];
  const observe = (seen: EngineObservation): void => void observations.push(seen);
  const dispatcher = new SharedDispatcher({
    queue,
    tasks: stores.tasks,
    claim,
    hints,
    limits: { ...LIMITS, ...limits },
    clock: systemClock,
    timers: systemTimers,
    observe,
    onFault,
    pollMs: 100,
  });
  const engine = createEngine({
    stores,
    dispatcher,
    claim,
    hints,
    runner: { run },
    clock: systemClock,
    newId: () => timeOrderedId(Date.now()),
    observe,
    options: {
      maxRunning: 4,
      maxQueued: 1000,
      maxTasks: 100_000,
      retentionMs: 86_400_000,
      graceMs: 0,
      cleanupMs: 200,
      pollMs: 200,
      watchMs: 200,
    },
  });
  opened.use(engine);
  return {
    engine,
    stores,
    queue,
    observations,
    sql: db.executeSql,
    submit: (text, rest) =>
      engine.submit({
        owner: ALICE,
        message: { messageId: `message-${text}`, role: "user", parts: [{ kind: "text", text }] },
        contentHash: `hash-${text}`,
        metadata: {},
        request: {},
        timeoutMs: 60_000,
        ...rest,
      }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
