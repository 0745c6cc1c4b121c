import { expect, it } from "vitest";
import { localLines, remoteLines, talkingModel } from "../../src/app/server/testing/talking-models.ts";
import { temporaryFolder } from "../e2e/run-command.ts";
import { openPostgresServer } from "../postgres/postgres-server.ts";
import { describeOnBucket } from "./real-bucket.ts";
import { bucketEnv, meddledBucket, outageOfTheBucket } from "./server-scenario.ts";

describeOnBucket("a server with a bucket beside its data folder", (realBucket) => {
  it("answers 503 where it needs the bucket while that is away, and its tasks wait for it", {
    timeout: 90_000,
  }, async () => {
    await using folder = await temporaryFolder();
    await outageOfTheBucket(realBucket(), { dataFolder: `${folder.path}/data` }, "in-folder/");
  });

  it("fails tasks whose documents others changed or removed, and takes these anew", {
    timeout: 60_000,
  }, async () => {
    await using folder = await temporaryFolder();
    await meddledBucket(realBucket(), { dataFolder: `${folder.path}/data` }, "meddled/");
  });

  const start = async (dataFolder: string, changes: Record<string, string>) =>
    openPostgresServer({
      dataFolder,
      local: talkingModel("worker", localLines).model,
      remote: talkingModel("supervisor", remoteLines).model,
      env: { ...bucketEnv(realBucket(), "starts/"), BUCKET_TIMEOUT_SECONDS: "5", ...changes },
    });

  it.each<[string, Record<string, string>, RegExp]>([
    ["is not there", { BUCKET_NAME: "no-such-bucket-here" }, /it answered 404/],
    ["refuses the key", { BUCKET_SECRET_ACCESS_KEY: "Hush7f3b" }, /it answered 403/],
  ])("does not start where the bucket %s, and says why", async (_, changes, reason) => {
    await using folder = await temporaryFolder();
    const starting = start(`${folder.path}/data`, changes);
    await expect(starting).rejects.toMatchObject({
      code: "bucket-unavailable",
      message: expect.stringMatching(reason),
    });
    await expect(starting).rejects.not.toThrow("Hush7f3b");
  });

  it("starts while the bucket is away, and says so", async () => {
    await using folder = await temporaryFolder();
    await using server = await start(`${folder.path}/data`, { BUCKET_ENDPOINT: "http://127.0.0.1:1" });
    expect(server.log()).toContain("the bucket of the documents does not answer");
    expect((await server.fetch("/readyz")).status).toBe(200);
  });
});
