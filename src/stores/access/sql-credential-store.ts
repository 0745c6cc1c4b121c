import { type Kysely, type Selectable, sql } from "kysely";
import { type Credential, type CredentialStore, isScope, type Rotation, type StoredCredential } from "#auth";
import type { Operations } from "../operations.ts";
import { PreparedQuery } from "../prepared-query.ts";
import type { AccessSchema, CredentialKind, CredentialRow } from "./access-schema.ts";

/** Well below the number of values that a statement takes. */
const USES_PER_STATEMENT = 500;

export type AccessDatabase = Kysely<AccessSchema>;

interface SqlCredentialStoreDeps {
  readonly db: AccessDatabase;
  readonly kind: CredentialKind;
  readonly operations: Operations;
}

/** Credentials of one kind in the table that all kinds share. */
export class SqlCredentialStore implements CredentialStore {
  readonly #db: AccessDatabase;
  readonly #kind: CredentialKind;
  readonly #operations: Operations;
  readonly #find: PreparedQuery<{ id: string }, Selectable<CredentialRow>>;

  constructor({ db, kind, operations }: SqlCredentialStoreDeps) {
    this.#db = db;
    this.#kind = kind;
    this.#operations = operations;
    this.#find = new PreparedQuery((value) =>
      db.selectFrom("credentials").selectAll().where("kind", "=", kind).where("id", "=", value("id")),
    );
  }

  add(stored: StoredCredential): Promise<boolean> {
    return this.#operations.run("access.add", async () => {
      const { numInsertedOrUpdatedRows } = await this.#db
        .insertInto("credentials")
        .values(rowOf(this.#kind, stored))
        .onConflict((conflict) => conflict.columns(["kind", "id"]).doNothing())
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    });
  }

  find(id: string): Promise<StoredCredential | undefined> {
    return this.#operations.run("access.find", async () => {
      const row = await this.#find.first(this.#db, { id });
      return row === undefined ? undefined : storedOf(row);
    });
  }

  list(): Promise<StoredCredential[]> {
    return this.#operations.run("access.list", async () => {
      const rows = await this.#db
        .selectFrom("credentials")
        .selectAll()
        .where("kind", "=", this.#kind)
        .orderBy("created_at")
        .orderBy("id")
        .execute();
      return rows.map(storedOf);
    });
  }

  rotate(id: string, { hash, at, previousValidUntil }: Rotation): Promise<boolean> {
    return this.#operations.run("access.rotate", async () => {
      const { numUpdatedRows } = await this.#db
        .updateTable("credentials")
        .set(({ ref }) => ({
          secret_hash: hash,
          previous_secret_hash: previousValidUntil === undefined ? null : ref("secret_hash"),
          previous_valid_until: previousValidUntil ?? null,
          rotated_at: at,
        }))
        .where("kind", "=", this.#kind)
        .where("id", "=", id)
        .where("revoked_at", "is", null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    });
  }

  revoke(id: string, at: number): Promise<boolean> {
    return this.#operations.run("access.revoke", async () => {
      const { numUpdatedRows } = await this.#db
        .updateTable("credentials")
        .set(({ fn, ref, val }) => ({ revoked_at: fn.coalesce(ref("revoked_at"), val(at)) }))
        .where("kind", "=", this.#kind)
        .where("id", "=", id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    });
  }

  noteUsed(usedAt: ReadonlyMap<string, number>): Promise<void> {
    return this.#operations.run("access.note-used", async () => {
      const uses = [...usedAt];
      for (let start = 0; start < uses.length; start += USES_PER_STATEMENT) {
        await this.#noteSome(uses.slice(start, start + USES_PER_STATEMENT));
      }
    });
  }

  /** One statement, and so one short lock and one disk write, for many. */
  async #noteSome(uses: readonly (readonly [id: string, at: number])[]): Promise<void> {
    const cases = uses.map(([id, at]) => sql`when ${id} then cast(${at} as bigint)`);
    const latest = sql<number>`case id ${sql.join(cases, sql` `)} end`;
    await this.#db
      .updateTable("credentials")
      .set({ last_used_at: latest })
      .where("kind", "=", this.#kind)
      .where(
        "id",
        "in",
        uses.map(([id]) => id),
      )
      .where(({ eb, or }) => or([eb("last_used_at", "is", null), eb("last_used_at", "<", latest)]))
      .execute();
  }
}

function rowOf(kind: CredentialKind, { credential, secret }: StoredCredential): CredentialRow {
  const { id, name, owner, tenant, tier, scopes } = credential;
  return {
    kind,
    id,
    name,
    owner,
    tenant,
    tier,
    scopes: scopes.join(" "),
    secret_hash: secret.hash,
    previous_secret_hash: secret.previous?.hash ?? null,
    previous_valid_until: secret.previous?.validUntil ?? null,
    created_at: credential.createdAt,
    rotated_at: credential.rotatedAt ?? null,
    last_used_at: credential.lastUsedAt ?? null,
    expires_at: credential.expiresAt ?? null,
    revoked_at: credential.revokedAt ?? null,
  };
}

function storedOf(row: CredentialRow): StoredCredential {
  const { id, name, owner, tenant, tier } = row;
  const { previous_secret_hash: previousHash, previous_valid_until: validUntil } = row;
  const credential: Credential = {
    id,
    name,
    owner,
    tenant,
    tier,
    scopes: row.scopes.split(" ").filter(isScope),
    createdAt: row.created_at,
    rotatedAt: row.rotated_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  };
  const previous =
    previousHash === null || validUntil === null ? undefined : { hash: previousHash, validUntil };
  return { credential, secret: { hash: row.secret_hash, previous } };
}
