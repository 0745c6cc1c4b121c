import { utimesSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createKeyRing } from "#auth";
import { openSqliteAccess } from "./open-sqlite-access.ts";
import { WhileUnchanged } from "./while-unchanged.ts";

async function temporaryFile(name: string): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "a2a-minions-keys-"));
  return {
    path: join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const NOON = 1_700_000_000_000;

/** A reader that counts, over a file that was last changed at noon. */
async function countingReader(path: string) {
  await writeFile(path, "one");
  await utimes(path, NOON / 1_000, NOON / 1_000);
  const time = { now: NOON };
  const known = new WhileUnchanged<string>(path, { now: () => time.now, monotonicMs: () => 0 });
  const reads: string[] = [];
  const get = (name: string) =>
    known.get(name, async (asked) => {
      reads.push(asked);
      return asked === "nobody" ? undefined : `${asked}, read ${reads.length}`;
    });
  return { time, known, get, reads };
}

describe("what was read from a file", () => {
  it("stands while the file does, once the file has been quiet for a second", async () => {
    await using file = await temporaryFile("file");
    const { time, get, reads } = await countingReader(file.path);
    time.now = NOON + 999;
    expect([await get("ada"), await get("ada")]).toEqual(["ada, read 1", "ada, read 2"]);
    await turnOfTheLoop();
    time.now = NOON + 1_000;
    expect([await get("ada"), await get("ada"), await get("bob")]).toEqual([
      "ada, read 3",
      "ada, read 3",
      "bob, read 4",
    ]);
    await get("nobody");
    await get("nobody");
    expect(reads.slice(4)).toEqual(["nobody", "nobody"]);
  });

  it("falls with a change of time or of size, and is never kept where the file is gone", async () => {
    await using file = await temporaryFile("file");
    const { time, get } = await countingReader(file.path);
    time.now = NOON + 5_000;
    expect([await get("ada"), await get("ada")]).toEqual(["ada, read 1", "ada, read 1"]);
    await utimes(file.path, NOON / 1_000 + 1, NOON / 1_000 + 1);
    expect([await get("ada"), await get("ada")]).toEqual(["ada, read 2", "ada, read 2"]);
    await writeFile(file.path, "longer");
    await utimes(file.path, NOON / 1_000 + 1, NOON / 1_000 + 1);
    expect([await get("ada"), await get("ada")]).toEqual(["ada, read 3", "ada, read 3"]);
    await rm(file.path);
    expect([await get("ada"), await get("ada")]).toEqual(["ada, read 4", "ada, read 5"]);
  });

  it("is looked at once for all that is asked in one turn of the event loop", async () => {
    await using file = await temporaryFile("file");
    const { time, get } = await countingReader(file.path);
    time.now = NOON + 5_000;
    await get("ada");
    utimesSync(file.path, NOON / 1_000 + 1, NOON / 1_000 + 1);
    expect(await get("ada")).toBe("ada, read 1");
    await turnOfTheLoop();
    expect(await get("ada")).toBe("ada, read 2");
  });

  it("falls at once when this process says that it changed the file", async () => {
    await using file = await temporaryFile("file");
    const { time, known, get } = await countingReader(file.path);
    time.now = NOON + 5_000;
    await get("ada");
    known.forget();
    expect(await get("ada")).toBe("ada, read 2");
  });
});

describe("what is read while another look-up sees the file change", () => {
  it("is not kept as what stands there now", async () => {
    await using file = await temporaryFile("file");
    const { time, known } = await countingReader(file.path);
    time.now = NOON + 5_000;
    const reading = Promise.withResolvers<string>();
    const slow = known.get("ada", () => reading.promise);
    await utimes(file.path, NOON / 1_000 + 1, NOON / 1_000 + 1);
    expect(await known.get("bob", async () => "bob")).toBe("bob");
    reading.resolve("ada, as she was");
    expect(await slow).toBe("ada, as she was");
    expect(await known.get("ada", async () => "ada, as she is")).toBe("ada, as she is");
  });
});

describe("a key file that has been quiet for long", () => {
  it("is believed until another process changes it, and not a look-up longer", async () => {
    await using file = await temporaryFile("keys.sqlite");
    await using server = await openSqliteAccess({ path: file.path });
    await using operator = await openSqliteAccess({ path: file.path });
    const ring = createKeyRing(operator.keys);
    const { key } = await ring.create({ name: "laptop", owner: "ada", tenant: "acme", scopes: [] });
    const revokedAt = async () => (await server.keys.find(key.id))?.credential.revokedAt;
    const longAgo = Date.now() / 1_000 - 60;
    await utimes(file.path, longAgo, longAgo);
    expect([await revokedAt(), await revokedAt()]).toEqual([undefined, undefined]);
    await ring.revoke(key.id);
    await turnOfTheLoop(); // A request that comes later is read from its line in another turn.
    expect(await revokedAt()).toBeTypeOf("number");
  });
});
