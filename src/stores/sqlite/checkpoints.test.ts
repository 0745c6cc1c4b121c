import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Checkpoints } from "./checkpoints.ts";

let folder: string;
let database: DatabaseSync;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "checkpoints-"));
  database = new DatabaseSync(join(folder, "file.db"));
  database.exec(`
    pragma locking_mode = exclusive;
    pragma journal_mode = wal;
    pragma synchronous = normal;
    create table notes (text text) strict
  `);
});

afterEach(async () => {
  if (database.isOpen) database.close();
  await rm(folder, { recursive: true });
});

const write = (pages: number): void => {
  const insert = database.prepare("insert into notes values (?)");
  for (let page = 0; page < pages; page += 1) insert.run("x".repeat(4000));
};

const stateOfLog = () => database.prepare("pragma wal_checkpoint(noop)").get();

describe("the write-ahead log", () => {
  it("is left alone while it is short", async () => {
    const sync = vi.fn(async () => undefined);
    const checkpoints = new Checkpoints(database, sync);
    write(100);
    await checkpoints.whereDue();
    expect(sync).not.toHaveBeenCalled();
    expect(stateOfLog()).toMatchObject({ checkpointed: 0 });
  });

  it("is written back once it is long, and the disk waited for before it begins anew", async () => {
    const copied: unknown[] = [];
    const sync = vi.fn(async () => void copied.push(stateOfLog()));
    const checkpoints = new Checkpoints(database, sync);
    write(1_000);
    await checkpoints.whereDue();
    await checkpoints.whereDue();
    expect(sync).toHaveBeenCalledOnce();
    const { log, checkpointed } = copied[0] as { log: number; checkpointed: number };
    expect(checkpointed).toBe(log);
    write(1);
    expect(stateOfLog()).toMatchObject({ checkpointed: 0 });
    expect(Number(stateOfLog()?.["log"])).toBeLessThan(10);
  });

  it("has everything that was committed until the disk has the database: what it had not would be lost", async () => {
    const path = join(folder, "file.db");
    const left = join(folder, "left-by-a-power-failure.db");
    const sync = vi.fn(() => copyFile(`${path}-wal`, `${left}-wal`));
    const checkpoints = new Checkpoints(database, sync);
    write(1_000);
    // The database as the disk had it before, and the log as it is when the disk is waited for.
    await copyFile(path, left);
    await checkpoints.whereDue();
    expect(sync).toHaveBeenCalledOnce();
    using recovered = new DatabaseSync(left);
    expect(recovered.prepare("select count(*) as notes from notes").get()).toEqual({ notes: 1_000 });
  });

  it("makes SQLite wait for the disk by itself again afterwards, as when the file is closed", async () => {
    const checkpoints = new Checkpoints(database, async () => undefined);
    write(1_000);
    await checkpoints.whereDue();
    expect(database.prepare("pragma synchronous").get()).toEqual({ synchronous: 1 });
  });

  it("grows while somebody reads, and is written back later", async () => {
    const sync = vi.fn(async () => undefined);
    const checkpoints = new Checkpoints(database, sync);
    write(1_000);
    const reading = database.prepare("select text from notes").iterate();
    reading.next();
    await checkpoints.whereDue();
    expect(sync).not.toHaveBeenCalled();
    reading.return?.();
    await checkpoints.whereDue();
    expect(sync).toHaveBeenCalledOnce();
  });
});
