import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Config } from "#config";
import { createMetrics, type HttpServer, type TlsMaterial } from "#http";
import { systemTimers } from "#kernel";
import { type ModelRef, SKILL_IDS } from "#minions";
import { listProviders, PROVIDER_TABLE, parseModelReference, systemRuntime } from "#models";
import { engineProbes } from "../../model-factories.ts";
import { providerSettings } from "../../provider-settings.ts";
import { openRuntimeParts, type RuntimeOverrides } from "../../runtime.ts";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { openKeyAccess, refuseDevelopmentAccess } from "../access/key-access.ts";
import { openServerAudit } from "../audit/server-audit.ts";
import type { ServerCards } from "../cards/server-cards.ts";
import { checkTiers, openLimits } from "../limits/open-limits.ts";
import { rateStoreOf } from "../limits/rate-store.ts";
import { faultOf } from "../observing/log-engine.ts";
import { addressOf } from "./addresses.ts";
import { ListenFailedError, TlsUnusableError } from "./errors.ts";
import { helperHealth } from "./helper-health.ts";
import { openDocumentBucket } from "./open-document-bucket.ts";
import { openEngine } from "./open-engine.ts";
import { openHints } from "./open-hints.ts";
import { openHttp } from "./open-http.ts";
import { openServerStores } from "./open-server-stores.ts";
import { ProviderWatch } from "./provider-watch.ts";
import { QueueWatch } from "./queue-watch.ts";
import { openServerRedis } from "./server-redis.ts";
import { readTlsFiles } from "./tls-files.ts";

/** How often the providers of the configured models are looked at. */
const PROVIDERS_EVERY_MS = 60_000;

export interface ServerSettings {
  readonly config: Config;
  /** Of this program, for the card. */
  readonly version: string;
  /** Absolute path of the folder with tasks and keys. */
  readonly dataFolder: string;
  readonly overrides?: RuntimeOverrides;
}

/** A server that listens. */
export interface RunningServer {
  /** Where it listens, as an address for clients on this machine. */
  readonly url: string;
  /** What stands on the agent card. */
  readonly baseUrl: string;
  /**
   * Reads certificate and key again, for lines that are made from then on; where they cannot be used, the old ones stay
   * and the log says so. Undefined where nothing can be read again.
   */
  readonly renew: (() => Promise<void>) | undefined;
  /** True where clients have to show a key and there is none yet. */
  readonly needsKey: boolean;
  /**
   * Says by `/readyz` that nothing more should come, lets running tasks go on for the grace time, and closes. What has
   * not ended by then goes on at the next start.
   */
  stop(): Promise<void>;
}

/**
 * Starts the A2A server over the tasks of a data folder; tasks that were cut off go on.
 *
 * @throws AuthRequiredError, ListenFailedError, TlsUnusableError and the errors of opening a store
 */
