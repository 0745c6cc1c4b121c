import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { entriesOf, verifyChain } from "#audit";
import { openSqliteAudit } from "#stores";
import { auditContract } from "./audit-contract.ts";

const WRITER = join(import.meta.dirname, "audit-crash-writer.ts");

async function temporaryFile(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "audit-"));
  return {
    path: join(folder, "audit.sqlite"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

auditContract("one SQLite file", async () => {
  await using opening = new AsyncDisposableStack();
  const { path } = opening.use(await temporaryFile());
  const [here, elsewhere] = await Promise.all([openSqliteAudit({ path }), openSqliteAudit({ path })]);
  opening.use(here);
  opening.use(elsewhere);
  const held = opening.move();
  return {
    here,
    elsewhere,
    async tamper(sql) {
      using database = new DatabaseSync(path);
      database.exec(sql);
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
});

/** Lets a process append beside others and kills it in the middle; gives what it had said to be written. */
async function appendAndDie(path: string, name: string, afterLines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [WRITER, path, name], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === afterLines) child.kill("SIGKILL");
  }
  expect((await exited)[1]).toBe("SIGKILL");
  return said;
}

it("the audit log of processes that append at once and are killed is one whole chain with all that was written", async () => {
  await using file = await temporaryFile();
  const dying = [40, 90, 140].map((lines, index) => appendAndDie(file.path, `process ${index}`, lines));
  const said = (await Promise.all(dying)).flat();
  await using store = await openSqliteAudit({ path: file.path });
  expect(await verifyChain(entriesOf(store))).toMatchObject({ kind: "whole" });
  const targets = new Set<string>();
  for await (const { body } of entriesOf(store)) targets.add(String(JSON.parse(body)["target"]));
  expect(said.length).toBeGreaterThanOrEqual(270);
  expect(said.filter((target) => !targets.has(target))).toEqual([]);
  expect((await stat(file.path)).mode & 0o777).toBe(0o600);
});
