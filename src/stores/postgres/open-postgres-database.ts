import { Kysely, PostgresDialect, type PostgresPool } from "kysely";
import pg from "pg";
import { adaptClient } from "./postgres-client.ts";
import { POSTGRES_TYPES } from "./postgres-types.ts";
import { StatementNames } from "./statement-names.ts";

/** How an instance reaches its database. Times are in milliseconds. */
export interface PostgresDatabaseOptions {
  /** `postgres://user:password@host:port/name`; holds a secret. */
  readonly url: string;
  /** Connections at most. Default: 10. */
  readonly poolSize?: number;
  /** How long to wait for a connection, be it a new one or for one to become free. Default: 5000. */
  readonly connectTimeoutMs?: number;
  /** Longest time of one statement, above which the database ends it. Default: 30000. */
  readonly statementTimeoutMs?: number;
  /** Longest wait of a statement for another's lock. Default: 10000. */
  readonly lockTimeoutMs?: number;
  /** Keep frequent statements prepared on each connection; a pooler in between has to know of that. Default: true. */
  readonly preparedStatements?: boolean;
  /** Encryption beyond what the URL's `sslmode` says; undefined leaves it to the URL. */
  readonly tls?: PostgresTls;
  /** Shown in `pg_stat_activity`. Default: `a2a-minions`. */
  readonly applicationName?: string;
}

export type PostgresTls =
  | { readonly mode: "off" }
  /** Encrypted, whoever is at the other end. */
  | { readonly mode: "encrypt" }
  /** Encrypted, and the server shows a certificate for its host; `ca` in PEM form, by default the system's. */
  | { readonly mode: "verify"; readonly ca?: string };

/** One pool of connections, shared by everything that an instance keeps in the database. */
export interface PostgresDatabase extends AsyncDisposable {
  readonly pool: pg.Pool;
  /** Host, port and name, without any secret: for errors and logs. */
  readonly name: string;
  /** Queries over the tables of `Schema`, on the shared pool; not to be destroyed. */
  queries<Schema>(): Kysely<Schema>;
}

const DEFAULTS = {
  poolSize: 10,
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 30_000,
  lockTimeoutMs: 10_000,
  preparedStatements: true,
  applicationName: "a2a-minions",
} as const;

/** How much longer we wait for an answer than the database may take: then the network swallowed it. */
const ANSWER_MARGIN_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;
/** A transaction waits for nothing but the database: one that is idle longer is a frozen process's, and holds its locks. */
const IDLE_IN_TRANSACTION_MS = 5_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/** Opens nothing yet: the first query does. @throws StoreUnavailableError where the URL is none. */
export function openPostgresDatabase(options: PostgresDatabaseOptions): PostgresDatabase {
  const { poolSize, connectTimeoutMs, preparedStatements } = { ...DEFAULTS, ...options };
  const pool = new pg.Pool({
    ...clientConfig(options),
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
  });
  // A connection that breaks while nobody uses it is replaced by the next query; without a listener the process would end.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const names = preparedStatements ? new StatementNames() : undefined;
  const adapted: PostgresPool = {
    connect: async () => adaptClient(await pool.connect(), names),
    end: async () => undefined,
    options: {},
  };
  let ended: Promise<void> | undefined;
  return {
    pool,
    name: databaseName(options.url),
    queries: <Schema>() => new Kysely<Schema>({ dialect: new PostgresDialect({ pool: adapted }) }),
    [Symbol.asyncDispose]() {
      ended ??= pool.end();
      return ended;
    },
  };
}

/** How one connection is made. */
export function clientConfig(options: PostgresDatabaseOptions): pg.ClientConfig {
  const { statementTimeoutMs, lockTimeoutMs, applicationName } = { ...DEFAULTS, ...options };
  return {
    connectionString: connectionString(options),
    ...(options.tls === undefined ? {} : { ssl: sslOf(options.tls) }),
    types: POSTGRES_TYPES,
    application_name: applicationName,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    query_timeout: statementTimeoutMs + ANSWER_MARGIN_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  };
}

/** Without its `ssl…` words where our own setting decides; with them read as all other clients of PostgreSQL do. */
function connectionString({ url, tls }: PostgresDatabaseOptions): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (tls === undefined) {
    if (parsed.searchParams.has("sslmode")) parsed.searchParams.set("uselibpqcompat", "true");
  } else {
    for (const word of ["ssl", "sslmode", "sslrootcert", "uselibpqcompat"]) parsed.searchParams.delete(word);
  }
  return parsed.href;
}

function sslOf(tls: PostgresTls): pg.ClientConfig["ssl"] {
  switch (tls.mode) {
    case "off":
      return false;
    case "encrypt":
      return { rejectUnauthorized: false };
    case "verify":
      return { rejectUnauthorized: true, ...(tls.ca === undefined ? {} : { ca: tls.ca }) };
  }
}

export function databaseName(url: string): string {
  if (!URL.canParse(url)) return "at DATABASE_URL";
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
