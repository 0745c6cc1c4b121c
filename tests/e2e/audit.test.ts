import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./run-command.ts";
import { runHere } from "./run-here.ts";
import { serve } from "./serve.ts";

const CANARY = "canary-0d5c7e1f";
const V1 = { "a2a-version": "1.0", "content-type": "application/json" };

interface Listed {
  readonly number: number;
  readonly action: string;
  readonly outcome: string;
  readonly actor: Record<string, string>;
  readonly target: string | null;
  readonly details: Record<string, unknown>;
}

async function entries(cwd: string, ...flags: readonly string[]): Promise<Listed[]> {
  const { stdout } = await runHere(["audit", "list", "--json", ...flags], { cwd });
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Listed);
}

async function makeKey(cwd: string, ...flags: readonly string[]): Promise<string> {
  return (await runHere(["keys", "create", "tester", ...flags], { cwd })).stdout.trim();
}

function message(text: string) {
  const id = crypto.randomUUID();
  return { messageId: id, role: "ROLE_USER", parts: [{ text }] };
}

async function post(url: string, path: string, key: string, body: unknown): Promise<Response> {
  const headers = { ...V1, "x-api-key": key };
  return await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** A server in a process of its own and commands in this one, writing to one audit log. */
describe("a2a-minions audit", { timeout: 120_000 }, () => {
  it("tells who did what at the server and at the command line, and neither what was said nor a secret", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const key = await makeKey(cwd);
    const reader = await makeKey(cwd, "--scopes", "tasks:read");
    const admin = await makeKey(cwd, "--scopes", "admin");
    const [, id = "", secret = ""] = key.split("_");
    await using server = await serve(["--port", "0", "--audit-file", "audit.jsonl"], {
      cwd,
      env: { A2A_MONITORING: "closed" },
    });
    const { url } = server;
    const sent = await post(url, "/message:send", key, {
      message: message(`What is ${CANARY}?`),
      configuration: { returnImmediately: true },
    });
    const { task } = (await sent.json()) as { task: { id: string } };
    await post(url, `/tasks/${task.id}:cancel`, key, {});
    for (let count = 0; count < 30; count += 1) {
      const wrong = `a2am_${id}_${CANARY.padEnd(43, "x")}`;
      expect((await post(url, "/message:send", wrong, {})).status).toBeGreaterThanOrEqual(401);
    }
    expect((await post(url, "/message:send", reader, { message: message(CANARY) })).status).toBe(403);
    await fetch(`${url}/metrics`, { headers: { "x-api-key": admin } });
    await runHere(["keys", "rotate", id, "--grace", "0"], { cwd });
    await runHere(["keys", "revoke", id], { cwd });
    server.started.process.kill("SIGTERM");
    await server.started.finished;
    const all = await entries(cwd);
    const mine = { kind: "principal", owner: "tester", tenant: "default", keyId: id };
    const seen = (action: string) => all.filter((entry) => entry.action === action);
    expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
    expect(seen("task-created")).toMatchObject([{ actor: mine, target: task.id, outcome: "done" }]);
    expect(seen("task-cancelled")).toSatisfy((listed: Listed[]) => listed.length <= 1);
    expect(seen("login-failed").length).toBeLessThanOrEqual(3);
    const counts = [...seen("login-failed"), ...seen("request-refused")]
      .filter(({ details }) => details["reason"] !== "scope-missing")
      .map(({ details }) => Number(details["count"]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(seen("request-refused")).toContainEqual(
      expect.objectContaining({
        outcome: "refused",
        details: { status: 403, reason: "scope-missing", count: 1 },
      }),
    );
    expect(seen("login-succeeded").map(({ actor }) => actor["keyId"])).toContain(id);
    expect(seen("admin-read")).toMatchObject([
      { actor: { keyId: admin.split("_")[1] }, details: { what: "metrics" } },
    ]);
    expect(seen("key-created")).toHaveLength(3);
    for (const action of ["key-rotated", "key-revoked"]) {
      expect(seen(action)).toMatchObject([{ actor: { kind: "operator" }, target: id }]);
    }
    expect([seen("server-started").length, seen("server-stopped").length]).toEqual([1, 1]);
    const file = await readFile(join(cwd, "audit.jsonl"), "utf8");
    expect((await stat(join(cwd, "audit.jsonl"))).mode & 0o777).toBe(0o600);
    expect(file).toBe((await runHere(["audit", "export"], { cwd })).stdout);
    for (const hidden of [CANARY, secret]) expect(file).not.toContain(hidden);
  });

  it("finds out what was changed, in the database, in a file, and at the end", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    for (let count = 0; count < 4; count += 1) await makeKey(cwd);
    const verify = (...flags: readonly string[]) => runHere(["audit", "verify", ...flags], { cwd });
    expect(await verify()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("4 entries") });
    const head = (await runHere(["audit", "head"], { cwd })).stdout.trim();
    const exported = (await runHere(["audit", "export"], { cwd })).stdout;
    const file = join(cwd, "export.jsonl");
    await writeFile(file, exported);
    expect((await verify("--file", "export.jsonl", "--head", head)).exitCode).toBe(0);
    const lines = exported.trimEnd().split("\n");
    await writeFile(file, `${lines.slice(0, 3).join("\n")}\n`);
    expect(await verify("--file", "export.jsonl", "--head", head)).toMatchObject({
      exitCode: 14,
      stdout: expect.stringContaining("the end was cut off"),
    });
    await writeFile(file, exported.replace('"tester"', '"nobody"'));
    expect((await verify("--file", "export.jsonl")).stdout).toContain("Entry 1 is wrong");
    await appendFile(file, "no entry\n");
    await writeFile(file, [lines[0], "no entry", lines[2]].join("\n"));
    expect((await verify("--file", "export.jsonl")).stdout).toContain("Entry 2 is wrong");
    {
      using database = new DatabaseSync(join(cwd, "data/audit.sqlite"));
      database.exec("drop trigger audit_entries_no_delete; delete from audit_entries where number = 2");
    }
    const broken = await verify("--json");
    expect(broken.exitCode).toBe(14);
    expect(JSON.parse(broken.stdout)).toMatchObject({ kind: "broken", number: 3 });
    expect((await verify("--head", "abc")).exitCode).toBe(2);
    expect(await entries(cwd, "--action", "key-created", "--since", "1h")).toHaveLength(3);
  });

  it("ends its file whole after a crash, and goes on where it stopped", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const flags = ["--port", "0", "--audit-file", "audit.jsonl"];
    {
      await using server = await serve(flags, { cwd });
      server.started.process.kill("SIGTERM");
      await server.started.finished;
    }
    await appendFile(join(cwd, "audit.jsonl"), '{"hash":"torn');
    await makeKey(cwd);
    {
      await using server = await serve(flags, { cwd });
      server.started.process.kill("SIGTERM");
      await server.started.finished;
    }
    const checked = await runHere(["audit", "verify", "--file", "audit.jsonl"], { cwd });
    expect(checked.stdout).toContain("5 entries");
  });
});
