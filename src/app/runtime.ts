import type { Config } from "#config";
import { createExtractor, type Extractor, type ExtractorOptions } from "#documents";
import { type Clock, systemClock } from "#kernel";
import type { Prices, RunResult, Workbench } from "#minions";
import {
  createModelRegistry,
  listProviders,
  type ModelRegistry,
  type ProviderStatus,
  systemRuntime,
} from "#models";
import { createWorkbench } from "#workbench";
import { type AskRequest, ask } from "./ask.ts";
import type { AskEvent } from "./ask-event.ts";
import { type EvaluateEvent, type EvaluateRequest, type EvaluationReport, evaluate } from "./evaluate.ts";
import { createLog } from "./log.ts";
import { engineProbes, modelFactories } from "./model-factories.ts";
import { loadPrices } from "./price-book.ts";
import { providerSettings } from "./provider-settings.ts";
import type { RuntimeParts } from "./runtime-parts.ts";

/** What a test or an embedding program may bring instead of the real thing. */
export interface RuntimeOverrides {
  readonly clock?: Clock;
  readonly extractor?: Extractor;
  readonly registry?: ModelRegistry;
  readonly workbench?: Workbench;
  readonly prices?: Prices;
  /** Where log lines go; standard error where not given. */
  readonly logSink?: { write(line: string): void };
  /** Names this process in log lines, where several share their tasks. */
  readonly instance?: string;
}

/** Everything wired together: the one door for the command line, servers and programs. Dispose it to free all it holds. */
export interface Runtime extends AsyncDisposable {
  /**
   * Reads the documents and answers the question, telling what happens as it happens.
   * The iterator's return value is the result. Leaving the loop, or firing `signal`, ends everything under way.
   *
   * @throws DocumentsRefusedError, InvalidMetadataError, and the errors of `startRun` and of opening models.
   */
  ask(request: AskRequest, signal?: AbortSignal): AsyncGenerator<AskEvent, RunResult, void>;
  /**
   * Asks every question of a set and scores the answers, reading each document once.
   * The iterator's return value is the report. A typed failure of one question is a score; it ends nothing.
   *
   * @throws InvalidMetadataError and the errors of opening models, before anything is asked.
   */
  evaluate(
    request: EvaluateRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<EvaluateEvent, EvaluationReport, void>;
  /** Every provider: configured, reachable, its models, what is missing. Spends no tokens and sends no text. */
  providers(signal: AbortSignal): Promise<ProviderStatus[]>;
}

/**
 * Wires everything that the configuration asks for. Opens no connection and starts no thread before it is needed.
 *
 * @throws PriceTableInvalidError
 */
export async function createRuntime(config: Config, overrides: RuntimeOverrides = {}): Promise<Runtime> {
  const { parts, held } = await openRuntimeParts(config, overrides);
  return {
    ask: (request, signal) => ask(request, parts, signal),
    evaluate: (request, signal) => evaluate(request, parts, signal),
    providers: (signal) =>
      listProviders(providerSettings(config), { runtime: systemRuntime, probes: engineProbes() }, signal),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/**
 * What runs share, and what has to be disposed when they are over.
 *
 * @throws PriceTableInvalidError
 */
export async function openRuntimeParts(
  config: Config,
  overrides: RuntimeOverrides = {},
): Promise<{ readonly parts: RuntimeParts; readonly held: AsyncDisposableStack }> {
  const clock = overrides.clock ?? systemClock;
  const prices = overrides.prices ?? (await loadPrices(config));
  const held = new AsyncDisposableStack();
  const parts: RuntimeParts = {
    config,
    clock,
    prices,
    extractor: overrides.extractor ?? held.use(createExtractor(extractorOptions(config))),
    registry: overrides.registry ?? held.use(openRegistry(config, clock)),
    workbench: overrides.workbench ?? held.use(createWorkbench()),
    log: createLog(config.log.level, overrides.logSink ?? process.stderr, overrides.instance),
  };
  return { parts, held };
}

function openRegistry(config: Config, clock: Clock): ModelRegistry {
  const settings = providerSettings(config);
  return createModelRegistry({ settings, runtime: systemRuntime, factories: modelFactories(config, clock) });
}

function extractorOptions({ documents }: Config): ExtractorOptions {
  const { maxBytes, maxPages, timeoutSeconds, workers, ocr, ocrLanguage } = documents;
  return {
    maxBytes,
    maxPages,
    workers,
    timeoutMs: timeoutSeconds * 1_000,
    ocr: ocr && { language: ocrLanguage },
  };
}
