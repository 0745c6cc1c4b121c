import { formatModelRef, type Model, type ModelRef } from "#minions";
import { CoolDowns } from "./cool-downs.ts";
import {
  ApiKeyMissingError,
  MalformedModelReferenceError,
  ProviderUnavailableError,
  UnknownProviderError,
} from "./errors/index.ts";
import { FallbackModel } from "./fallback-model.ts";
import {
  createProviderTransport,
  type ModelsRuntime,
  type ProviderEndpoint,
  type ProviderTransport,
  resolveEndpoint,
} from "./http/index.ts";
import type { ModelFactories } from "./model-factory.ts";
import { ModelPool } from "./model-pool.ts";
import { findConfigured } from "./providers/destinations.ts";
import { parseModelReference, requirePlainName } from "./providers/model-reference.ts";
import { DEFAULT_FALLBACK_COOL_DOWN_MS, type ProviderSettings } from "./providers/provider-settings.ts";
import { PROVIDER_TABLE, type ProviderEntry } from "./providers/provider-table.ts";
import { SdkModel } from "./sdk/sdk-model.ts";
import { openSdkProvider, type SdkProvider } from "./sdk/sdk-provider.ts";

export interface ModelRegistryDeps {
  readonly settings: ProviderSettings;
  readonly runtime: ModelsRuntime;
  /** The engines that are no part of this room's HTTP adapters, by provider id. */
  readonly factories: ModelFactories;
  /** Models kept open at most; the least recently used that are idle are closed. Default 200. */
  readonly maxModels?: number;
}

/** Far more than one configuration names; a bound on what clients can make a server keep. */
const DEFAULT_MAX_MODELS = 200;

/** Opens models by reference. Disposing it closes all connections and unloads what was loaded. */
export interface ModelRegistry extends AsyncDisposable {
  /**
   * The model of `provider/model`, or of a fall-back chain of them. Opens no connection. What a model
   * has loaded or learned is kept for the next who opens it, as long as it is among the most recently used.
   *
   * @throws MalformedModelReferenceError, UnknownProviderError, ApiKeyMissingError, BaseUrlInvalidError,
   * ProviderUnavailableError
   */
  open(reference: string): Model;
  /** How many models are open now, by provider; a provider without any is missing. */
  openModels(): ReadonlyMap<string, number>;
}

interface OpenProvider {
  readonly endpoint: ProviderEndpoint;
  readonly transport: ProviderTransport;
  readonly openProvider: () => Promise<SdkProvider>;
}

export function createModelRegistry(deps: ModelRegistryDeps): ModelRegistry {
  return new PooledRegistry(deps);
}

class PooledRegistry implements ModelRegistry {
  readonly #deps: ModelRegistryDeps;
  readonly #coolDowns: CoolDowns;
  readonly #providers = new Map<string, OpenProvider>();
  readonly #models: ModelPool;

  constructor(deps: ModelRegistryDeps) {
    this.#deps = deps;
    const { settings, runtime, maxModels = DEFAULT_MAX_MODELS } = deps;
    this.#models = new ModelPool(maxModels);
    this.#coolDowns = new CoolDowns(
      settings.fallbackCoolDownMs ?? DEFAULT_FALLBACK_COOL_DOWN_MS,
      runtime.now,
    );
  }

  open(reference: string): Model {
    const { settings } = this.#deps;
    const refs = parseModelReference(reference, (name) => findConfigured(name, settings) !== undefined);
    const [first, ...others] = refs.map((ref) => this.#openOne(ref));
    if (first === undefined) throw new MalformedModelReferenceError(reference, "it is empty");
    return others.length === 0 ? first : new FallbackModel([first, ...others], this.#coolDowns);
  }

  openModels(): ReadonlyMap<string, number> {
    return this.#models.count();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const transports = [...this.#providers.values()].map(({ transport }) => transport);
    this.#providers.clear();
    await Promise.all([this.#models, ...transports].map((resource) => resource[Symbol.asyncDispose]()));
  }

  #openOne(written: ModelRef): Model {
    const found = findConfigured(written.provider, this.#deps.settings);
    if (found === undefined) throw new UnknownProviderError(written.provider, this.#knownNames());
    const { id, entry } = found;
    const ref: ModelRef = { provider: id, model: written.model };
    // A file on this machine is named by its path, whatever that is made of.
    if (entry.wire !== "in-process") requirePlainName(ref);
    const factory = this.#deps.factories[id];
    return this.#models.open(formatModelRef(ref), () =>
      factory === undefined ? this.#openRemote(ref, entry) : factory(ref, this.#factoryContext(id, entry)),
    );
  }

  #openRemote(ref: ModelRef, entry: ProviderEntry): Model {
    if (entry.wire === "in-process" || entry.wire === "coordinator")
      throw new ProviderUnavailableError(entry.id);
    const { endpoint, transport, openProvider } = this.#provider(ref.provider, entry);
    return new SdkModel({ ref, endpoint, transport, openProvider, runtime: this.#deps.runtime });
  }

  #factoryContext(id: string, entry: ProviderEntry): Parameters<NonNullable<ModelFactories[string]>>[1] {
    const { runtime } = this.#deps;
    const config = this.#deps.settings.providers[id] ?? {};
    return entry.wire === "in-process"
      ? { runtime, config }
      : { runtime, config, ...this.#provider(id, entry) };
  }

  #provider(id: string, entry: ProviderEntry): OpenProvider {
    const known = this.#providers.get(id);
    if (known !== undefined) return known;
    const { settings, runtime } = this.#deps;
    const named = id === entry.id ? settings.providers[id] : settings.endpoints?.[id];
    const config = named ?? {};
    const endpoint = resolveEndpoint(id, entry, config);
    if (entry.keyRequired && endpoint.apiKey === undefined) {
      throw new ApiKeyMissingError(id, entry.label, entry.keyVariables[0] ?? "");
    }
    const transport = createProviderTransport(endpoint, runtime);
    let opening: Promise<SdkProvider> | undefined;
    const openProvider = (): Promise<SdkProvider> => {
      opening ??= openSdkProvider(endpoint, transport.fetch);
      return opening;
    };
    const opened = { endpoint, transport, openProvider };
    this.#providers.set(id, opened);
    return opened;
  }

  #knownNames(): string[] {
    return [...PROVIDER_TABLE.map(({ id }) => id), ...Object.keys(this.#deps.settings.endpoints ?? {})];
  }
}
