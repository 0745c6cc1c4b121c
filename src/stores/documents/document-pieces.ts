import type { StoreDatabase, Transactions } from "../transactions.ts";

export interface DocumentToWrite {
  readonly hash: string;
  readonly bytes: Uint8Array;
  readonly pieceBytes: number;
}

/** Writes what is missing, a piece a transaction; pieces that an interrupted write left behind are kept. */
export async function writePieces(transactions: Transactions, document: DocumentToWrite): Promise<void> {
  const { hash, bytes, pieceBytes } = document;
  const pieces = Math.ceil(bytes.length / pieceBytes);
  for (let position = 0; position < pieces; position += 1) {
    const piece = bytes.subarray(position * pieceBytes, (position + 1) * pieceBytes);
    await transactions.runStatement(async (db) => {
      await db
        .insertInto("document_pieces")
        .values({ hash, position, bytes: piece })
        .onConflict((conflict) => conflict.columns(["hash", "position"]).doNothing())
        .execute();
    });
  }
  await transactions.runStatement(async (db) => {
    await db.updateTable("documents").set({ complete: 1 }).where("hash", "=", hash).execute();
  });
}

/** Of a complete document of so many bytes; undefined unless all of it is there. */
export async function readPieces(
  db: StoreDatabase,
  { hash, bytes }: { readonly hash: string; readonly bytes: number },
): Promise<Uint8Array | undefined> {
  // Not zeroed, which would take a turn of its own for a large one: every byte is written below.
  const whole = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  for (let position = 0; filled < bytes; position += 1) {
    if (position > 0) await new Promise((resolve) => setImmediate(resolve));
    const piece = await db
      .selectFrom("document_pieces")
      .select("bytes")
      .where("hash", "=", hash)
      .where("position", "=", position)
      .executeTakeFirst();
    // Removed while it was being read: nothing held it any more.
    if (piece === undefined || filled + piece.bytes.length > bytes) return undefined;
    whole.set(piece.bytes, filled);
    filled += piece.bytes.length;
  }
  return whole;
}
