import { type ChangeHints, createLocalHints, type EngineDeps, type EngineObserver } from "#engine";
import { systemTimers } from "#kernel";
import { SharedDispatcher } from "#queue";
import { createFiringClaims } from "#stores";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { faultOf } from "../observing/log-engine.ts";
import type { ServerStores, SharedPostgres } from "./open-server-stores.ts";

/** A cancel on another instance reaches the run within this time also when its hint is lost, in milliseconds. */
const WATCH_MS = 800;

export interface SharedEngineParts {
  readonly parts: RuntimeParts;
  readonly stores: ServerStores["stores"];
  /** Undefined where instances are not told of each other's changes. */
  readonly hints: ChangeHints | undefined;
  readonly postgres: SharedPostgres;
  readonly observe: EngineObserver;
}

/** What makes an engine one of many over the same database. */
export interface SharedEngine extends Pick<EngineDeps, "claim"> {
  readonly hints: ChangeHints;
  readonly dispatcher: SharedDispatcher;
  readonly watchMs: number;
}

export function shareEngine({ parts, stores, postgres, observe, ...told }: SharedEngineParts): SharedEngine {
  const { server } = parts.config;
  const { hints = createLocalHints(systemTimers) } = told;
  const claim = createFiringClaims(postgres.database);
  const dispatcher = new SharedDispatcher({
    queue: postgres.queue,
    tasks: stores.tasks,
    claim,
    hints,
    limits: {
      maxRunning: server.maxRunning,
      maxRunningPerOwner: server.maxRunningPerOwner,
      maxQueued: server.maxQueued,
      maxQueuedPerOwner: server.maxQueued,
    },
    clock: parts.clock,
    timers: systemTimers,
    observe,
    onFault: (error) => parts.log.warn({ err: faultOf(error) }, "the queue does not answer"),
  });
  return { hints, claim, dispatcher, watchMs: WATCH_MS };
}
