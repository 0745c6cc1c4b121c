import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSqliteStores } from "#stores";
import { create } from "../contract/stores/task-builders.ts";
import { describeOnPostgres, emptyDatabase } from "../postgres/databases.ts";
import { expectPieces } from "./expected-output.ts";
import { blocksOf, ROOT, readPage } from "./page.ts";
import { canRunShell, runShellExamples } from "./run-examples.ts";

describeOnPostgres("the page on PostgreSQL", () => {
  it.skipIf(!canRunShell())(
    "shows commands that work one after the other",
    { timeout: 120_000 },
    async () => {
      await using opening = new AsyncDisposableStack();
      const database = opening.use(await emptyDatabase());
      const folder = await mkdtemp(join(tmpdir(), "a2a-minions-docs-"));
      opening.defer(() => rm(folder, { recursive: true, force: true }));
      const command = `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "src/cli/main.ts")}" "$@"\n`;
      await writeFile(join(folder, "a2a-minions"), command, { mode: 0o755 });
      {
        await using stores = await openSqliteStores({ path: join(folder, "data", "tasks.sqlite") });
        await create(stores, "t");
      }
      const ran = await runShellExamples(blocksOf(readPage("how-to/postgresql.md")), {
        folder,
        env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, HOME: folder, DATABASE_URL: database.url },
        [Symbol.asyncDispose]: async () => undefined,
      });
      expect(ran.map(({ printed }) => printed).join("\n")).toMatch(
        /applied {2}0001-first-tables[\s\S]*tasks: 1[\s\S]*ci/,
      );
      for (const { expected, printed } of ran)
        if (expected !== undefined) expectPieces(printed, expected.text);
    },
  );
});
