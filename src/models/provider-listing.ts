import { z } from "zod";
import { AppError, throwIfAborted } from "#kernel";
import { askCoordinator } from "./distributed/index.ts";
import { ApiKeyMissingError, ModelNotFoundError } from "./errors/index.ts";
import {
  createProviderTransport,
  judgeFailure,
  type ModelsRuntime,
  type ProviderEndpoint,
  resolveEndpoint,
} from "./http/index.ts";
import { readJson } from "./profiles/read-json.ts";
import type { ProviderConfig, ProviderSettings } from "./providers/provider-settings.ts";
import { findProvider, PROVIDER_TABLE, type ProviderEntry } from "./providers/provider-table.ts";

/** One provider as `a2a-minions providers` shows it. Holds no key and no credentials. */
export interface ProviderStatus {
  readonly id: string;
  readonly label: string;
  /** All that a first request needs is there: the key where one is needed, and an address. */
  readonly configured: boolean;
  /** Undefined where it was not asked: not configured, or nothing to ask. */
  readonly reachable: boolean | undefined;
  readonly baseUrl: string | undefined;
  /** Names for references, as the provider lists them. */
  readonly models: readonly string[];
  /** What is missing or wrong and what to do; undefined where all is well. */
  readonly problem: string | undefined;
}

/** What an engine that has no address can say of itself. */
export type ProviderProbe = (
  signal: AbortSignal,
) => Promise<{ readonly reachable: boolean; readonly models: readonly string[]; readonly problem?: string }>;

export interface ListingDeps {
  readonly runtime: ModelsRuntime;
  /** Probes of the engines that come from factories, by provider id. */
  readonly probes?: Readonly<Record<string, ProviderProbe | undefined>>;
  /** Asks these alone, by provider id; all where not given. */
  readonly only?: ReadonlySet<string>;
}

const PROBE_LIMIT_MS = 4_000;

/**
 * Asks every configured provider for its list of models, all at once and for four seconds at the most.
 *
 * Spends no tokens: it calls nothing but the lists. Providers without their key are not called at all.
 */
export async function listProviders(
  settings: ProviderSettings,
  deps: ListingDeps,
  signal: AbortSignal,
): Promise<ProviderStatus[]> {
  const wanted = (id: string): boolean => deps.only?.has(id) ?? true;
  const builtIn = PROVIDER_TABLE.filter(({ id }) => wanted(id)).map((entry) =>
    statusOf(entry.id, entry, settings.providers[entry.id] ?? {}, deps, signal),
  );
  const compatible = findProvider("openai-compatible");
  const named = Object.entries(settings.endpoints ?? {}).filter(
    ([name]) => findProvider(name) === undefined && wanted(name),
  );
  const own =
    compatible === undefined
      ? []
      : named.map(([name, config]) => statusOf(name, compatible, config, deps, signal));
  const statuses = await Promise.all([...builtIn, ...own]);
  throwIfAborted(signal, "Asking the providers");
  return statuses;
}

async function statusOf(
  id: string,
  entry: ProviderEntry,
  config: ProviderConfig,
  deps: ListingDeps,
  signal: AbortSignal,
): Promise<ProviderStatus> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(PROBE_LIMIT_MS)]);
  const base = {
    id,
    label: id === entry.id ? entry.label : `${entry.label} (${id})`,
    models: [],
    problem: undefined,
  };
  const probe = deps.probes?.[id];
  if (entry.wire === "in-process") {
    const said = await probe?.(bounded).catch(whyNot);
    return { ...base, configured: true, baseUrl: undefined, reachable: said?.reachable, ...pick(said) };
  }
  try {
    const endpoint = resolveEndpoint(id, entry, config);
    if (entry.keyRequired && endpoint.apiKey === undefined) {
      const problem = new ApiKeyMissingError(id, entry.label, entry.keyVariables[0] ?? "").message;
      return { ...base, configured: false, reachable: undefined, baseUrl: endpoint.baseUrl, problem };
    }
    const asked =
      probe === undefined ? askForModels(endpoint, deps.runtime, bounded) : probe(bounded).catch(whyNot);
    const said = await asked;
    return {
      ...base,
      configured: true,
      baseUrl: endpoint.baseUrl,
      reachable: said?.reachable,
      ...pick(said),
    };
  } catch (error) {
    return { ...base, configured: false, reachable: undefined, baseUrl: undefined, ...pick(whyNot(error)) };
  }
}

type Said = Awaited<ReturnType<ProviderProbe>>;

function pick(said: Said | undefined): { models: readonly string[]; problem: string | undefined } {
  return { models: said?.models ?? [], problem: said?.problem };
}

function whyNot(error: unknown): Said {
  return {
    reachable: false,
    models: [],
    problem: error instanceof AppError ? error.message : "It could not be asked.",
  };
}

async function askForModels(
  endpoint: ProviderEndpoint,
  runtime: ModelsRuntime,
  signal: AbortSignal,
): Promise<Said> {
  const { baseUrl, entry, id } = endpoint;
  await using transport = createProviderTransport(endpoint, runtime);
  const asking = { endpoint, fetch: transport.fetch };
  const path =
    entry.wire === "ollama" ? "/api/tags" : entry.wire === "google" ? "/models?pageSize=1000" : "/models";
  try {
    if (entry.wire === "coordinator") return await askCoordinator(asking, signal);
    const answer = await readJson(asking, { url: `${baseUrl}${path}` }, signal);
    const models = readModelNames(answer);
    if (models !== undefined) return { reachable: true, models };
    return {
      reachable: false,
      models: [],
      problem: `Something answers at ${baseUrl}, but not with a list of models.`,
    };
  } catch (thrown) {
    if (signal.aborted)
      return { reachable: false, models: [], problem: `No answer from ${baseUrl} in time.` };
    const context = {
      endpoint,
      ref: { provider: id, model: "" },
      connectMs: transport.timeouts.connectMs,
      now: runtime.now,
    };
    const { error } = judgeFailure(thrown, context);
    if (!(error instanceof ModelNotFoundError)) return whyNot(error);
    return { reachable: false, models: [], problem: `${baseUrl} has no list of models: check the base URL.` };
  }
}

const named = z.object({ id: z.string().optional(), name: z.string().optional() });
const list = z.union([
  z.array(named),
  z.object({ data: z.array(named) }).transform(({ data }) => data),
  z.object({ models: z.array(named) }).transform(({ models }) => models),
]);

function readModelNames(answer: unknown): string[] | undefined {
  const models = list.safeParse(answer).data;
  const names = models?.map(({ id, name }) => (id ?? name)?.replace(/^models\//, ""));
  return names?.filter((name) => name !== undefined).sort();
}
