import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./run-command.ts";
import { runHere } from "./run-here.ts";
import { serve } from "./serve.ts";

/** The server is a process of its own; the commands run here, and so in another. */
const PATIENT = { timeout: 120_000 };

async function json(args: readonly string[], cwd: string): Promise<Record<string, unknown>> {
  const { stdout, stderr, exitCode } = await runHere([...args, "--json"], { cwd });
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function statusWith(url: string, headers: Record<string, string>): Promise<number> {
  return (await fetch(`${url}/tasks`, { headers: { "a2a-version": "1.0", ...headers } })).status;
}

async function makeKey(cwd: string): Promise<string> {
  return (await runHere(["keys", "create", "tester"], { cwd })).stdout.trim();
}

const idOf = (key: string): string => key.split("_")[1] ?? "";

describe("a2a-minions keys", PATIENT, () => {
  it("rotate at a running server: both texts are good, or with no grace the new one alone", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    await using server = await serve(["--port", "0"], { cwd });
    const status = (key: unknown) => statusWith(server.url, { "x-api-key": String(key) });
    const first = await makeKey(cwd);
    const { key: second, ...shown } = await json(["keys", "rotate", idOf(first), "--grace", "1h"], cwd);
    expect(shown).toMatchObject({ state: "valid", previousValidUntil: expect.any(String) });
    expect(second).not.toBe(first);
    expect([await status(first), await status(second)]).toEqual([200, 200]);
    const third = (await runHere(["keys", "rotate", idOf(first), "--grace", "0"], { cwd })).stdout.trim();
    expect([await status(first), await status(second), await status(third)]).toEqual([401, 401, 200]);
    await json(["keys", "revoke", idOf(first)], cwd);
    expect(await status(third)).toBe(401);
    const refused = await runHere(["keys", "rotate", idOf(first)], { cwd });
    expect(refused).toMatchObject({ exitCode: 11, stderr: expect.stringContaining("was revoked") });
  });

  it("move to another installation by export and import, once and not twice, and never with a secret", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const made = await json(
      [
        "keys",
        "create",
        "laptop",
        "--owner",
        "ada",
        "--tier",
        "gold",
        "--expires",
        "90d",
        "--scopes",
        "tasks:read",
      ],
      cwd,
    );
    expect(made).toMatchObject({ tier: "gold", state: "valid", expiresAt: expect.any(String) });
    const key = String(made["key"]);
    await writeFile(join(cwd, "keys.jsonl"), "", { mode: 0o644 });
    const exported = await runHere(["keys", "export", "-o", "keys.jsonl"], { cwd });
    expect(exported.exitCode).toBe(0);
    const text = await readFile(join(cwd, "keys.jsonl"), "utf8");
    expect(text).not.toContain(key.split("_")[2]);
    expect((await stat(join(cwd, "keys.jsonl"))).mode & 0o777).toBe(0o600);
    const there = ["--data", "elsewhere"];
    const id = idOf(key);
    expect(await json(["keys", "import", "keys.jsonl", ...there], cwd)).toEqual({
      added: [id],
      unchanged: [],
      conflicts: [],
    });
    expect(await json(["keys", "import", "keys.jsonl", ...there], cwd)).toMatchObject({ unchanged: [id] });
    await using server = await serve(["--port", "0", ...there], { cwd });
    expect(await statusWith(server.url, { "x-api-key": key })).toBe(200);
    await json(["keys", "rotate", id, ...there], cwd);
    const again = await runHere(["keys", "import", "keys.jsonl", ...there], { cwd });
    expect(again.exitCode).toBe(4);
    expect(again.stderr).toContain(`The key ${id} is there already and differs in rotatedAt, secretHash`);
    await writeFile(join(cwd, "keys.jsonl"), `${text}{"form":"a2a-minions-key/1"}\n`);
    const broken = await runHere(["keys", "import", "keys.jsonl", "--data", "third"], { cwd });
    expect(broken).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("line 2: id:") });
    expect(await json(["keys", "list", "--data", "third"], cwd)).toEqual({ keys: [] });
  });

  it("of the command line are for development, and let nobody else in from the network unless that is said frankly", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const key = "only-for-development";
    const closed = await runHere(["serve", "--api-key", key, "--host", "0.0.0.0", "--port", "0"], { cwd });
    expect(closed).toMatchObject({
      exitCode: 11,
      stderr: expect.stringContaining("--insecure-access-from-network"),
    });
    const short = await runHere(["serve", "--api-key", "short-secret"], { cwd });
    expect(short).toMatchObject({ exitCode: 2, stderr: expect.not.stringContaining("short-secret") });
    await using server = await serve(["--port", "0"], { cwd, env: { A2A_API_KEY: key } });
    const status = (headers: Record<string, string>) => statusWith(server.url, headers);
    expect(await status({ "x-api-key": key })).toBe(200);
    expect(await status({ authorization: `Bearer ${key}` })).toBe(200);
    expect(await status({ "x-api-key": `${key}x` })).toBe(401);
    expect(await status({ "x-api-key": await makeKey(cwd) })).toBe(200);
    await server.kill();
    expect((await server.started.finished).stderr).not.toContain(key);
  });
});
