import type { AuditLog } from "#audit";
import { loadConfig } from "#config";
import { createExtractor } from "#documents";
import { createExtractiveModel } from "#embedded";
import {
  type ContentPart,
  createEngine,
  type Engine,
  type EngineObservation,
  type JsonObject,
  type StoredTask,
  type Stores,
  type TaskEvent,
  type TaskOwner,
} from "#engine";
import { systemClock, systemTimers } from "#kernel";
import type { Budgets } from "#limits";
import type { Model, Prices, RunMetadata, Workbench } from "#minions";
import { openSqliteStores } from "#stores";
import { createWorkbench } from "#workbench";
import { createLog } from "../../log.ts";
import type { RuntimeParts } from "../../runtime-parts.ts";
import type { Reuse } from "../journal/reuse-of-task.ts";
import { createMinionsRunner } from "../run/minions-runner.ts";
import { toJson } from "../to-json.ts";

export const ASKER: TaskOwner = { tenant: "", owner: "ada" };
export const NEVER = new AbortController().signal;

const PRICES: Prices = {
  table: { updated: "2026-01-01", currency: "USD", unit: "per 1M tokens", models: [] },
};

export interface RunnerSetting {
  readonly local: Model;
  readonly remote: Model;
  readonly workbench?: Workbench;
  /** Stores of an engine before, whose unfinished tasks are taken up. */
  readonly stores?: Stores;
  /** The egress policy, in the form of the configuration file. */
  readonly egress?: object;
  readonly audit?: AuditLog;
  readonly budgets?: Budgets;
  /** What was replied to earlier tasks. Default: nothing is. */
  readonly reuse?: Reuse;
  /** Default: no model has a price. */
  readonly prices?: Prices;
}

export interface Ask {
  readonly parts: readonly ContentPart[];
  readonly options?: RunMetadata;
  /** What a transport keeps of the request beside its options. */
  readonly origin?: JsonObject;
  readonly taskId?: string;
  readonly contextId?: string;
  /** Default: {@link ASKER}. */
  readonly owner?: TaskOwner;
}

/** An engine over a real store with our runner and models of the test's choice. */
export interface RunnerFixture extends AsyncDisposable {
  readonly engine: Engine;
  readonly stores: Stores;
  readonly observations: readonly EngineObservation[];
  ask(ask: Ask): Promise<StoredTask>;
  /** The task once it has ended or asks for input. */
  settled(task: StoredTask): Promise<StoredTask>;
  events(task: StoredTask): Promise<TaskEvent[]>;
}

let made = 0;

export async function openRunner(setting: RunnerSetting): Promise<RunnerFixture> {
  const held = new AsyncDisposableStack();
  const stores = setting.stores ?? held.use(await openSqliteStores({ path: ":memory:" }));
  const extractor = held.use(createExtractor());
  const workbench = setting.workbench ?? held.use(createWorkbench());
  const newId = (): string => `id-${++made}`;
  const embedded = createExtractiveModel({ clock: systemClock });
  const config = await loadConfig({
    env: {},
    workingDirectory: "/",
    readText: async () => JSON.stringify({ egress: setting.egress ?? {} }),
    flags: { local: "scripted/local", remote: "scripted/remote" },
  });
  const parts: RuntimeParts = {
    config,
    clock: systemClock,
    extractor,
    workbench,
    prices: setting.prices ?? PRICES,
    log: createLog("silent", { write: () => undefined }),
    registry: {
      open: (reference) =>
        ({ "scripted/local": setting.local, "embedded/extractive": embedded })[reference] ?? setting.remote,
      openModels: () => new Map(),
      [Symbol.asyncDispose]: async () => undefined,
    },
  };
  const observations: EngineObservation[] = [];
  const engine = createEngine({
    stores,
    runner: createMinionsRunner({
      ...{ parts, stores, timers: systemTimers, newId },
      ...(setting.audit === undefined ? {} : { audit: setting.audit }),
      ...(setting.budgets === undefined ? {} : { budgets: setting.budgets }),
      reuse: setting.reuse,
    }),
    clock: systemClock,
    newId,
    options: {
      maxRunning: 4,
      maxQueued: 10,
      maxTasks: 100,
      retentionMs: 3_600_000,
      graceMs: 0,
      pollMs: 1_000,
    },
    observe: (observation) => observations.push(observation),
  });
  await engine.start();
  held.use(engine);
  return {
    engine,
    stores,
    observations,
    ask: ({ parts: said, options = {}, origin, taskId, contextId, owner = ASKER }) =>
      engine.submit({
        owner,
        message: { messageId: newId(), role: "user", parts: said },
        contentHash: newId(),
        metadata: {},
        request: { ...toJson(options), ...origin },
        timeoutMs: 60_000,
        ...(taskId === undefined ? {} : { taskId }),
        ...(contextId === undefined ? {} : { contextId }),
      }),
    settled: (task) => engine.settled(task.id, task, NEVER),
    events: async (task) => [...(await stores.events.page(task.id, 0, 1_000))],
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

export function text(said: string, name?: string): ContentPart {
  return { kind: "text", text: said, ...(name === undefined ? {} : { name }) };
}
