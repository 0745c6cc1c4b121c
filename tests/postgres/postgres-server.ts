import { tmpdir } from "node:os";
import { openKeyRing, startServer } from "#app";
import { loadConfig } from "#config";
import type { Model } from "#minions";
import { NOTES, QUESTION } from "../../src/app/server/testing/talking-models.ts";

/** The real server over a PostgreSQL database, with models of the test's choice. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
  readonly key: string;
  readonly log: () => string;
  /** Asks by HTTP+JSON; `key` undefined shows none. */
  fetch(path: string, init?: RequestInit, key?: string): Promise<Response>;
  rpc(method: string, params: object): Promise<Response>;
}

export interface PostgresServerSettings {
  /** Without it the server keeps everything in `dataFolder`. */
  readonly databaseUrl?: string;
  readonly local: Model;
  readonly remote: Model;
  readonly env?: Readonly<Record<string, string>>;
  readonly dataFolder?: string;
}

export async function openPostgresServer(settings: PostgresServerSettings): Promise<PostgresServer> {
  const { local, remote } = settings;
  const config = await loadConfig({
    env: { DATABASE_URL: settings.databaseUrl, ...settings.env },
    workingDirectory: tmpdir(),
    readText: () => Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" })),
    flags: { port: "0", local: "scripted/worker", remote: "scripted/supervisor", "grace-seconds": "0" },
  });
  // Nothing may be written there: everything is in the database.
  const dataFolder = settings.dataFolder ?? "/nonexistent/folder";
  const lines: string[] = [];
  await using opening = new AsyncDisposableStack();
  const running = await startServer({
    config,
    version: "0.0.0",
    dataFolder,
    overrides: {
      logSink: { write: (line: string) => void lines.push(line) },
      registry: {
        open: (reference) => (reference.endsWith("worker") ? local : remote),
        openModels: () => new Map(),
        [Symbol.asyncDispose]: async () => undefined,
      },
    },
  });
  opening.defer(() => running.stop());
  await using ring = await openKeyRing(config, dataFolder);
  const { text: key } = await ring.create({
    name: "tester",
    scopes: ["minion:query", "minions:query", "tasks:read", "tasks:write"],
  });
  const opened = opening.move();
  const ask: PostgresServer["fetch"] = (path, init = {}, shown = key) =>
    fetch(`${running.url}${path}`, {
      ...init,
      headers: { "x-api-key": shown, "a2a-version": "1.0", "content-type": "application/json" },
    });
  return {
    url: running.url,
    key,
    log: () => lines.join(""),
    fetch: ask,
    rpc: (method, params) =>
      ask("/", { method: "POST", body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** A question about a note, in the form of `SendMessage`. */
export function question(messageId: string, returnImmediately = true): object {
  const parts = [{ text: QUESTION }, { text: NOTES, filename: "notes.txt" }];
  return { message: { messageId, role: "ROLE_USER", parts }, configuration: { returnImmediately } };
}
