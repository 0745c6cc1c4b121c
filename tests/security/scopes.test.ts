import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCOPES, type Scope } from "#auth";
import { DOORS, enter, TENANT_DOORS } from "./doors.ts";
import { openSecuredServer, question, type SecuredServer } from "./secured-server.ts";

const UNLIMITED = { limits: { requestsPerMinute: 1_000_000, concurrentTasks: 10_000 } };
/** Nothing at all, each scope by itself, and all but the one that is asked for. */
const SINGLE: readonly (readonly Scope[])[] = [[], ...SCOPES.map((scope) => [scope])];

let server: SecuredServer;
let tasks: { readonly own: string; readonly team: string };
const keys = new Map<string, string>();

async function keyWith(scopes: readonly Scope[]): Promise<Record<string, string>> {
  const name = scopes.join(" ");
  const known = keys.get(name) ?? (await server.key({ owner: "ada", scopes }));
  keys.set(name, known);
  return { "x-api-key": known };
}

beforeAll(async () => {
  server = await openSecuredServer({ file: UNLIMITED });
  const admin = await keyWith(["admin"]);
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", "a2a-version": "1.0", ...admin },
  };
  const made = async (base: string): Promise<string> => {
    const body = JSON.stringify(question(`first${base}`));
    const sent = await server.fetch(`${base}/message:send`, { ...init, body });
    return ((await sent.json()) as { task: { id: string } }).task.id;
  };
  tasks = { own: await made(""), team: await made("/team") };
});
afterAll(() => server[Symbol.asyncDispose]());

let sends = 0;

describe.each([...DOORS, ...TENANT_DOORS])("$name", (door) => {
  const others = SCOPES.filter((scope) => scope !== door.scope && scope !== "admin");

  it("opens to its scope and to admin, and tells all others what they lack", async () => {
    for (const scopes of [...SINGLE, others]) {
      sends += 1;
      const taskId = TENANT_DOORS.includes(door) ? tasks.team : tasks.own;
      const about = { taskId, contextId: "nowhere", messageId: `m-${sends}` };
      const answer = await enter(server.url, door.request(about), await keyWith(scopes));
      const allowed = door.scope === undefined || scopes.includes(door.scope) || scopes.includes("admin");
      if (allowed) {
        expect([401, 403], `${scopes}: ${answer.status}`).not.toContain(answer.status);
        await answer.body?.cancel();
        continue;
      }
      expect([answer.status, answer.headers.get("www-authenticate")], String(scopes)).toEqual([
        403,
        `Bearer realm="a2a-minions", error="insufficient_scope", scope="${door.scope}"`,
      ]);
      const body = (await answer.json()) as object;
      expect(body).toMatchObject(door.forbidden);
      expect(JSON.stringify(body)).toContain(door.scope);
    }
  });
});
