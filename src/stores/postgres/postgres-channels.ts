import { randomUUID } from "node:crypto";
import pg from "pg";
import type { OpenChannel } from "#engine";
import { clientConfig, databaseName, type PostgresDatabaseOptions } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";

/** Longest time that the database takes to say that it has passed a notification on. */
const ANSWER_TIMEOUT_MS = 5_000;
/** Longest time until a notification of ours is heard, where one is heard at all. */
const HEARING_TIMEOUT_MS = 2_000;

/**
 * Opens channels as PostgreSQL has them: LISTEN and NOTIFY over a connection that is used for nothing else, and that no
 * pooler shares.
 */
export function postgresChannels(options: PostgresDatabaseOptions): OpenChannel {
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      ...clientConfig(options),
      query_timeout: ANSWER_TIMEOUT_MS,
      connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
    });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  return async (channel, heard) => {
    try {
      const client = await connect();
      const broken = Promise.withResolvers<void>();
      client.on("error", () => broken.resolve());
      client.on("end", () => broken.resolve());
      client.on("notification", ({ payload = "" }) => heard(payload));
      const close = async (): Promise<void> => {
        broken.resolve();
        await closeQuietly(client);
      };
      try {
        await client.query(`listen ${client.escapeIdentifier(channel)}`);
        if (await isPooled(client)) await checkHearing(client, channel, connect);
      } catch (error) {
        await close();
        throw error;
      }
      return {
        broken: broken.promise,
        async send(payload) {
          try {
            await notify(client, channel, payload);
          } catch (error) {
            broken.resolve();
            throw error;
          }
        },
        [Symbol.asyncDispose]: close,
      };
    } catch (error) {
      throw translatePostgresError(error, databaseName(options.url));
    }
  };
}

/** The setting ends with the transaction, which the statement is by itself. */
const NOTIFY = "select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";

/**
 * A hint may be lost at a power cut, so it need not wait for the disk. That holds for this transaction only: behind a
 * pooler, others have the same connection next.
 */
async function notify(client: pg.Client, channel: string, payload: string): Promise<void> {
  await client.query(NOTIFY, [channel, payload]);
}

/** A pooler gives its clients other numbers than the database gives its processes. */
async function isPooled(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("select pg_backend_pid() as pid");
  return !("processID" in client) || client.processID !== rows[0]?.pid;
}

/**
 * A pooler that shares connections takes LISTEN for whichever it has at hand. What is said over that one comes back while
 * one waits for it, so only what somebody else says shows whether anything is heard.
 * @throws where nothing is
 */
async function checkHearing(
  client: pg.Client,
  channel: string,
  connect: () => Promise<pg.Client>,
): Promise<void> {
  const said = `check ${randomUUID()}`;
  const heard = Promise.withResolvers<void>();
  client.on("notification", ({ payload }) => {
    if (payload === said) heard.resolve();
  });
  const somebody = await connect();
  try {
    await notify(somebody, channel, said);
    const timer = setTimeout(
      () => heard.reject(new Error("Notifications do not come through.")),
      HEARING_TIMEOUT_MS,
    );
    await heard.promise.finally(() => clearTimeout(timer));
  } finally {
    await closeQuietly(somebody);
  }
}

async function closeQuietly(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}
