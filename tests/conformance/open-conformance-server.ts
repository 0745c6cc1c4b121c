import { randomUUID } from "node:crypto";
import {
  type A2AHandler,
  buildAgentCard,
  createA2AHandler,
  DEFAULT_MESSAGE_LIMITS,
  type OptionsReading,
  RUN_OPTIONS_EXTENSION,
  serveAgentCard,
  serveCardJson,
} from "#a2a";
import { type Authenticator, createOpenAuthenticator } from "#auth";
import { createEarlierClients } from "#dialects";
import {
  createEngine,
  type EngineOptions,
  type JsonObject,
  type Stores,
  type TaskRunner,
  type TaskStore,
} from "#engine";
import { createHealth, createHttpServer, createMetrics, type HttpServer } from "#http";
import { systemClock } from "#kernel";
import { type OnOperation, openSqliteStores } from "#stores";
import { answerDirectly, createConformanceRunner } from "./executor.ts";

export interface ConformanceOptions {
  /** The database file; default: none, tasks last as long as the process. */
  readonly path?: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Default: nobody has to prove who they are. */
  readonly authenticator?: Authenticator;
  /** Default: what the compatibility kit wants to see. */
  readonly runner?: (stores: Stores) => TaskRunner;
  /**
   * Takes every message as new, whatever its id: the compatibility kit sends different messages under one id. Default:
   * false, as in the product.
   */
  readonly forgetMessages?: boolean;
  /** Told of faults; default: standard error. */
  readonly onFault?: (error: unknown) => void;
  /** Told of everything that the stores do. */
  readonly onOperation?: OnOperation;
}

/** The whole server on the loopback interface, with a runner for tests. Dispose it to stop it. */
export interface ConformanceServer extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly handler: A2AHandler;
}

const ENGINE_OPTIONS: EngineOptions = {
  maxRunning: 16,
  maxQueued: 1000,
  maxTasks: 10_000,
  retentionMs: 86_400_000,
  graceMs: 1000,
  pollMs: 1000,
};

const TASK_TIMEOUT_MS = 60_000;

/** Opens store, engine, handler and HTTP as the product has them; only what a task does is for tests. */
export async function openConformanceServer(options: ConformanceOptions): Promise<ConformanceServer> {
  await using opening = new AsyncDisposableStack();
  const { onFault = (error) => console.error(error) } = options;
  const newId = () => randomUUID();
  const reportFault = (error: unknown) => {
    onFault(error);
    return newId();
  };
  const database = opening.use(
    await openSqliteStores({
      path: options.path ?? ":memory:",
      ...(options.onOperation === undefined ? {} : { onOperation: options.onOperation }),
    }),
  );
  const stores = options.forgetMessages === true ? forgetting(database) : database;
  const runner = options.runner?.(stores) ?? createConformanceRunner({ documents: stores.documents, newId });
  const metrics = opening.use(createMetrics({ version: "test", skills: [], providers: [], models: [] }));
  const engine = opening.use(
    createEngine({
      stores,
      runner,
      clock: systemClock,
      newId,
      options: ENGINE_OPTIONS,
      observe: metrics.observeEngine,
    }),
  );
  await engine.start();
  const port = await freePort(options.port);
  const baseUrl = `http://127.0.0.1:${port}`;
  const card = conformanceCard(baseUrl);
  const handler = createA2AHandler({
    engine,
    documents: stores.documents,
    card,
    limits: DEFAULT_MESSAGE_LIMITS,
    readOptions,
    optionsExtension: RUN_OPTIONS_EXTENSION,
    reportFault,
    answerDirectly: (message) => answerDirectly(message, newId),
  });
  const findMessage = stores.tasks.findMessage.bind(stores.tasks);
  const earlier = createEarlierClients({ handler, findMessage, newId, reportFault });
  const cards = {
    current: serveAgentCard(card, systemClock.now()),
    legacy: serveCardJson(await earlier.legacyCard(), systemClock.now()),
  };
  const log = { error: onFault, warn: () => undefined, info: () => undefined, debug: () => undefined };
  const http: HttpServer = opening.use(
    createHttpServer({
      handler,
      card: (version) => (version?.startsWith("0.") ? cards.legacy : cards.current),
      authenticator: options.authenticator ?? createOpenAuthenticator(),
      metrics,
      health: createHealth({
        ping: (signal) => stores.ping(signal),
        countByState: () => stores.tasks.countByState(),
      }),
      log,
      clock: systemClock,
      newId,
      earlier,
    }),
  );
  await http.listen({ host: "127.0.0.1", port });
  const open = opening.move();
  return { baseUrl, handler, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

function forgetting(stores: Stores): Stores {
  const { tasks } = stores;
  const forgetful: Partial<TaskStore> = {
    commit: (change) => tasks.commit(change),
    findMessage: async () => undefined,
  };
  return overriding(stores, { tasks: overriding(tasks, forgetful) });
}

function overriding<Whole extends object>(whole: Whole, parts: Partial<Whole>): Whole {
  return new Proxy(whole, {
    get(target, name) {
      if (Object.hasOwn(parts, name)) return Reflect.get(parts, name);
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function conformanceCard(baseUrl: string) {
  return buildAgentCard({
    name: "A2A Minions under test",
    description: "Does what the message's id asks for.",
    baseUrl,
    version: "0.0.0",
    optionsSchema: { type: "object" },
    securitySchemes: {},
    capabilities: { streaming: true, extendedAgentCard: false },
    provider: { organization: "a2a-minions", url: "https://a2a-minions.dev" },
  });
}

/** The card names the address, so the port must be known before the server listens. */
async function freePort(port: number): Promise<number> {
  if (port !== 0) return port;
  const { createServer } = await import("node:net");
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer().once("error", reject);
  probe.listen(0, "127.0.0.1", () => {
    const address = probe.address();
    probe.close(() =>
      typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("No port.")),
    );
  });
  return promise;
}

/** Whatever stands in the metadata: the kit's messages carry no options of ours. */
function readOptions(options: JsonObject): OptionsReading {
  return { kind: "ok", request: options, timeoutMs: TASK_TIMEOUT_MS };
}
