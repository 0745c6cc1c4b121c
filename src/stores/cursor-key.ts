import { randomBytes } from "node:crypto";
import type { StoreDatabase } from "./transactions.ts";

const CURSOR_KEY_BYTES = 32;

/** The key of the page tokens: made once a database, so that they outlive a restart and are good for every instance. */
export async function readCursorKey(db: StoreDatabase): Promise<Uint8Array> {
  const name = "cursor-key";
  await db
    .insertInto("store_settings")
    .values({ name, value: randomBytes(CURSOR_KEY_BYTES).toString("base64") })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { value } = await db
    .selectFrom("store_settings")
    .select("value")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return Buffer.from(value, "base64");
}
