import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { AgentCard } from "@a2a-js/sdk";
import { createA2AHandler, DEFAULT_MESSAGE_LIMITS, RUN_OPTIONS_EXTENSION, serveAgentCard } from "#a2a";
import { createKeyAuthenticator, createOpenAuthenticator, type KeyStore, openKeyFile } from "#auth";
import type { Config } from "#config";
import { createEngine, type Engine, type EngineObserver, type Stores, systemTimers } from "#engine";
import {
  createHealth,
  createHttpServer,
  createMetrics,
  DEFAULT_HTTP_LIMITS,
  type HttpServer,
  type Metrics,
} from "#http";
import { SKILL_IDS } from "#minions";
import { PROVIDER_TABLE, parseModelReference } from "#models";
import { openSqliteStores } from "#stores";
import { openRuntimeParts, type RuntimeOverrides, type RuntimeParts } from "../../runtime.ts";
import { engineLog } from "../observing/log-engine.ts";
import { readTaskRequest } from "../request/task-request.ts";
import { createMinionsRunner } from "../run/minions-runner.ts";
import { addressOf, isLoopback } from "./addresses.ts";
import { dataFiles } from "./data-files.ts";
import { AuthRequiredError, ListenFailedError } from "./errors.ts";
import { QueueWatch } from "./queue-watch.ts";
import { serverCard } from "./server-card.ts";

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
 * @throws AuthRequiredError, ListenFailedError, KeyFileError, StoreInUseError and the other errors of opening a store
 */
export async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { config, dataFolder } = settings;
  const { server } = config;
  if (!server.auth && !isLoopback(server.host)) throw new AuthRequiredError(server.host);
  await using starting = new AsyncDisposableStack();
  const files = dataFiles(dataFolder);
  const { parts, held } = await openRuntimeParts(config, settings.overrides);
  starting.use(held);
  const metrics = starting.use(createMetrics(metricsOptions(settings)));
  const stores = starting.use(
    await openSqliteStores({ path: files.tasks, clock: parts.clock, onOperation: metrics.storeAnswered }),
  );
  const keys = starting.use(openKeyFile(files.keys));
  const queue = new QueueWatch(server.maxQueued);
  const engine = starting.use(openEngine(parts, stores, metrics, queue));
  const { http, card } = openHttp(settings, { parts, stores, keys, metrics, engine, queue });
  starting.use(http);
  const url = await listen(http, config);
  card.supportedInterfaces = cardOf(settings, server.baseUrl ?? url).supportedInterfaces;
  await engine.start();
  const running = starting.move();
  return {
    url,
    baseUrl: server.baseUrl ?? url,
    needsKey: server.auth && keys.list().every((key) => key.revokedAt !== undefined),
    async stop() {
      http.drain();
      await engine.stop(server.graceSeconds * 1_000);
      await running.disposeAsync();
    },
  };
}

function metricsOptions({ config, version }: ServerSettings) {
  const { local, remote } = config.models;
  const named = [local, remote].flatMap((reference) =>
    reference === undefined ? [] : parseModelReference(reference, () => true),
  );
  const endpoints = Object.keys(config.endpoints);
  return {
    version,
    skills: SKILL_IDS,
    providers: [...PROVIDER_TABLE.map(({ id }) => id), ...endpoints],
    models: ["extractive", ...named.map(({ model }) => model)],
  };
}

function openEngine(parts: RuntimeParts, stores: Stores, metrics: Metrics, queue: QueueWatch): Engine {
  const { server } = parts.config;
  const log = engineLog(parts.log);
  const observe: EngineObserver = (seen) => {
    metrics.observeEngine(seen);
    queue.observe(seen);
    log(seen);
  };
  return createEngine({
    stores,
    runner: createMinionsRunner({
      parts,
      stores,
      timers: systemTimers,
      newId: randomUUID,
      observer: metrics,
    }),
    clock: parts.clock,
    newId: randomUUID,
    observe,
    options: {
      maxRunning: server.maxRunning,
      maxRunningPerOwner: server.maxRunningPerOwner ?? server.maxRunning,
      maxQueued: server.maxQueued,
      maxTasks: server.maxTasks,
      retentionMs: server.retentionHours * 3_600_000,
      graceMs: server.graceSeconds * 1_000,
      pollMs: 1_000,
    },
  });
}

interface HttpParts {
  readonly parts: RuntimeParts;
  readonly stores: Stores;
  readonly keys: KeyStore;
  readonly metrics: Metrics;
  readonly engine: Engine;
  readonly queue: QueueWatch;
}

function openHttp(
  settings: ServerSettings,
  { parts, stores, keys, metrics, engine, queue }: HttpParts,
): { readonly http: HttpServer; readonly card: AgentCard } {
  const { config } = settings;
  const { log, clock } = parts;
  const { host, port, baseUrl, auth } = config.server;
  const card = cardOf(settings, baseUrl ?? addressOf(host, port));
  const startedAt = clock.now();
  const handler = createA2AHandler({
    engine,
    documents: stores.documents,
    card,
    limits: { ...DEFAULT_MESSAGE_LIMITS, maxFileBytes: config.documents.maxBytes },
    readOptions: (options) => readTaskRequest(options, parts),
    optionsExtension: RUN_OPTIONS_EXTENSION,
    reportFault: (error) => {
      const logId = randomUUID();
      log.error({ logId, err: error }, "fault");
      return logId;
    },
  });
  let served: ReturnType<typeof serveAgentCard> | undefined;
  const http = createHttpServer({
    handler,
    card: () => {
      served ??= serveAgentCard(card, startedAt);
      return served;
    },
    authenticator: auth ? createKeyAuthenticator(keys) : createOpenAuthenticator(),
    metrics,
    health: createHealth({
      ping: (signal) => stores.ping(signal),
      countByState: () => stores.tasks.countByState(),
      others: () => [queue.health()],
      onStoreDown: (error) => log.error({ err: error }, "the store does not answer"),
    }),
    log,
    clock,
    newId: randomUUID,
    limits: { maxMessageBodyBytes: messageBodyBytes(config) },
  });
  return { http, card };
}

/** Room for the largest document as base64, and for what is around it. */
function messageBodyBytes({ documents }: Config): number {
  return Math.max(DEFAULT_HTTP_LIMITS.maxMessageBodyBytes, Math.ceil((documents.maxBytes * 4) / 3) + 2 ** 21);
}

function cardOf({ config, version }: ServerSettings, baseUrl: string): AgentCard {
  return serverCard({ baseUrl, version, authenticates: config.server.auth });
}

async function listen(http: HttpServer, { server }: Config): Promise<string> {
  const { host, port } = server;
  try {
    await http.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new ListenFailedError(host, port, code, { cause: error });
  }
  return addressOf(host, (http.fastify.server.address() as AddressInfo).port);
}