export async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { config, dataFolder } = settings;
  const { server } = config;
  refuseDevelopmentAccess(server);
  const tls = await readTlsFiles(config, Date.now());
  await using starting = new AsyncDisposableStack();
  const instance = randomUUID();
  const named = config.database.url === undefined ? {} : { instance };
  const { parts, held } = await openRuntimeParts(config, { ...named, ...settings.overrides });
  starting.use(held);
  const metrics = starting.use(createMetrics(metricsOptions(settings, parts)));
  const redis = starting.use(await openServerRedis(parts));
  const documentBucket = starting.use(await openDocumentBucket(parts));
  const kept = starting.use(
    await openServerStores({
      ...{ config, dataFolder, clock: parts.clock, onOperation: metrics.storeAnswered },
      ...(documentBucket === undefined ? {} : { documentBucket }),
      onQueueFault: (error) => parts.log.warn({ err: faultOf(error) }, "a fault of the queue"),
    }),
  );
  const { stores, access, postgres } = kept;
  const hints = starting.use(openHints({ parts, instance, postgres, redis }));
  const { version } = settings;
  const audit = starting.use(await openServerAudit({ store: kept.audit, parts, metrics, version }));
  const limits = await openLimits({
    ...{ parts, metrics, stores },
    rateStore: rateStoreOf({ redis, postgres, log: parts.log }),
  });
  await checkTiers(access.keys, limits.tiers);
  const keyAccess = starting.use(openKeyAccess(access, parts));
  const queue = new QueueWatch(server.maxQueued);
  const shared = { parts, version, metrics, limits, audit };
  const engine = starting.use(await openEngine({ ...shared, kept, hints, queue, redis }));
  const providers = starting.use(watchProviders(parts));
  const helpers = () => [
    ...helperHealth("redis", redis, "Redis does not answer."),
    ...helperHealth("bucket", documentBucket?.bucket, "The bucket of the documents does not answer."),
  ];
  const others = () => [queue.health(), ...helpers(), ...providers.health()];
  const { http, cards } = await openHttp({
    ...{ ...shared, tls, stores, access, engine, others },
    keyAuthenticator: keyAccess.authenticator,
  });
  starting.use(http);
  const { url, baseUrl } = await listenAs(cards, http, config, schemeOf(tls));
  await engine.start();
  providers.start();
  const needsKey = await keyAccess.needsKey();
  const running = starting.move();
  return {
    url,
    baseUrl,
    renew: tls === undefined ? undefined : () => renewTls(http, parts),
    needsKey,
    async stop() {
      http.drain();
      await engine.stop(server.graceSeconds * 1_000);
      await running.disposeAsync();
    },
  };
}

/** A port of one's own choice stands on the cards before; any free one only when the server listens there. */
async function listenAs(cards: ServerCards, http: HttpServer, config: Config, scheme: "http" | "https") {
  const { baseUrl, host, port } = config.server;
  await cards.reachedAt(baseUrl ?? addressOf(host, port, scheme));
  const url = await listen(http, config, scheme);
  if (port === 0) await cards.reachedAt(baseUrl ?? url);
  return { url, baseUrl: baseUrl ?? url };
}

function metricsOptions({ config, version }: ServerSettings, { registry }: RuntimeParts) {
  const named = namedModels(config);
  const endpoints = Object.keys(config.endpoints);
  return {
    version,
    skills: SKILL_IDS,
    providers: [...PROVIDER_TABLE.map(({ id }) => id), ...endpoints],
    models: ["extractive", ...named.map(({ model }) => model)],
    openClients: () => registry.openModels(),
  };
}

/** The models that the configuration names, fall-backs included. */
function namedModels({ models }: Config): readonly ModelRef[] {
  return [models.local, models.remote].flatMap((reference) =>
    reference === undefined ? [] : parseModelReference(reference, () => true),
  );
}

function watchProviders({ config, clock }: RuntimeParts): ProviderWatch {
  const only = new Set(namedModels(config).map(({ provider }) => provider));
  const deps = { runtime: systemRuntime, probes: engineProbes(), only };
  return new ProviderWatch({
    list: (signal) => listProviders(providerSettings(config), deps, signal),
    clock,
    timers: systemTimers,
    everyMs: PROVIDERS_EVERY_MS,
  });
}

async function renewTls(http: HttpServer, { config, log, clock }: RuntimeParts): Promise<void> {
  try {
    const tls = await readTlsFiles(config, clock.now());
    if (tls !== undefined) http.renewTls(tls);
    log.info({}, "certificate and key were read again");
  } catch (error) {
    if (!(error instanceof TlsUnusableError)) throw error;
    log.error({ code: error.code, path: error.path }, `${error.message} The old certificate stays.`);
  }
}

function schemeOf(tls: TlsMaterial | undefined): "http" | "https" {
  return tls === undefined ? "http" : "https";
}

async function listen(http: HttpServer, { server }: Config, scheme: "http" | "https"): Promise<string> {
  const { host, port } = server;
  try {
    await http.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new ListenFailedError(host, port, code, { cause: error });
  }
  return addressOf(host, (http.fastify.server.address() as AddressInfo).port, scheme);
}
