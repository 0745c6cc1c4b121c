import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Stores } from "#engine";
import { openSqliteStores } from "#stores";
import type { Acknowledged } from "./crash-writer.ts";
import { ANNA } from "./task-builders.ts";

const WRITER = join(import.meta.dirname, "crash-writer.ts");
/** After how many acknowledged writes each process dies; the file goes from one to the next. */
const KILLED_AFTER = [1, 17, 60, 150, 233, 90];

let folder = "";
let path = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stores-crash-"));
  path = join(folder, "store.db");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts a writer, kills it in the middle of its work, and gives everything that it had acknowledged. */
async function writeAndDie(afterLines: number): Promise<readonly Acknowledged[]> {
  const child = spawn(process.execPath, [WRITER, path], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(JSON.parse(line) as Acknowledged);
    if (acknowledged.length === afterLines) child.kill("SIGKILL");
  }
  const [, signal] = await exited;
  expect(signal).toBe("SIGKILL");
  return acknowledged;
}

async function expectKept(stores: Stores, what: Acknowledged): Promise<void> {
  switch (what.kind) {
    case "commit": {
      const task = await stores.tasks.get(what.taskId, ANNA);
      expect(task?.version).toBeGreaterThanOrEqual(what.version);
      expect(task?.lastSeq).toBeGreaterThanOrEqual(what.lastSeq);
      expect((await stores.tasks.findMessage(what.taskId, ANNA))?.taskId).toBe(what.taskId);
      return;
    }
    case "step":
      expect((await stores.journal.find(what))?.result).toBe(JSON.stringify(what.stepPath));
      return;
    case "document": {
      const bytes = await stores.documents.get(what.hash);
      expect(
        createHash("sha256")
          .update(bytes ?? "")
          .digest("hex"),
      ).toBe(what.hash);
      return;
    }
  }
}

/** Every task has exactly the events that its row counts, numbered without a gap. */
async function expectNoGap(stores: Stores): Promise<number> {
  let tasks = 0;
  for await (const id of stores.tasks.unfinished()) {
    tasks += 1;
    const task = await stores.tasks.load(id);
    const events = await stores.events.page(id, 0, 10_000);
    expect(events.map((event) => event.seq)).toEqual(
      Array.from({ length: task?.lastSeq ?? -1 }, (_, seq) => seq + 1),
    );
  }
  return tasks;
}

describe("a database whose process is killed while it writes", () => {
  it("has lost nothing that was acknowledged and has no gap, however often that happens", {
    timeout: 60_000,
  }, async () => {
    const acknowledged: Acknowledged[] = [];
    for (const lines of KILLED_AFTER) {
      acknowledged.push(...(await writeAndDie(lines)));
      await using stores = await openSqliteStores({ path });
      for (const what of acknowledged) await expectKept(stores, what);
      expect(await expectNoGap(stores)).toBeGreaterThan(0);
    }
    expect(acknowledged.length).toBeGreaterThan(500);
    const file = new DatabaseSync(path, { readOnly: true });
    expect(file.prepare("pragma integrity_check").all()).toMatchObject([{ integrity_check: "ok" }]);
    expect(file.prepare("pragma foreign_key_check").all()).toEqual([]);
    file.close();
  });
});
