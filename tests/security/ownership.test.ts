import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCOPES } from "#auth";
import { DOORS, type Door, enter, TENANT_DOORS } from "./doors.ts";
import { openSecuredServer, question, rpcCall, type SecuredServer } from "./secured-server.ts";

const UNLIMITED = { limits: { requestsPerMinute: 1_000_000 } };
/** As the server makes them, and of nobody. */
const NOBODYS = "01980000-0000-7000-8000-000000000000";

type Key = Readonly<Record<string, string>>;

interface Made {
  readonly id: string;
  readonly contextId: string;
}

let server: SecuredServer;
let ada: Key;
/** Of the same tenant. */
let bob: Key;
/** Of the same name in another tenant. */
let namesake: Key;
let adas: Made;

async function keyOf(owner: string, tenant: string): Promise<Key> {
  return {
    "x-api-key": await server.key({ owner, tenant, scopes: SCOPES.filter((scope) => scope !== "admin") }),
  };
}

async function send(key: Key, params: object): Promise<Made> {
  const sent = await server.fetch("/", rpcCall("SendMessage", params, key));
  const body = (await sent.json()) as { result?: { task: Made } };
  if (body.result === undefined) throw new Error(JSON.stringify(body));
  return body.result.task;
}

beforeAll(async () => {
  server = await openSecuredServer({ file: UNLIMITED });
  ada = await keyOf("ada-canary", "acme");
  bob = await keyOf("bob", "acme");
  namesake = await keyOf("ada-canary", "other");
  adas = await send(ada, { ...question("adas-message"), configuration: {} });
});
afterAll(() => server[Symbol.asyncDispose]());

/** What of an answer may differ between two requests of any kind. */
const OWN_TO_EACH: readonly string[] = ["date", "x-request-id", "ratelimit", "content-length"];

async function answerOf(door: Door, key: Key, taskId: string) {
  const about = { taskId, contextId: "nowhere", messageId: `m-${crypto.randomUUID()}` };
  const answer = await enter(server.url, door.request(about), { ...key, "x-request-id": "asked-by-another" });
  const text = (await answer.text()).replaceAll(taskId, "{id}").replaceAll(about.messageId, "{message}");
  const headers = [...answer.headers].filter(([name]) => !OWN_TO_EACH.includes(name)).toSorted();
  return { status: answer.status, headers, text };
}

const ABOUT_A_TASK = DOORS.filter(({ kind }) => ["reads", "follows", "changes", "pushes"].includes(kind));

describe.each(ABOUT_A_TASK)("another's task by $name", (door) => {
  it("looks like no task: the same status, headers and words", async () => {
    for (const key of [bob, namesake]) {
      const others = await answerOf(door, key, adas.id);
      expect(others).toEqual(await answerOf(door, key, NOBODYS));
      expect(others.text).not.toMatch(/canary|42 million/);
    }
  });
});

describe.each(TENANT_DOORS.filter(({ kind }) => ["reads", "follows", "changes", "lists"].includes(kind)))(
  "one's own task by $name",
  (door) => {
    it("is not behind the address of a tenant, nor is another's", async () => {
      for (const key of [ada, bob]) {
        expect(await answerOf(door, key, adas.id)).toEqual(await answerOf(door, key, NOBODYS));
      }
    });
  },
);

describe("the address of a tenant", () => {
  it("opens the caller's own tenant, and of another tenant nothing", async () => {
    const list = async (key: Key, tenant: string) => {
      const answer = await server.fetch(`/${tenant}/tasks`, { headers: { "a2a-version": "1.0", ...key } });
      return ((await answer.json()) as { totalSize: number }).totalSize;
    };
    expect([await list(ada, "acme"), await list(ada, "other"), await list(namesake, "acme")]).toEqual([
      1, 0, 0,
    ]);
    expect([await list(bob, "acme"), await list(namesake, "other")]).toEqual([0, 0]);
  });
});

describe("a list", () => {
  it.each(DOORS.filter(({ kind }) => kind === "lists"))("by $name has nothing of another's", async (door) => {
    for (const key of [bob, namesake]) {
      const about = { taskId: adas.id, contextId: adas.contextId, messageId: "" };
      const answer = await enter(server.url, door.request(about), key);
      const body = await answer.text();
      expect([answer.status, body]).toEqual([200, expect.stringMatching(/"tasks":\[\].*"totalSize":0/)]);
    }
  });
});

describe("a context of another's", () => {
  it("gives nothing to build on: neither its documents nor what was said", async () => {
    const further = (id: string) => ({
      message: {
        messageId: id,
        role: "ROLE_USER",
        contextId: adas.contextId,
        parts: [{ text: "How high was revenue?" }],
      },
    });
    const states = async (key: Key, id: string) => {
      const sent = await server.fetch("/", rpcCall("SendMessage", further(id), key));
      return sent.text();
    };
    expect(await states(ada, "adas-further")).toContain("42 million");
    expect(await states(bob, "bobs-further")).not.toMatch(/42 million|canary/);
  });
});

describe("a message id of another's", () => {
  it("is free for one's own message, also with another text", async () => {
    const own = await send(bob, { ...question("adas-message"), metadata: { max_rounds: 2 } });
    expect(own.id).not.toBe(adas.id);
    const again = await send(ada, { ...question("adas-message"), configuration: {} });
    expect(again.id).toBe(adas.id);
  });

  it("as a task's id of the reference finds one's own task, or none", async () => {
    const ask = async (method: string, key: Key, params: object) => {
      const { "a2a-version": _version, ...headers } = rpcCall(method, params, key).headers as Record<
        string,
        string
      >;
      const answer = await server.fetch("/", { ...rpcCall(method, params, key), headers });
      return answer.json() as Promise<object>;
    };
    const message = {
      role: "user",
      parts: [
        { kind: "text", text: "Why?" },
        { kind: "text", text: "Because." },
      ],
    };
    await ask("tasks/send", ada, { id: "chosen", message });
    expect(await ask("tasks/get", ada, { id: "chosen" })).toMatchObject({ result: { id: "chosen" } });
    expect(await ask("tasks/get", bob, { id: "chosen" })).toMatchObject({ error: { code: -32001 } });
    expect(await ask("tasks/cancel", bob, { id: "chosen" })).toMatchObject({ error: { code: -32001 } });
  });
});

describe("what the server tells of itself", () => {
  it("has no owner, tenant or key in its metrics", async () => {
    const text = await (await server.fetch("/metrics")).text();
    expect(text).toContain("a2a_minions_requests_total");
    expect(text).not.toMatch(/canary|acme|bob/);
    for (const key of [ada, bob]) expect(text).not.toContain(String(key["x-api-key"]).split("_")[1]);
  });

  it("has in the lines of one's requests nothing of another's but the id that was asked for", async () => {
    const lines = server
      .log()
      .split("\n")
      .filter((line) => line.includes("asked-by-another") && line.includes('"owner":"bob"'));
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(line).not.toMatch(/canary|42 million/);
    for (const line of lines) expect(line).not.toContain(adas.contextId);
  });
});
