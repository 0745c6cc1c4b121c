import type { DocumentStore } from "#engine";
import type { Clock } from "#kernel";
import type { Operations } from "../operations.ts";
import type { StoreDatabase, Transactions } from "../transactions.ts";
import { type DocumentBucket, DocumentObjects } from "./document-objects.ts";
import { readPieces, writePieces } from "./document-pieces.ts";
import { hashInTurns } from "./hash-in-turns.ts";
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
  /** Undefined: all documents are in the database. */
  readonly documentBucket: DocumentBucket | undefined;
}

/** Where a complete document is: in pieces, or in an object of the bucket. */
interface Whereabouts {
  readonly bytes: number;
  readonly object: string | null;
}

/**
 * Documents on any SQL database, in pieces with turns of the event loop in between, so that 50 MB keep nobody
 * waiting; large ones in a bucket where there is one, of which the database knows. A document is readable once all of it
 * is durable.
 */
export class SqlDocumentStore implements DocumentStore {
  readonly #deps: SqlDocumentStoreDeps;
  readonly #objects: DocumentObjects;

  constructor(deps: SqlDocumentStoreDeps) {
    this.#deps = deps;
    this.#objects = new DocumentObjects({ ...deps, place: deps.documentBucket, bytesATurn: PIECE_BYTES });
  }

  /** The bytes must not be changed before it resolves. */
  put(bytes: Uint8Array, signal?: AbortSignal): Promise<string> {
    const { operations } = this.#deps;
    return operations.run("documents.put", async () => {
      const hash = await hashInTurns(bytes, PIECE_BYTES);
      while (!(await this.#store(hash, bytes, signal))) {
        // Others completed or removed it while it was written: it is looked at anew.
      }
      return hash;
    });
  }

  get(hash: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#deps.operations.run("documents.get", () => this.#read(hash, signal));
  }

  /** Removes what no task holds and nobody has put lately. */
  async removeUnheld(): Promise<void> {
    const { db, transactions, clock, unheldGraceMs } = this.#deps;
    const before = clock.now() - unheldGraceMs;
    await removeUnheldDocuments(db, transactions, before);
    await this.#objects.removeLoose(before);
  }

  /** True once all of it is durable. */
  async #store(hash: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<boolean> {
    const { transactions, clock } = this.#deps;
    const { length } = bytes;
    const { complete, object } = await transactions.runStatement((db) =>
      announce(db, hash, length, clock.now()),
    );
    if (complete === 1) {
      if (object === null) return true;
      // What was lost there is written once more by whoever has it.
      if (await this.#objects.isThere({ hash, object, bytes: length }, signal)) return true;
    } else if (!this.#objects.takes(length)) {
      await writePieces(transactions, { hash, bytes, pieceBytes: PIECE_BYTES });
      return true;
    }
    return await this.#objects.write({ hash, bytes, instead: object }, signal);
  }

  async #read(hash: string, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    const { db } = this.#deps;
    let sought: string | null = null;
    for (;;) {
      const found = await findComplete(db, hash);
      if (found === undefined) return undefined;
      const { bytes, object } = found;
      if (object === null) return await readPieces(db, { hash, bytes });
      // Not there for the second time under the same name: it is lost. Under another one it was written anew meanwhile.
      if (object === sought) return undefined;
      sought = object;
      const whole = await this.#objects.read({ hash, object, bytes }, signal);
      if (whole !== undefined) return whole;
    }
  }
}

/** Notes that the document is wanted now, which keeps it from being removed. Says what there is of it already. */
async function announce(
  db: StoreDatabase,
  hash: string,
  bytes: number,
  now: number,
): Promise<{ readonly complete: number; readonly object: string | null }> {
  return await db
    .insertInto("documents")
    .values({ hash, bytes, complete: 0, touched_at: now })
    .onConflict((conflict) => conflict.column("hash").doUpdateSet({ touched_at: now }))
    .returning(["complete", "object"])
    .executeTakeFirstOrThrow();
}

async function findComplete(db: StoreDatabase, hash: string): Promise<Whereabouts | undefined> {
  return await db
    .selectFrom("documents")
    .select(["bytes", "object"])
    .where("hash", "=", hash)
    .where("complete", "=", 1)
    .executeTakeFirst();
}
