import { monitorEventLoopDelay } from "node:perf_hooks";
import { Registry } from "prom-client";
import type { EngineObserver } from "#engine";
import { engineMetrics } from "./engine-metrics.ts";
import { createInstruments, type Instruments } from "./instruments.ts";
import { boundedLabel } from "./label-bounds.ts";
import { TaskSkills } from "./task-skills.ts";

/** What the labels may say. Every other name that a client or a reply brings counts as "other". */
export interface MetricsOptions {
  readonly version: string;
  readonly skills: readonly string[];
  readonly providers: readonly string[];
  /** Names of models as configured. */
  readonly models: readonly string[];
  /** How many clients are open now, by provider; asked at each scrape. Default: none are. */
  readonly openClients?: () => ReadonlyMap<string, number>;
  /** Tasks whose skill is remembered until they end. Default: 10,000. */
  readonly maxRememberedTasks?: number;
}

/** One call of a model, as it ended. Durations in milliseconds, cost in US dollars. */
export interface ModelCallSeen {
  readonly provider: string;
  readonly model: string;
  readonly side: "local" | "remote";
  readonly outcome: "answered" | "failed" | "aborted";
  readonly durationMs: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  readonly costUsd: number;
}

/**
 * Everything the server counts, under the Python reference's names where it has them. Nothing in it says what a
 * document, a question or a key is. Dispose it to stop measuring the event loop.
 */
export interface Metrics extends Disposable {
  /** Hand it to `createEngine({ observe })`. */
  readonly observeEngine: EngineObserver;
  /** A request was answered; `method` is an operation's name, never a path. */
  requestAnswered(method: string, outcome: "success" | "error", durationMs: number): void;
  /** `code` is one of the project's error codes. */
  errorSeen(code: string): void;
  authAttempted(authMethod: string, accepted: boolean): void;
  /** Something was refused by a limit: of a scope of the caller, or of failed logins; `tier` is a configured one. */
  limitMet(limit: string, tier: string): void;
  auditLost(count: number): void;
  /** Counts an open stream until the result is disposed. */
  streamOpened(): Disposable;
  streamEventSent(): void;
  firstEventSent(afterMs: number): void;
  /** Which skill a task runs; told when its run begins. */
  skillChosen(taskId: string, skill: string): void;
  modelCalled(call: ModelCallSeen): void;
  /** Money and tokens were reserved in the budgets of a task, or settled: what the call used after all. */
  budgetMoved(
    side: "local" | "remote",
    moved: "reserved" | "settled",
    amount: { readonly usd: number; readonly tokens: number },
  ): void;
  pdfRead(durationMs: number): void;
  /** The result cache was asked for what a model replied before. */
  resultLookedUp(outcome: "hit" | "miss" | "failed"): void;
  /** A reply was offered to the result cache. */
  resultKept(outcome: "kept" | "too-large" | "failed"): void;
  tasksStored(count: number): void;
  storeAnswered(operation: string, durationMs: number): void;
  /** The text that a scrape gets, and its content type. */
  scrape(): Promise<{ readonly contentType: string; readonly body: string }>;
}

