import type { RevokedTokens } from "#auth";
import type { Operations } from "../operations.ts";
import { PreparedQuery } from "../prepared-query.ts";
import type { AccessDatabase } from "./sql-credential-store.ts";

export class SqlRevokedTokens implements RevokedTokens {
  readonly #db: AccessDatabase;
  readonly #operations: Operations;
  readonly #find: PreparedQuery<{ tokenId: string }, { token_id: string }>;

  constructor(db: AccessDatabase, operations: Operations) {
    this.#db = db;
    this.#operations = operations;
    this.#find = new PreparedQuery((value) =>
      db.selectFrom("revoked_tokens").select("token_id").where("token_id", "=", value("tokenId")),
    );
  }

  revoke(tokenId: string, expiresAt: number): Promise<void> {
    return this.#operations.run("access.revoke-token", async () => {
      await this.#db
        .insertInto("revoked_tokens")
        .values({ token_id: tokenId, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column("token_id").doNothing())
        .execute();
    });
  }

  isRevoked(tokenId: string): Promise<boolean> {
    return this.#operations.run(
      "access.find-revoked-token",
      async () => (await this.#find.first(this.#db, { tokenId })) !== undefined,
    );
  }

  prune(now: number): Promise<void> {
    return this.#operations.run("access.prune-tokens", async () => {
      await this.#db.deleteFrom("revoked_tokens").where("expires_at", "<=", now).execute();
    });
  }
}
