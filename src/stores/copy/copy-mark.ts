import { createHash } from "node:crypto";
import { readCursorKey } from "../cursor-key.ts";
import { StoreHalfCopiedError } from "../errors.ts";
import { COPYING_FROM } from "../local-settings.ts";
import type { StoreDatabase } from "../transactions.ts";

/** Which store it is, wherever it was copied to and without its secret. */
export async function storeIdentity(db: StoreDatabase): Promise<string> {
  return createHash("sha256")
    .update(await readCursorKey(db))
    .digest("hex");
}

/** The store that is being copied into this one. */
export async function readCopyMark(db: StoreDatabase): Promise<string | undefined> {
  const row = await db
    .selectFrom("store_settings")
    .select("value")
    .where("name", "=", COPYING_FROM)
    .executeTakeFirst();
  return row?.value;
}

export async function setCopyMark(db: StoreDatabase, identity: string): Promise<void> {
  await db
    .insertInto("store_settings")
    .values({ name: COPYING_FROM, value: identity })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: identity }))
    .execute();
}

export async function clearCopyMark(db: StoreDatabase): Promise<void> {
  await db.deleteFrom("store_settings").where("name", "=", COPYING_FROM).execute();
}

/** A server on half a store would run what is not all there. @throws StoreHalfCopiedError */
export async function refuseHalfCopied(db: StoreDatabase, database: string): Promise<void> {
  if ((await readCopyMark(db)) !== undefined) throw new StoreHalfCopiedError(database);
}
