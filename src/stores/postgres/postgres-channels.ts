import pg from "pg";
import type { OpenChannel } from "#engine";
import { clientConfig, databaseName, type PostgresDatabaseOptions } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";

/** Longest time that the database takes to say that it has passed a notification on. */
const ANSWER_TIMEOUT_MS = 5_000;

/**
 * Opens channels as PostgreSQL has them: LISTEN and NOTIFY over a connection that is used for nothing else, and that no
 * pooler shares.
 */
export function postgresChannels(options: PostgresDatabaseOptions): OpenChannel {
  const connection = clientConfig(options);
  return async (channel, heard) => {
    const client = new pg.Client({
      ...connection,
      query_timeout: ANSWER_TIMEOUT_MS,
      connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
    });
    const broken = Promise.withResolvers<void>();
    client.on("error", () => broken.resolve());
    client.on("end", () => broken.resolve());
    client.on("notification", ({ payload = "" }) => heard(payload));
    const close = async (): Promise<void> => {
      broken.resolve();
      await client.end().catch(() => undefined);
    };
    try {
      await client.connect();
      // A hint may be lost at a power cut, so it need not wait for the disk.
      await client.query(`set synchronous_commit = off; listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await close();
      throw translatePostgresError(error, databaseName(options.url));
    }
    return {
      broken: broken.promise,
      async send(payload) {
        try {
          await client.query("select pg_notify($1, $2)", [channel, payload]);
        } catch (error) {
          broken.resolve();
          throw error;
        }
      },
      [Symbol.asyncDispose]: close,
    };
  };
}
