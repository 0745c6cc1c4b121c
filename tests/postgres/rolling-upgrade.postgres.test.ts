import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type CommandOptions, runCommand, temporaryFolder } from "../e2e/run-command.ts";
import { serve } from "../e2e/serve.ts";
import { describeOnPostgres, emptyDatabase } from "./databases.ts";

const ROOT = join(import.meta.dirname, "../..");
const REPORT = join(ROOT, "samples/northgate-2025-annual-report.pdf");
const QUESTION = "What was capital expenditure in 2025?";

/** What the next version adds: a column that its own rows have and this version knows nothing of. */
const NEXT_MIGRATION = `"0999-next": {
  async up(db) {
    await db.schema.alterTable("tasks").addColumn("next_thing", "text", (column) => column.notNull().defaultTo("old")).execute();
  },
},`;

/** This program as its next version, in a folder of its own. Gives how it is run. */
async function makeNextVersion(folder: string): Promise<CommandOptions["command"]> {
  for (const part of ["src", "package.json", "data"])
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, "src/stores/schema/migrations.ts");
  const source = await readFile(file, "utf8");
  const changed = source.replace(/("0005-bucket-objects": bucketObjects\(types\),)/, `$1\n${NEXT_MIGRATION}`);
  expect(changed).not.toBe(source);
  await writeFile(file, changed);
  return [process.execPath, join(folder, "src/cli/main.ts")];
}

describeOnPostgres("an upgrade without a pause", () => {
  it("has the old and the next version answer side by side, each showing what the other took", {
    timeout: 180_000,
  }, async () => {
    await using database = await emptyDatabase();
    await using folder = await temporaryFolder();
    await using next = await temporaryFolder();
    const old: CommandOptions = { cwd: folder.path, env: { DATABASE_URL: database.url } };
    const command = await makeNextVersion(next.path);
    const newer: CommandOptions = { ...old, ...(command === undefined ? {} : { command }) };
    await using before = await serve(["--port", "0"], old);
    const { stdout } = await runCommand(["keys", "create", "tester"], old);
    const ask = async (url: string): Promise<void> => {
      const env = { A2A_MINIONS_SERVER: url, A2A_MINIONS_KEY: stdout.trim() };
      const asked = await runCommand(["ask", REPORT, QUESTION], { cwd: folder.path, env });
      expect(asked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("246 million") });
    };
    await ask(before.url);
    // The database goes first, under a server that runs.
    expect(await runCommand(["migrate", "up"], newer)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("applied  0999-next"),
    });
    await using after = await serve(["--port", "0"], newer);
    await Promise.all([ask(before.url), ask(after.url)]);
    expect(await runCommand(["migrate", "status"], old)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("newer    0999-next"),
    });
    // One that was to be replaced may be started once more.
    await using again = await serve(["--port", "0"], old);
    await ask(again.url);
    for (const { url } of [before, after, again]) {
      const env = { A2A_MINIONS_SERVER: url, A2A_MINIONS_KEY: stdout.trim() };
      const list = await runCommand(["tasks", "list", "--json"], { cwd: folder.path, env });
      const { tasks } = JSON.parse(list.stdout) as { tasks: { status: { state: string } }[] };
      expect(tasks.map(({ status }) => status.state)).toEqual(
        Array.from({ length: 4 }, () => "TASK_STATE_COMPLETED"),
      );
    }
  });
});
