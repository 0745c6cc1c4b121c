import pg from "pg";
import type { TestProject } from "vitest/node";
import { NoPostgresError, startPostgres } from "./real-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of a user who may make databases; null where there is no PostgreSQL, and then `noPostgres` says why. */
    readonly postgresUrl: string | null;
    readonly noPostgres: string;
    /** What names of databases of this run begin with. */
    readonly testDatabases: string;
  }
}

/**
 * One PostgreSQL for all tests of a run that need one: the server at TEST_DATABASE_URL, or one of our own that is started
 * here and leaves nothing behind.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const prefix = `a2a_test_${process.pid}_${Date.now()}_`;
  project.provide("noPostgres", "");
  project.provide("testDatabases", prefix);
  const given = process.env["TEST_DATABASE_URL"];
  if (given !== undefined && given !== "") {
    project.provide("postgresUrl", given);
    return () => dropDatabases(given, prefix);
  }
  try {
    const postgres = await startPostgres();
    project.provide("postgresUrl", postgres.url);
    return () => postgres.stop();
  } catch (error) {
    if (!(error instanceof NoPostgresError)) throw error;
    project.provide("postgresUrl", null);
    project.provide("noPostgres", error.message);
    process.stderr.write(
      `Tests on PostgreSQL are left out: ${error.message} Name a server in TEST_DATABASE_URL.\n`,
    );
    return undefined;
  }
}

/** Those that tests share are still there at the end. */
async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("select datname from pg_database where starts_with(datname, $1)", [
      prefix,
    ]);
    for (const { datname } of rows)
      await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`);
  } finally {
    await client.end();
  }
}
