import { createHash } from "node:crypto";
import type { DocumentStore } from "#engine";
import type { Clock } from "#kernel";
import type { Operations } from "../operations.ts";
import type { StoreDatabase, Transactions } from "../transactions.ts";
import { readPieces, writePieces } from "./document-pieces.ts";
import { removeUnheldDocuments } from "./remove-unheld.ts";

/**
 * Bytes that are hashed, written or read between two turns of the event loop. Measured: 1 MiB a piece takes longer in all,
 * and keeps the loop several times as long with each commit.
 */
const PIECE_BYTES = 256 * 1024;

/** For how long a document that no task holds is kept where nothing else is said. */
export const DEFAULT_UNHELD_GRACE_MS = 15 * 60 * 1000;

export interface SqlDocumentStoreDeps {
  readonly db: StoreDatabase;
  readonly transactions: Transactions;
  readonly operations: Operations;
  readonly clock: Clock;
  /** For how long a document that no task holds is kept after it was last put: its task may be about to come. */
  readonly unheldGraceMs: number;
}

/**
 * Documents on any SQL database, in pieces with turns of the event loop in between, so that 50 MB keep nobody
 * waiting. A document is readable once all its pieces are durable.
 */
export class SqlDocumentStore implements DocumentStore {
  readonly #deps: SqlDocumentStoreDeps;

  constructor(deps: SqlDocumentStoreDeps) {
    this.#deps = deps;
  }

  /** The bytes must not be changed before it resolves. */
  put(bytes: Uint8Array): Promise<string> {
    const { operations, transactions, clock } = this.#deps;
    return operations.run("documents.put", async () => {
      const hash = await hashInTurns(bytes);
      const known = await transactions.runStatement((db) => announce(db, hash, bytes.length, clock.now()));
      if (!known) await writePieces(transactions, { hash, bytes, pieceBytes: PIECE_BYTES });
      return hash;
    });
  }

  get(hash: string): Promise<Uint8Array | undefined> {
    return this.#deps.operations.run("documents.get", () => readPieces(this.#deps.db, hash));
  }

  /** Removes what no task holds and nobody has put lately. */
  async removeUnheld(): Promise<void> {
    const { db, transactions, clock, unheldGraceMs } = this.#deps;
    await removeUnheldDocuments(db, transactions, clock.now() - unheldGraceMs);
  }
}

/** Notes that the document is wanted now, which keeps it from being removed. True when all of it is there already. */
async function announce(db: StoreDatabase, hash: string, bytes: number, now: number): Promise<boolean> {
  const { complete } = await db
    .insertInto("documents")
    .values({ hash, bytes, complete: 0, touched_at: now })
    .onConflict((conflict) => conflict.column("hash").doUpdateSet({ touched_at: now }))
    .returning("complete")
    .executeTakeFirstOrThrow();
  return complete === 1;
}

async function hashInTurns(bytes: Uint8Array): Promise<string> {
  const hash = createHash("sha256");
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    hash.update(bytes.subarray(from, from + PIECE_BYTES));
    if (from + PIECE_BYTES < bytes.length) await new Promise((resolve) => setImmediate(resolve));
  }
  return hash.digest("hex");
}
