import { expect, it } from "vitest";
import { CACHED, models, ReuseRig } from "../e2e/reuse-rig.ts";
import { runCommand, temporaryFolder } from "../e2e/run-command.ts";
import { describeOnPostgres, emptyDatabase } from "./databases.ts";

describeOnPostgres("replies that are reused, in the database of two servers", () => {
  it("are paid for once, whichever of them is asked", { timeout: 120_000 }, async () => {
    await using database = await emptyDatabase();
    await using provider = await models();
    await using folder = await temporaryFolder();
    const rig = new ReuseRig(provider, folder.path);
    const env = { DATABASE_URL: database.url };
    await using here = await rig.serve(CACHED, env);
    await using there = await rig.serve(CACHED, env);
    const made = await runCommand(["keys", "create", "tester"], { cwd: folder.path, env });
    const key = made.stdout.trim();
    expect((await rig.ask(here, key)).paid).toBeGreaterThan(2);
    expect((await rig.ask(there, key)).paid).toBe(0);
  });
});
