import type { RedisOptions as IoredisOptions, Redis } from "ioredis";
import { type Clock, systemClock } from "#kernel";
import { RedisUnusableError } from "./errors.ts";
import { parseRedisUrl, type RedisAddress } from "./redis-address.ts";
import { isMissingDatabase, redisFault } from "./redis-faults.ts";

export interface RedisOptions {
  /** `redis://user:password@host:port/database`, or `rediss://` for TLS; holds a secret. */
  readonly url: string;
  /** What all keys and channels begin with. */
  readonly keyPrefix: string;
  /** How long an answer may take before the connection counts as broken. */
  readonly timeoutMs: number;
  /** Certificates in PEM form that the server's own may be signed by. Default: those that come with Node. */
  readonly ca?: string;
  /** Told once each time that Redis goes silent, with a reason that holds no secret; nothing is wrong until then. */
  readonly onSilent?: (reason: string) => void;
  /** Told once each time that Redis answers again. */
  readonly onBack?: () => void;
  readonly clock?: Pick<Clock, "monotonicMs">;
  /** Imports the client's package; a parameter so that tests can leave it out. */
  readonly importClient?: () => Promise<Pick<typeof import("ioredis"), "Redis">>;
}

/** One Redis, which may be away at any time: who uses it has another way, and takes it at once when a command rejects. */
export interface RedisConnection extends AsyncDisposable {
  /**
   * Commands reject at once while there is no connection, and after the time-out otherwise; none is sent twice. Keys get
   * the prefix by themselves, channels do not. What it rejects with may hold what was sent, and does not belong into a log.
   */
  readonly client: Redis;
  /** Host, port and number of the database; without any secret. */
  readonly name: string;
  /** What the names of channels begin with; other than keys, they are shared by all databases of a Redis. */
  readonly channelPrefix: string;
  /** False while Redis is away, as far as was seen. */
  readonly answers: boolean;
}

type ClientOptions = Omit<IoredisOptions, "replyMapping">;

const CONNECT_TIMEOUT_MS = 5_000;
/** Time between two connections that are given up because Redis takes no changes. */
const SECOND_LOOK_MS = 10_000;
/** How long the other side may take to close a connection that we have closed. */
const CLOSE_TIMEOUT_MS = 500;

/**
 * Connects to Redis, and connects again for as long as it is open. A Redis that is away does not keep a server from
 * starting: the first try is waited for, and whatever comes of it is told.
 * @throws RedisUnusableError where the client's package is missing, or Redis has no database of that number
 */
export async function openRedis(options: RedisOptions): Promise<RedisConnection> {
  const address = parseRedisUrl(options.url);
  const { Redis } = await importClient(options, address);
  const client = new Redis(clientOptions(options, address));
  const watch = watchClient(client, options);
  // Why it failed, the client tells its listeners.
  await client.connect().catch(() => undefined);
  const connection: RedisConnection = {
    client,
    name: address.name,
    channelPrefix: `${options.keyPrefix}${address.database}:`,
    get answers() {
      return client.status === "ready";
    },
    async [Symbol.asyncDispose]() {
      watch.close();
      await closeClient(client);
    },
  };
  if (!watch.hasDatabase) {
    await connection[Symbol.asyncDispose]();
    throw new RedisUnusableError(address.name, "it has no database of that number. Check REDIS_URL.");
  }
  return connection;
}

/** Ends a client's connection, and waits until it has ended. */
export async function closeClient(client: Redis): Promise<void> {
  const isOpen = !["wait", "reconnecting", "end"].includes(client.status);
  // Not `events.once`, which an error on the way would reject: what fails now does not matter any more.
  const ended = isOpen ? new Promise<void>((resolve) => client.once("end", () => resolve())) : undefined;
  client.disconnect();
  await ended;
}

async function importClient(
  { importClient = () => import("ioredis") }: RedisOptions,
  { name }: RedisAddress,
) {
  try {
    return await importClient();
  } catch (error) {
    throw new RedisUnusableError(
      name,
      "its client, the package ioredis, is not installed. Run: npm install ioredis@^6.0.0",
      { cause: error },
    );
  }
}

function clientOptions(options: RedisOptions, address: RedisAddress): ClientOptions {
  const { host, port, database, username, password } = address;
  return {
    ...{ host, port, db: database },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(address.tls ? { tls: tlsOf(options, address) } : {}),
    keyPrefix: options.keyPrefix,
    connectionName: "a2a-minions",
    // What every Redis, and what stands in for one, speaks.
    protocol: 2,
    disableClientInfo: true,
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: CLOSE_TIMEOUT_MS,
    // A Redis that stands still costs one command this wait. Then the connection is given up, and all others are told at once.
    commandTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs,
    // Nothing waits for Redis to come back, and nothing that may have been done is done again.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    reconnectOnError: createSecondLook(options.clock ?? systemClock),
  };
}

/** After a fail-over the address leads to another server than the one that takes no changes any more: looked at now and then. */
function createSecondLook({ monotonicMs }: Pick<Clock, "monotonicMs">): (error: Error) => boolean {
  let looked = Number.NEGATIVE_INFINITY;
  return ({ message }) => {
    const now = monotonicMs();
    if (!message.startsWith("READONLY") || now - looked < SECOND_LOOK_MS) return false;
    looked = now;
    return true;
  };
}

function tlsOf({ ca }: RedisOptions, { host }: RedisAddress): NonNullable<ClientOptions["tls"]> {
  const isName = /[^\d.]/.test(host) && !host.includes(":");
  return { ...(isName ? { servername: host } : {}), ...(ca === undefined ? {} : { ca }) };
}

interface ClientWatch {
  readonly hasDatabase: boolean;
  close(): void;
}

/** Tells once of each silence and of its end. */
function watchClient(client: Redis, { onSilent, onBack }: RedisOptions): ClientWatch {
  let [silent, closed, hasDatabase] = [false, false, true];
  let fault: unknown;
  client.on("error", (error) => {
    fault = error;
    if (isMissingDatabase(error)) hasDatabase = false;
  });
  client.on("ready", () => {
    fault = undefined;
    if (silent) onBack?.();
    silent = false;
  });
  client.on("close", () => {
    if (silent || closed) return;
    silent = true;
    onSilent?.(redisFault(fault));
  });
  return {
    get hasDatabase() {
      return hasDatabase;
    },
    close() {
      closed = true;
    },
  };
}
