import pg from "pg";
import { describe, inject } from "vitest";
import { migratePostgres } from "#stores";

/** A database that nobody else uses. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

/** A suite that needs PostgreSQL, which its test file has from the project `postgres`; left out where there is none. */
export function describeOnPostgres(name: string, tests: () => void): void {
  const missing = inject("postgresUrl") === null;
  describe.skipIf(missing)(missing ? `${name} (left out: ${inject("noPostgres")})` : name, tests);
}

let made = 0;
let template: Promise<string> | undefined;

/** An empty database. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return testDatabase(await makeDatabase());
}

/** A database with all tables of ours and nothing in them. */
export async function migratedDatabase(): Promise<TestDatabase> {
  template ??= makeTemplate();
  return testDatabase(await makeDatabase(await template));
}

async function makeTemplate(): Promise<string> {
  const name = await makeDatabase();
  await migratePostgres({ url: urlOf(name) });
  return name;
}

async function makeDatabase(from = "template0"): Promise<string> {
  made += 1;
  const name = `${inject("testDatabases")}${process.pid}_${made}`;
  await asAdministrator(`create database ${name} template ${from} strategy file_copy`);
  return name;
}

function testDatabase(name: string): TestDatabase {
  return {
    url: urlOf(name),
    [Symbol.asyncDispose]: () => asAdministrator(`drop database if exists ${name} with (force)`),
  };
}

function urlOf(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function serverUrl(): string {
  const url = inject("postgresUrl");
  if (url === null) throw new Error(inject("noPostgres"));
  return url;
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
