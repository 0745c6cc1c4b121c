import { type Clock, timeOrderedId } from "#kernel";
import type { ObjectBucket } from "../bucket/object-bucket.ts";
import { BucketUnavailableError, DocumentDamagedError } from "../errors.ts";
import type { StoreDatabase, Transactions } from "../transactions.ts";
import { hashInTurns } from "./hash-in-turns.ts";

/** Where documents above a size are kept. */
export interface DocumentBucket {
  readonly bucket: ObjectBucket;
  /** Documents of more bytes than this are kept there. */
  readonly aboveBytes: number;
}

export interface DocumentObjectsDeps {
  readonly db: StoreDatabase;
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** Undefined where none is configured; documents may lie in one all the same, from times when one was. */
  readonly place: DocumentBucket | undefined;
  readonly bytesATurn: number;
}

export interface ObjectToWrite {
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** The object that it had and that is lost; null where it has had none. */
  readonly instead: string | null;
}

/** An object as its document has it. */
export interface StoredObject {
  readonly hash: string;
  readonly object: string;
  readonly bytes: number;
}

const OBJECTS_AT_ONCE = 10;

/**
 * Documents as objects of a bucket. Each writing has a name of its own, which the database knows before the object is there
 * and until it is gone: whatever removes an object can never meet one that was written anew, and what an interrupted
 * writing left behind is found again.
 */
export class DocumentObjects {
  readonly #deps: DocumentObjectsDeps;

  constructor(deps: DocumentObjectsDeps) {
    this.#deps = deps;
  }

  /** Whether a document of this size is written there. */
  takes(bytes: number): boolean {
    const { place } = this.#deps;
    return place !== undefined && bytes > place.aboveBytes;
  }

  /** @throws BucketUnavailableError */
  async isThere({ object, bytes }: StoredObject, signal?: AbortSignal): Promise<boolean> {
    return (await this.#bucket().sizeOf(object, signal)) === bytes;
  }

  /** False where others completed or removed the document meanwhile: then it is to be looked at anew. */
  async write({ hash, bytes, instead }: ObjectToWrite, signal?: AbortSignal): Promise<boolean> {
    const { transactions, clock } = this.#deps;
    const bucket = this.#bucket();
    const name = `${hash}-${timeOrderedId(clock.now())}`;
    const since = clock.now();
    await transactions.runStatement((db) =>
      db.insertInto("loose_objects").values({ name, since, doomed: 0 }).execute(),
    );
    await bucket.put({ name, bytes, sha256: hash }, signal);
    return await transactions.run((db) => adopt(db, { hash, name, instead, now: clock.now() }));
  }

  /**
   * Undefined where there is no such object.
   * @throws BucketUnavailableError, DocumentDamagedError
   */
  async read({ hash, object, bytes }: StoredObject, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const read = await this.#bucket().get(object, bytes, signal);
    switch (read.kind) {
      case "missing":
        return undefined;
      case "other-size":
        throw new DocumentDamagedError(hash);
      case "found": {
        if ((await hashInTurns(read.bytes, this.#deps.bytesATurn)) !== hash)
          throw new DocumentDamagedError(hash);
        return read.bytes;
      }
      default:
        return read satisfies never;
    }
  }

  /**
   * Removes what no document has any more, and what writings left behind that began before `before`. Where the bucket is away
   * it stays for the next time: retention has other things to do.
   */
  async removeLoose(before: number): Promise<void> {
    const { db, place } = this.#deps;
    if (place === undefined) return;
    for (;;) {
      const loose = await db
        .selectFrom("loose_objects")
        .select("name")
        .where(({ eb, or }) => or([eb("doomed", "=", 1), eb("since", "<", before)]))
        .limit(OBJECTS_AT_ONCE)
        .execute();
      const answered = await Promise.all(
        loose.map(({ name }) => this.#removeObject(place.bucket, name, before)),
      );
      if (loose.length < OBJECTS_AT_ONCE || answered.includes(false)) return;
    }
  }

  /** False where the bucket is away. */
  async #removeObject(bucket: ObjectBucket, name: string, before: number): Promise<boolean> {
    const { transactions } = this.#deps;
    // From here on its writer, if there still is one, cannot make it a document.
    if (!(await transactions.runStatement((db) => doom(db, name, before)))) return true;
    try {
      await bucket.remove(name);
    } catch (error) {
      if (error instanceof BucketUnavailableError) return false;
      throw error;
    }
    await transactions.runStatement((db) =>
      db.deleteFrom("loose_objects").where("name", "=", name).execute(),
    );
    return true;
  }

  #bucket(): ObjectBucket {
    const { place } = this.#deps;
    if (place === undefined)
      throw new BucketUnavailableError("that is not configured", "documents lie in one", { refused: true });
    return place.bucket;
  }
}

interface Adoption {
  readonly hash: string;
  readonly name: string;
  readonly instead: string | null;
  readonly now: number;
}

/** Makes a written object its document's, unless the document is complete by now or the object is being removed. */
async function adopt(db: StoreDatabase, { hash, name, instead, now }: Adoption): Promise<boolean> {
  const held = await db
    .deleteFrom("loose_objects")
    .where("name", "=", name)
    .where("doomed", "=", 0)
    .executeTakeFirst();
  if (held.numDeletedRows === 0n) return false;
  const completed = await db
    .updateTable("documents")
    .set({ object: name, complete: 1, touched_at: now })
    .where("hash", "=", hash)
    .where(({ eb, or }) => or([eb("complete", "=", 0), eb("object", "=", instead)]))
    .executeTakeFirst();
  const adopted = completed.numUpdatedRows > 0n;
  await loosen(db, adopted ? instead : name, now);
  return adopted;
}

/** Leaves an object to be removed. */
export async function loosen(db: StoreDatabase, name: string | null, now: number): Promise<void> {
  if (name === null) return;
  await db
    .insertInto("loose_objects")
    .values({ name, since: now, doomed: 1 })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ doomed: 1 }))
    .execute();
}

async function doom(db: StoreDatabase, name: string, before: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("loose_objects")
    .set({ doomed: 1 })
    .where("name", "=", name)
    .where(({ eb, or }) => or([eb("doomed", "=", 1), eb("since", "<", before)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
