import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Stores } from "#engine";
import { openPostgresDatabase, openPostgresStores } from "#stores";
import { someBytes } from "../contract/stores/task-builders.ts";
import { describeOnPostgres, migratedDatabase } from "../postgres/databases.ts";
import { describeOnBucket } from "./real-bucket.ts";

const DOCUMENTS = [1, 2, 3].map((seed) => someBytes(20_000, seed));
const TURNS = 10;
/** So short that what one instance stores another finds old enough to remove, at times while it is being written. */
const GRACE_MS = 200;

describeOnPostgres("on PostgreSQL", () => {
  describeOnBucket(
    "several instances that store and remove the same documents in a bucket at once",
    (realBucket) => {
      it("never meet a document that is half there, and leave nothing behind", {
        timeout: 60_000,
      }, async () => {
        await using database = await migratedDatabase();
        await using bucket = await realBucket().open("at-once/");
        await using opened = openPostgresDatabase({ url: database.url, poolSize: 8 });
        const open = (): Promise<Stores> =>
          openPostgresStores({
            database: opened,
            documentBucket: { bucket, aboveBytes: 1_000 },
            unheldDocumentGraceMs: GRACE_MS,
          });
        await using one = await open();
        await using other = await open();
        const remove = (stores: Stores) => stores.tasks.removeFinished({ olderThan: 0, maxTasks: 10 });
        const writer = async (stores: Stores, first: number): Promise<void> => {
          for (let turn = 0; turn < TURNS; turn += 1) {
            const bytes = DOCUMENTS[(first + turn) % DOCUMENTS.length] ?? new Uint8Array();
            const found = await stores.documents.get(await stores.documents.put(bytes));
            // It may have been removed by now, but not be another one, nor broken.
            if (found !== undefined) expect(Buffer.compare(found, bytes)).toBe(0);
            if (turn % 4 === first) await delay(GRACE_MS);
          }
        };
        let writing = true;
        const remover = async (stores: Stores): Promise<void> => {
          while (writing) await remove(stores);
        };
        const writers = [one, other, one, other].map(writer);
        const removers = [one, other].map(remover);
        await Promise.all(writers).finally(() => {
          writing = false;
        });
        await Promise.all(removers);
        await delay(2 * GRACE_MS);
        await remove(one);
        expect(await realBucket().names("at-once/")).toEqual([]);
        const { rows } = await opened.pool.query("select * from documents");
        expect(rows).toEqual([]);
      });
    },
  );
});
