import { dirname } from "node:path";
import { expect, it } from "vitest";
import { openSecuredServer } from "../security/secured-server.ts";
import { runHere } from "./run-here.ts";

it("OAuth2 clients are registered, rotated and revoked while the server runs, and it knows at once", async () => {
  const env = { A2A_JWT_SECRET: "a secret of thirty-two bytes or more" };
  await using server = await openSecuredServer({ env });
  const cwd = dirname(server.dataFolder);
  const clients = (...args: string[]) =>
    runHere(["clients", ...args], { cwd, env: { ...env, A2A_DATA: "data" } });
  const token = async (id: string, secret: string): Promise<readonly [number, string]> => {
    const form = { grant_type: "client_credentials", client_id: id, client_secret: secret };
    const answer = await fetch(`${server.url}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    const { access_token: text = "" } = (await answer.json()) as { access_token?: string };
    return [answer.status, text];
  };
  const list = async (text: string): Promise<number> => {
    const headers = { "a2a-version": "1.0", authorization: `Bearer ${text}` };
    return (await fetch(`${server.url}/tasks`, { headers })).status;
  };
  const made = await clients("register", "robot", "--owner", "ada", "--scopes", "minion:query,tasks:read");
  const [, id = "", secret = ""] = /^client_id=(\S+)\nclient_secret=(\S+)\n$/.exec(made.stdout) ?? [];
  expect(made.stderr).not.toContain("gives no tokens");
  const [status, text] = await token(id, secret);
  expect([status, await list(text)]).toEqual([200, 200]);

  const listed = JSON.parse((await clients("list", "--json")).stdout) as { clients: object[] };
  expect(listed.clients).toMatchObject([
    { id, name: "robot", owner: "ada", scopes: ["minion:query", "tasks:read"] },
  ]);
  expect(JSON.stringify(listed)).not.toContain(secret);

  const rotated = JSON.parse((await clients("rotate", id, "--grace", "0", "--json")).stdout) as Record<
    string,
    string
  >;
  expect((await token(id, secret))[0]).toBe(401);
  expect((await token(id, String(rotated["clientSecret"])))[0]).toBe(200);
  expect(await list(text)).toBe(200);

  expect((await clients("revoke", id)).exitCode).toBe(0);
  expect(await list(text)).toBe(401);
  expect((await token(id, String(rotated["clientSecret"])))[0]).toBe(401);
  const again = await clients("rotate", id);
  expect([again.exitCode, again.stderr]).toEqual([11, expect.stringContaining("is revoked")]);
  const lone = await runHere(["clients", "register", "x"], { cwd });
  expect(lone.stderr).toContain("gives no tokens yet");
});
