import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import {
  createKeyAuthenticator,
  createKeyRing,
  hashSecret,
  KeyNotFoundError,
  type RequestHeaders,
} from "#auth";
import { StoreCorruptError, StoreTooNewError } from "../errors.ts";
import { openSqliteAccess } from "./open-sqlite-access.ts";

async function keyFile(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "a2a-minions-keys-"));
  return {
    path: join(folder, "data", "keys.sqlite"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const NOON = 1_700_000_000_000;

/** As the first release made it: keys only, and no versions. */
const EARLIEST_FILE = `
  CREATE TABLE IF NOT EXISTS api_keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    tenant TEXT NOT NULL,
    scopes TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT;
  INSERT INTO api_keys VALUES ('0123456789abcdef', 'laptop', 'ada', 'acme', 'minion:query tasks:read',
    x'${Buffer.from(hashSecret("s".repeat(43))).toString("hex")}', 1, NULL);
  INSERT INTO api_keys VALUES ('fedcba9876543210', 'phone', 'bob', 'default', 'admin', x'00', 2, 3);
`;

const ASKER = {
  name: "laptop",
  owner: "ada",
  tenant: "acme",
  scopes: ["minion:query", "tasks:read"],
} as const;

describe("API keys", () => {
  it("are taken from X-API-Key and from a bearer token, and from nothing else", async () => {
    await using file = await keyFile();
    await using store = await openSqliteAccess({ path: file.path });
    const { key, text } = await createKeyRing(store.keys).create(ASKER);
    const authenticator = createKeyAuthenticator(store.keys);
    const principal = {
      kind: "principal",
      owner: "ada",
      tenant: "acme",
      scopes: new Set(["minion:query", "tasks:read"]),
      keyId: key.id,
      tier: "default",
    };
    const wrongSecret = `${text.slice(0, -1)}${text.endsWith("A") ? "B" : "A"}`;
    const cases: readonly (readonly [string, RequestHeaders, unknown])[] = [
      ["X-API-Key", { "x-api-key": text }, principal],
      ["a bearer token", { authorization: `Bearer ${text}` }, principal],
      ["a bearer token in small letters", { authorization: `bearer ${text}` }, principal],
      ["nothing", {}, { kind: "none" }],
      ["an empty header", { "x-api-key": "" }, { kind: "invalid" }],
      ["two headers of the same name", { "x-api-key": [text, text] }, { kind: "invalid" }],
      ["a password", { authorization: "Basic YWRhOnNlY3JldA==" }, { kind: "invalid" }],
      ["a wrong secret", { "x-api-key": wrongSecret }, { kind: "invalid" }],
      ["an unknown id", { "x-api-key": text.replace(key.id, "0".repeat(16)) }, { kind: "invalid" }],
      ["a key of others", { "x-api-key": "sk-proj-0123456789" }, { kind: "invalid" }],
    ];
    for (const [name, headers, expected] of cases) {
      expect(await authenticator.authenticate(headers), name).toEqual(expected);
    }
  });

  it("made or revoked by another process hold at once", async () => {
    await using file = await keyFile();
    await using server = await openSqliteAccess({ path: file.path });
    const authenticator = createKeyAuthenticator(server.keys);
    await using elsewhere = await openSqliteAccess({ path: file.path });
    const ring = createKeyRing(elsewhere.keys);
    const { key, text } = await ring.create({ name: "phone", scopes: ["admin"] });
    expect(await authenticator.authenticate({ "x-api-key": text })).toMatchObject({
      kind: "principal",
      owner: "phone",
      tenant: "default",
    });
    await ring.revoke(key.id);
    expect(await authenticator.authenticate({ "x-api-key": text })).toEqual({ kind: "invalid" });
    expect(await ring.list()).toMatchObject([{ id: key.id, name: "phone", revokedAt: expect.any(Number) }]);
  });

  it("stand in no file in clear, and the file is for its owner alone", async () => {
    await using file = await keyFile();
    let secret: string;
    {
      await using store = await openSqliteAccess({ path: file.path });
      secret = (await createKeyRing(store.keys).create(ASKER)).text.slice(-43);
    }
    expect((await readFile(file.path)).includes(Buffer.from(secret))).toBe(false);
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
  });

  it("that do not exist cannot be revoked", async () => {
    await using file = await keyFile();
    await using store = await openSqliteAccess({ path: file.path });
    await expect(createKeyRing(store.keys).revoke("nobody")).rejects.toThrow(KeyNotFoundError);
  });

  it("in a file that is none of ours are told with the file's name", async () => {
    await using file = await keyFile();
    const path = join(file.path, "..", "..", "notes.txt");
    await writeFile(path, "These are notes. ".repeat(100));
    await expect(openSqliteAccess({ path })).rejects.toThrow(StoreCorruptError);
  });

  it("that the first release made stay good, with all that was known of them", async () => {
    await using file = await keyFile();
    await mkdir(dirname(file.path));
    {
      using earlier = new DatabaseSync(file.path);
      earlier.exec(EARLIEST_FILE);
    }
    await using store = await openSqliteAccess({ path: file.path });
    expect(await createKeyRing(store.keys).list()).toMatchObject([
      { id: "0123456789abcdef", name: "laptop", owner: "ada", tenant: "acme", createdAt: 1, tier: "default" },
      { id: "fedcba9876543210", name: "phone", scopes: ["admin"], revokedAt: 3 },
    ]);
    const headers = { "x-api-key": `a2am_0123456789abcdef_${"s".repeat(43)}` };
    expect(await createKeyAuthenticator(store.keys).authenticate(headers)).toMatchObject({
      owner: "ada",
      scopes: new Set(["minion:query", "tasks:read"]),
    });
  });

  it("in a file of a newer version are left alone", async () => {
    await using file = await keyFile();
    await (await openSqliteAccess({ path: file.path }))[Symbol.asyncDispose]();
    {
      using newer = new DatabaseSync(file.path);
      newer.exec("insert into access_migrations values ('9999-from-the-future', '2030-01-01T00:00:00.000Z')");
    }
    await expect(openSqliteAccess({ path: file.path })).rejects.toThrow(StoreTooNewError);
  });

  it("expire at their time, and a secret before the last one at the end of its grace", async () => {
    await using file = await keyFile();
    await using store = await openSqliteAccess({ path: file.path });
    const time = { now: NOON };
    const clock = { now: () => time.now, monotonicMs: () => 0 };
    const ring = createKeyRing(store.keys, { clock, random: randomBytes });
    const { key, text } = await ring.create({ ...ASKER, expiresAt: NOON + 10 });
    const authenticator = createKeyAuthenticator(store.keys, { clock });
    const kind = async (given: string) => (await authenticator.authenticate({ "x-api-key": given })).kind;
    const { text: second } = await ring.rotate(key.id, 5);
    time.now = NOON + 4;
    expect([await kind(text), await kind(second)]).toEqual(["principal", "principal"]);
    time.now = NOON + 5;
    expect([await kind(text), await kind(second)]).toEqual(["invalid", "principal"]);
    time.now = NOON + 10;
    expect([await kind(text), await kind(second)]).toEqual(["invalid", "invalid"]);
  });
});