/** Counts and times in a registry of its own, so that two servers in one process do not mix. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const instruments = createInstruments(registry);
  instruments.serverInfo.set(
    { version: options.version, protocol: "a2a", skills: options.skills.join(",") },
    1,
  );
  const skills = new TaskSkills(options.maxRememberedTasks ?? 10_000);
  const skillLabel = boundedLabel(options.skills);
  const providerLabel = boundedLabel(options.providers);
  const providersSeen = new Set<string>();
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  return {
    observeEngine: engineMetrics(instruments, skills),
    ...requestMetrics(instruments),
    skillChosen: (taskId, skill) => skills.remember(taskId, skillLabel(skill)),
    modelCalled: modelMetrics(instruments, providerLabel, boundedLabel(options.models)),
    budgetMoved(side, moved, { usd, tokens }) {
      instruments.budgetUsd.inc({ side, moved }, usd);
      instruments.budgetTokens.inc({ side, moved }, tokens);
    },
    pdfRead(durationMs) {
      instruments.pdfProcessed.inc();
      instruments.pdfSeconds.observe(durationMs / 1000);
    },
    resultLookedUp: (outcome) => instruments.resultLookUps.inc({ outcome }),
    resultKept: (outcome) => instruments.resultsKept.inc({ outcome }),
    tasksStored: (count) => instruments.storedTasks.set(count),
    storeAnswered: (operation, durationMs) =>
      instruments.storeSeconds.observe({ operation }, durationMs / 1000),
    async scrape() {
      readProcess(instruments, loop);
      readClients(instruments, options.openClients?.() ?? new Map(), providerLabel, providersSeen);
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
    [Symbol.dispose]: () => void loop.disable(),
  };
}

function requestMetrics(instruments: Instruments) {
  return {
    requestAnswered(method: string, outcome: "success" | "error", durationMs: number): void {
      instruments.requests.inc({ method, status: outcome });
      instruments.requestSeconds.observe({ method }, durationMs / 1000);
    },
    errorSeen: (code: string): void => instruments.errors.inc({ error_type: code }),
    authAttempted(authMethod: string, accepted: boolean): void {
      instruments.authAttempts.inc({ auth_method: authMethod, result: accepted ? "success" : "failure" });
    },
    auditLost: (count: number): void => instruments.auditLost.inc(count),
    limitMet: (limit: string, tier: string): void => instruments.limitsMet.inc({ limit, tier }),
    streamOpened(): Disposable {
      instruments.streamingSessions.inc();
      let open = true;
      return {
        [Symbol.dispose]: () => {
          if (open) instruments.streamingSessions.dec();
          open = false;
        },
      };
    },
    streamEventSent: (): void => instruments.streamingEvents.inc(),
    firstEventSent: (afterMs: number): void => instruments.firstEventSeconds.observe(afterMs / 1000),
  };
}

function modelMetrics(
  instruments: Instruments,
  providerLabel: (name: string) => string,
  modelLabel: (name: string) => string,
): Metrics["modelCalled"] {
  return (call) => {
    const provider = providerLabel(call.provider);
    const { side } = call;
    instruments.modelCalls.inc({ provider, model: modelLabel(call.model), side, outcome: call.outcome });
    instruments.modelSeconds.observe({ provider, side }, call.durationMs / 1000);
    instruments.tokens.inc({ side, kind: "prompt" }, call.promptTokens);
    instruments.tokens.inc({ side, kind: "completion" }, call.completionTokens);
    instruments.tokens.inc({ side, kind: "cached" }, call.cachedTokens);
    instruments.cost.inc({ provider, side }, call.costUsd);
  };
}

/** A provider whose last client was closed since the scrape before stays, with 0: a series that ends looks like a fault. */
function readClients(
  { clientPoolSize }: Instruments,
  open: ReadonlyMap<string, number>,
  providerLabel: (name: string) => string,
  seen: Set<string>,
): void {
  const counts = new Map([...seen].map((provider) => [provider, 0]));
  for (const [name, count] of open) {
    const provider = providerLabel(name);
    counts.set(provider, (counts.get(provider) ?? 0) + count);
  }
  for (const [provider, count] of counts) {
    seen.add(provider);
    clientPoolSize.set({ provider }, count);
  }
}

/** Figures that are true at the moment of a scrape. The histogram of the loop starts anew, so that a peak shows once. */
function readProcess(instruments: Instruments, loop: ReturnType<typeof monitorEventLoopDelay>): void {
  const seconds = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
  instruments.eventLoopDelay.set({ quantile: "0.5" }, seconds(loop.percentile(50)));
  instruments.eventLoopDelay.set({ quantile: "0.99" }, seconds(loop.percentile(99)));
  instruments.eventLoopDelay.set({ quantile: "1" }, seconds(loop.max));
  loop.reset();
  const memory = process.memoryUsage();
  instruments.residentMemory.set(memory.rss);
  instruments.heapUsed.set(memory.heapUsed);
}
