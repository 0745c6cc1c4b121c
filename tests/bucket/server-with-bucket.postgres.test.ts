import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openPostgresDatabase, openPostgresStores, openSqliteStores } from "#stores";
import { someBytes } from "../contract/stores/task-builders.ts";
import { runCommand, temporaryFolder } from "../e2e/run-command.ts";
import { describeOnPostgres, emptyDatabase } from "../postgres/databases.ts";
import { describeOnBucket } from "./real-bucket.ts";
import { outageOfTheBucket } from "./server-scenario.ts";

describeOnPostgres("on PostgreSQL", () => {
  describeOnBucket("a server with a bucket", (realBucket) => {
    it("answers 503 where it needs the bucket while that is away, and its tasks wait for it", {
      timeout: 90_000,
    }, async () => {
      await using database = await emptyDatabase();
      await outageOfTheBucket(realBucket(), { databaseUrl: database.url }, "on-postgres/");
    });

    it("that outgrew its data folder is copied without its objects, which the copy finds where they are", {
      timeout: 60_000,
    }, async () => {
      await using database = await emptyDatabase();
      await using folder = await temporaryFolder();
      await using bucket = await realBucket().open("copied/");
      const documentBucket = { bucket, aboveBytes: 1_000 };
      const [small, large] = [someBytes(1_000), someBytes(100_000)];
      {
        await using source = await openSqliteStores({
          path: join(folder.path, "data", "tasks.sqlite"),
          documentBucket,
        });
        for (const bytes of [small, large]) await source.documents.put(bytes);
      }
      const env = { DATABASE_URL: database.url };
      const copied = await runCommand(["store", "copy", "--from", "data"], { cwd: folder.path, env });
      expect(copied).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/documents: 2[\s\S]*Documents in the bucket: 1\. They were not copied/),
      });
      await using opened = openPostgresDatabase({ url: database.url });
      await using copy = await openPostgresStores({ database: opened, documentBucket });
      for (const bytes of [small, large]) {
        const hash = createHash("sha256").update(bytes).digest("hex");
        expect(await copy.documents.get(hash)).toEqual(Buffer.from(bytes));
      }
    });
  });
});
