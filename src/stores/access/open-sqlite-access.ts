import { resolve } from "node:path";
import { Kysely } from "kysely";
import type { AccessStores, CredentialStore, RevokedTokens, StoredCredential } from "#auth";
import { type Clock, systemClock, throwIfAborted } from "#kernel";
import { StoreTooNewError } from "../errors.ts";
import { type OnOperation, Operations } from "../operations.ts";
import { SQLITE_COLUMN_TYPES } from "../schema/column-types.ts";
import { runMigrations } from "../schema/run-migrations.ts";
import { IN_MEMORY } from "../sqlite/open-database.ts";
import { openSharedDatabase } from "../sqlite/open-shared-database.ts";
import { NodeSqliteDialect } from "../sqlite/sqlite-dialect.ts";
import { translateSqliteError } from "../sqlite/sqlite-errors.ts";
import { whenFree } from "../sqlite/when-free.ts";
import { ACCESS_MIGRATION_TABLE, accessMigrations } from "./access-migrations.ts";
import type { AccessSchema } from "./access-schema.ts";
import { EARLIEST_KEY_TABLE } from "./first-access-tables.ts";
import { SqlCredentialStore } from "./sql-credential-store.ts";
import { SqlRevokedTokens } from "./sql-revoked-tokens.ts";
import { WhileUnchanged } from "./while-unchanged.ts";

/** Two processes that bring a file to a new version get in each other's way for as long as one of them needs. */
const MIGRATION_PATIENCE = { tries: 20, everyMs: 50 };

export interface SqliteAccessOptions {
  /** The database file, made with its folder where it is missing; `:memory:` keeps nothing. */
  readonly path: string;
  readonly clock?: Clock;
  readonly onOperation?: OnOperation;
}

/**
 * Who may come in, in a small SQLite file of its own, apart from the tasks, whose file the server holds for itself: what
 * a command changes while the server runs holds from the server's next look-up on. Keys of the first release, which
 * kept them in the same file in another form, are taken over.
 *
 * @throws StoreTooNewError, StoreInUseError, StoreCorruptError, StoreFullError, StoreUnavailableError
 */
export async function openSqliteAccess(options: SqliteAccessOptions): Promise<AccessStores> {
  const { clock = systemClock, onOperation } = options;
  const path = options.path === IN_MEMORY ? IN_MEMORY : resolve(options.path);
  // With a journal that is rolled back, every change shows in the time of the file itself.
  const ownTables = [ACCESS_MIGRATION_TABLE, EARLIEST_KEY_TABLE];
  const database = await openSharedDatabase({ path, journal: "delete", ownTables });
  const db = new Kysely<AccessSchema>({ dialect: new NodeSqliteDialect(database) });
  try {
    const outcome = await whenFree(MIGRATION_PATIENCE, () =>
      runMigrations(db, accessMigrations(SQLITE_COLUMN_TYPES, true)),
    );
    if (outcome.kind === "too-new") throw new StoreTooNewError(path, outcome.found, outcome.supported);
  } catch (error) {
    database.close();
    throw translateSqliteError(error, path);
  }
  const translate = (error: unknown): unknown => translateSqliteError(error, path);
  const operations = new Operations({ clock, onOperation, translate });
  const cached = (store: CredentialStore): CredentialStore =>
    rememberingKeys(store, new WhileUnchanged<StoredCredential>(path, clock));
  return {
    keys: cached(new SqlCredentialStore({ db, kind: "api-key", operations })),
    clients: cached(new SqlCredentialStore({ db, kind: "oauth-client", operations })),
    revokedTokens: rememberingTokens(
      new SqlRevokedTokens(db, operations),
      new WhileUnchanged<boolean>(path, clock),
    ),
    async ping(signal) {
      throwIfAborted(signal, "Asking the access database");
      await operations.run("access.ping", () => db.selectFrom("credentials").select("id").limit(1).execute());
    },
    async [Symbol.asyncDispose]() {
      await operations.close();
      await db.destroy();
    },
  };
}

function rememberingKeys(store: CredentialStore, known: WhileUnchanged<StoredCredential>): CredentialStore {
  const read = (id: string): Promise<StoredCredential | undefined> => store.find(id);
  return {
    add: (stored) => store.add(stored),
    find: (id) => known.get(id, read),
    list: () => store.list(),
    rotate: (id, rotation) => changing(store.rotate(id, rotation), known),
    revoke: (id, at) => changing(store.revoke(id, at), known),
    noteUsed: (usedAt) => store.noteUsed(usedAt),
  };
}

/** Makes what was known fall before it is told that the change is done. */
async function changing<Value>(
  change: Promise<Value>,
  known: Pick<WhileUnchanged<unknown>, "forget">,
): Promise<Value> {
  try {
    return await change;
  } finally {
    known.forget();
  }
}

function rememberingTokens(store: RevokedTokens, known: WhileUnchanged<boolean>): RevokedTokens {
  const read = (tokenId: string): Promise<boolean> => store.isRevoked(tokenId);
  return {
    revoke: (tokenId, expiresAt) => changing(store.revoke(tokenId, expiresAt), known),
    isRevoked: async (tokenId) => (await known.get(tokenId, read)) === true,
    prune: (now) => store.prune(now),
  };
}
