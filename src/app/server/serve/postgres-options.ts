import { readFile } from "node:fs/promises";
import type { Config } from "#config";
import { type PostgresDatabaseOptions, type PostgresTls, StoreUnavailableError } from "#stores";

export interface PostgresWays {
  /** For everything that may go through a pooler. */
  readonly pooled: PostgresDatabaseOptions;
  /** For what needs a connection of its own. */
  readonly direct: PostgresDatabaseOptions;
}

/**
 * How the configured PostgreSQL is reached; undefined where none is configured.
 * @throws StoreUnavailableError where the file of certificates cannot be read
 */
export async function postgresWays(config: Config): Promise<PostgresWays | undefined> {
  const { url, directUrl = url } = config.database;
  if (url === undefined || directUrl === undefined) return undefined;
  return {
    pooled: await postgresOptions(config, url.reveal()),
    direct: await postgresOptions(config, directUrl.reveal()),
  };
}

/** How a PostgreSQL database at that address is reached, in all else as configured. */
export async function postgresOptions({ database }: Config, url: string): Promise<PostgresDatabaseOptions> {
  const tls = await tlsOf(database);
  return {
    url,
    poolSize: database.poolSize,
    connectTimeoutMs: database.connectSeconds * 1_000,
    statementTimeoutMs: database.statementSeconds * 1_000,
    preparedStatements: database.preparedStatements,
    ...(tls === undefined ? {} : { tls }),
  };
}

async function tlsOf({ tls, tlsCaFile }: Config["database"]): Promise<PostgresTls | undefined> {
  if (tls === undefined) return undefined;
  if (tls !== "verify" || tlsCaFile === undefined) return { mode: tls };
  try {
    return { mode: "verify", ca: await readFile(tlsCaFile, "utf8") };
  } catch (error) {
    throw new StoreUnavailableError("at DATABASE_URL", `the file ${tlsCaFile} cannot be read`, {
      cause: error,
      advice: "Check DATABASE_TLS_CA_FILE.",
    });
  }
}
