import type { StoreDatabase, Transactions } from "../transactions.ts";
import { loosen } from "./document-objects.ts";

/** Pieces that go in one transaction. */
const PIECES_PER_SLICE = 4;
const DOCUMENTS_PER_READ = 50;

/**
 * Removes documents that no task holds and that were last put before `before`, the last pieces first. Whoever puts one
 * of them meanwhile touches it, which ends its removal, and writes the pieces that are gone. One that lies in the bucket
 * leaves its object to be removed there; whoever puts it meanwhile writes another object.
 */
export async function removeUnheldDocuments(
  db: StoreDatabase,
  transactions: Transactions,
  before: number,
): Promise<void> {
  for (;;) {
    const hashes = await unheld(db, before);
    for (const hash of hashes) {
      while (await transactions.run((trx) => removeSlice(trx, hash, before))) {
        // Each slice is a transaction of its own.
      }
    }
    if (hashes.length < DOCUMENTS_PER_READ) return;
  }
}

async function unheld(db: StoreDatabase, before: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("documents")
    .select("hash")
    .where("touched_at", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("task_documents")
            .select("task_documents.hash")
            .whereRef("task_documents.hash", "=", "documents.hash"),
        ),
      ),
    )
    .limit(DOCUMENTS_PER_READ)
    .execute();
  return rows.map((row) => row.hash);
}

async function giveUpObject(
  db: StoreDatabase,
  hash: string,
  object: string | null,
  now: number,
): Promise<void> {
  if (object === null) return;
  await loosen(db, object, now);
  await db.updateTable("documents").set({ object: null }).where("hash", "=", hash).execute();
}

/** False once there is nothing left to remove. */
async function removeSlice(db: StoreDatabase, hash: string, before: number): Promise<boolean> {
  const document = await db
    .updateTable("documents")
    .set({ complete: 0 })
    .where("hash", "=", hash)
    .where("touched_at", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("task_documents").select("hash").where("hash", "=", hash))),
    )
    .returning("object")
    .executeTakeFirst();
  if (document === undefined) return false;
  await giveUpObject(db, hash, document.object, before);
  const pieces = await db
    .selectFrom("document_pieces")
    .select("position")
    .where("hash", "=", hash)
    .orderBy("position", "desc")
    .limit(PIECES_PER_SLICE)
    .execute();
  const last = pieces.at(-1);
  if (last === undefined) {
    await db.deleteFrom("documents").where("hash", "=", hash).execute();
    return false;
  }
  await db
    .deleteFrom("document_pieces")
    .where("hash", "=", hash)
    .where("position", ">=", last.position)
    .execute();
  return true;
}
