import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RequestHeaders } from "../authenticator.ts";
import { KeyFileError, KeyNotFoundError } from "../errors.ts";
import { createKeyAuthenticator } from "./key-authenticator.ts";
import { createKeyRing } from "./key-ring.ts";
import { openKeyFile } from "./open-key-file.ts";

async function keyFile(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "a2a-minions-keys-"));
  return {
    path: join(folder, "data", "keys.sqlite"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const ASKER = {
  name: "laptop",
  owner: "ada",
  tenant: "acme",
  scopes: ["minion:query", "tasks:read"],
} as const;

describe("API keys", () => {
  it("are taken from X-API-Key and from a bearer token, and from nothing else", async () => {
    await using file = await keyFile();
    using store = openKeyFile(file.path);
    const { key, text } = createKeyRing(store).create(ASKER);
    const authenticator = createKeyAuthenticator(store);
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
    using server = openKeyFile(file.path);
    const authenticator = createKeyAuthenticator(server);
    using elsewhere = openKeyFile(file.path);
    const ring = createKeyRing(elsewhere);
    const { key, text } = ring.create({ name: "phone", scopes: ["admin"] });
    expect(await authenticator.authenticate({ "x-api-key": text })).toMatchObject({
      kind: "principal",
      owner: "phone",
      tenant: "default",
    });
    ring.revoke(key.id);
    expect(await authenticator.authenticate({ "x-api-key": text })).toEqual({ kind: "invalid" });
    expect(ring.list()).toMatchObject([{ id: key.id, name: "phone", revokedAt: expect.any(Number) }]);
  });

  it("stand in no file in clear, and the file is for its owner alone", async () => {
    await using file = await keyFile();
    let secret: string;
    {
      using store = openKeyFile(file.path);
      secret = createKeyRing(store).create(ASKER).text.slice(-43);
    }
    expect((await readFile(file.path)).includes(Buffer.from(secret))).toBe(false);
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
  });

  it("that do not exist cannot be revoked", async () => {
    await using file = await keyFile();
    using store = openKeyFile(file.path);
    expect(() => createKeyRing(store).revoke("nobody")).toThrow(KeyNotFoundError);
  });

  it("in a file that is none of ours are told with the file's name", async () => {
    await using file = await keyFile();
    const path = join(file.path, "..", "..", "notes.txt");
    await writeFile(path, "These are notes. ".repeat(100));
    expect(() => openKeyFile(path)).toThrow(KeyFileError);
  });
});
