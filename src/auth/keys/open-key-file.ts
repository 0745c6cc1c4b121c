import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Clock, systemClock } from "#kernel";
import { KeyFileError } from "../errors.ts";
import { isScope } from "../principal.ts";
import type { KeyRecord, KeyStore } from "./key-store.ts";
import { WhileUnchanged } from "./while-unchanged.ts";

/** How long a reader waits for another process that writes, in milliseconds. */
const BUSY_MS = 5_000;
const OWNER_ONLY = 0o600;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS api_keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    tenant TEXT NOT NULL,
    scopes TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT`;

const COLUMNS = "id, name, owner, tenant, scopes, secret_hash, created_at, revoked_at";

type FoundKey = NonNullable<ReturnType<KeyStore["find"]>>;

/**
 * Keys in a small SQLite file of their own, apart from the tasks, whose file the server holds for itself: keys can be
 * made and revoked while the server runs, and each look-up gives what stands there now.
 *
 * @throws KeyFileError
 */
export function openKeyFile(file: string, clock: Clock = systemClock): KeyStore {
  const database = guarded(file, () => open(file));
  const one = database.prepare(`SELECT ${COLUMNS} FROM api_keys WHERE id = ?`);
  const all = database.prepare(`SELECT ${COLUMNS} FROM api_keys ORDER BY created_at, id`);
  const insert = database.prepare(`INSERT INTO api_keys (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)`);
  const revoke = database.prepare("UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?");
  const read = (id: string): FoundKey | undefined => {
    const row = guarded(file, () => one.get(id));
    const secretHash = row?.["secret_hash"];
    return row !== undefined && secretHash instanceof Uint8Array
      ? { key: keyOf(row), secretHash }
      : undefined;
  };
  const known = new WhileUnchanged<FoundKey>(file, clock);
  return {
    add({ id, name, owner, tenant, scopes, secretHash, createdAt }) {
      guarded(file, () => insert.run(id, name, owner, tenant, scopes.join(" "), secretHash, createdAt));
    },
    find: (id) => known.get(id, read),
    list: () => guarded(file, () => all.all()).map(keyOf),
    revoke: (id, at) => guarded(file, () => revoke.run(at, id)).changes > 0,
    [Symbol.dispose]: () => database.close(),
  };
}

function open(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    database.exec("PRAGMA synchronous = FULL");
    database.exec(SCHEMA);
    chmodSync(file, OWNER_ONLY); // Not before it proved to be ours.
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function keyOf(row: Record<string, unknown>): KeyRecord {
  const text = (column: string): string => String(row[column]);
  const revokedAt = row["revoked_at"];
  return {
    id: text("id"),
    name: text("name"),
    owner: text("owner"),
    tenant: text("tenant"),
    scopes: text("scopes").split(" ").filter(isScope),
    createdAt: Number(row["created_at"]),
    revokedAt: revokedAt === null ? undefined : Number(revokedAt),
  };
}

function guarded<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (cause) {
    throw new KeyFileError(file, { cause });
  }
}
