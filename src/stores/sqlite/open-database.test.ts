import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "#kernel";
import { openDatabase } from "./open-database.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "open-database-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("an opened file", () => {
  it.each<[string, string | number, string]>([
    ["journal_mode", "wal", "writes ahead, so that a commit is one write to the disk"],
    ["synchronous", 2, "reaches the disk with every commit"],
    ["locking_mode", "exclusive", "belongs to this process alone"],
    ["foreign_keys", 1, "removes what belongs to a removed task"],
    ["auto_vacuum", 2, "can give space back"],
    ["trusted_schema", 0, "runs nothing that a damaged schema asks for"],
  ])("has %s = %s: it %s", async (pragma, value) => {
    using database = await openDatabase({
      path: join(folder, "store.db"),
      clock: systemClock,
      lockWaitMs: 0,
    });
    const row = database.prepare(`pragma ${pragma}`).get();
    expect(Object.values(row ?? {})).toEqual([value]);
  });
});
