import { randomUUID } from "node:crypto";
import type { AuditLog } from "#audit";
import { type ChangeHints, createEngine, type Engine, type EngineObserver } from "#engine";
import type { Metrics } from "#http";
import { systemTimers, timeOrderedId } from "#kernel";
import type { RedisConnection } from "#redis";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { auditedEngine } from "../audit/audited-calls.ts";
import { openReuse } from "../journal/open-reuse.ts";
import { createPriorityOf } from "../limits/create-priority-of.ts";
import type { Limits } from "../limits/open-limits.ts";
import { engineLog } from "../observing/log-engine.ts";
import { createMinionsRunner } from "../run/minions-runner.ts";
import type { ServerStores } from "./open-server-stores.ts";
import type { QueueWatch } from "./queue-watch.ts";
import { shareEngine } from "./share-engine.ts";

export interface EngineParts {
  readonly parts: RuntimeParts;
  readonly kept: ServerStores;
  /** Undefined where one process has everything, or instances are not told of each other's changes. */
  readonly hints: ChangeHints | undefined;
  readonly metrics: Metrics;
  readonly queue: QueueWatch;
  readonly limits: Limits;
  readonly audit: AuditLog;
  /** Of this program. */
  readonly version: string;
  readonly redis: RedisConnection | undefined;
}

/** The engine that runs the Minions skills, told of by metrics, log and the watch over its queue. */
export async function openEngine(opening: EngineParts): Promise<Engine> {
  const { parts, kept, hints, metrics, queue, limits, audit } = opening;
  const { stores, postgres } = kept;
  const { server } = parts.config;
  const log = engineLog(parts.log);
  const observe: EngineObserver = (seen) => {
    metrics.observeEngine(seen);
    queue.observe(seen);
    log(seen);
  };
  const shared =
    postgres === undefined ? undefined : shareEngine({ parts, stores, hints, postgres, observe });
  if (shared !== undefined) queue.watch(shared.dispatcher);
  const { watchMs, ...deps } = shared ?? {};
  const engine = createEngine({
    ...deps,
    stores,
    runner: createMinionsRunner({
      parts,
      stores,
      timers: systemTimers,
      newId: randomUUID,
      observer: metrics,
      budgets: limits.budgets,
      audit,
      reuse: await openReuse({ ...opening, stores }),
    }),
    clock: parts.clock,
    newId: () => timeOrderedId(parts.clock.now()),
    observe,
    admit: limits.admit,
    priorityOf: createPriorityOf(parts.config),
    options: {
      maxRunning: server.maxRunning,
      maxRunningPerOwner: server.maxRunningPerOwner ?? server.maxRunning,
      maxQueued: server.maxQueued,
      maxTasks: server.maxTasks,
      retentionMs: server.retentionHours * 3_600_000,
      graceMs: server.graceSeconds * 1_000,
      pollMs: 1_000,
      ...(watchMs === undefined ? {} : { watchMs }),
    },
  });
  return auditedEngine(engine, audit, parts.clock);
}
