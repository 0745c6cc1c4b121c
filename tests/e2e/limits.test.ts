import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import { type FakeProvider, startFakeProvider } from "./fake-provider.ts";
import { runCommand, temporaryFolder } from "./run-command.ts";
import { makeKey, serve } from "./serve.ts";

const QUESTION = "What was revenue in 2025?";
const NOTES = "Revenue was $ 12,450 million in 2025.";

/** Each test starts several processes, one after the other. */
const PATIENT = { timeout: 120_000 };

/** Tokens of every call of the fake provider. */
const CALL_TOKENS = 120;

const V1 = { "content-type": "application/json", "a2a-version": "1.0" };
const V03 = { "content-type": "application/json", "a2a-version": "0.3" };

interface Door {
  readonly path: string;
  readonly headers: Record<string, string>;
  body(messageId: string): object;
}

const message = (messageId: string) => ({
  ...{ messageId, role: "ROLE_USER" },
  parts: [{ text: QUESTION }, { text: NOTES, filename: "notes.md" }],
});
const legacyMessage = (messageId: string) => ({
  ...{ messageId, kind: "message", role: "user" },
  parts: [{ kind: "text", text: `${QUESTION} ${NOTES}` }],
});
const call = (method: string, params: object) => ({ jsonrpc: "2.0", id: 1, method, params });
const AT_ONCE = { configuration: { returnImmediately: true } };

/** Every way to send a message. */
const DOORS: Record<string, Door> = {
  "JSON-RPC": {
    path: "/",
    headers: V1,
    body: (id) => call("SendMessage", { message: message(id), ...AT_ONCE }),
  },
  "HTTP+JSON": { path: "/message:send", headers: V1, body: (id) => ({ message: message(id), ...AT_ONCE }) },
  "a stream": { path: "/message:stream", headers: V1, body: (id) => ({ message: message(id) }) },
  "JSON-RPC of 0.3": {
    path: "/",
    headers: V03,
    body: (id) => call("message/send", { message: legacyMessage(id), configuration: { blocking: false } }),
  },
  "REST of 0.3": {
    path: "/v1/message:send",
    headers: V03,
    body: (id) => ({
      message: { messageId: id, role: "ROLE_USER", content: [{ text: `${QUESTION} ${NOTES}` }] },
      configuration: { blocking: false },
    }),
  },
  "the reference": {
    path: "/",
    headers: { "content-type": "application/json" },
    body: (id) =>
      call("tasks/send", {
        id,
        message: { role: "user", parts: [{ kind: "text", text: `${QUESTION} ${NOTES}` }] },
      }),
  },
};

function send(url: string, key: string, door: Door, messageId: string): Promise<Response> {
  const headers = { ...door.headers, "x-api-key": key };
  return fetch(url + door.path, { method: "POST", headers, body: JSON.stringify(door.body(messageId)) });
}

/** A supervisor for one round of Minion; the first `hanging` calls are never answered. */
function supervisor(hanging = 0): Promise<FakeProvider> {
  let calls = 0;
  return startFakeProvider((body) => {
    calls += 1;
    if (calls <= hanging) return "hang";
    return body.includes("Decide.")
      ? '{"decision": "provide_final_answer", "answer": "It was $ 12,450 million.", "quotes": []}'
      : '{"message": "What was revenue in 2025?"}';
  });
}

const askingOf = ({ baseUrl }: FakeProvider) => ({
  ...{ OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: "sk-test", MINIONS_REMOTE: "openai/gpt-4o" },
  A2A_GRACE_SECONDS: "0",
});

async function stateOf(url: string, key: string, id: string): Promise<{ state: string; task: unknown }> {
  const answer = await fetch(`${url}/tasks/${id}`, { headers: { ...V1, "x-api-key": key } });
  const task = (await answer.json()) as { status: { state: string } };
  return { state: task.status.state, task };
}

/** The task once it has ended. */
function ended(url: string, key: string, id: string): Promise<{ state: string; task: unknown }> {
  return vi.waitFor(
    async () => {
      const now = await stateOf(url, key, id);
      expect(now.state).toMatch(/COMPLETED|FAILED|CANCELED/);
      return now;
    },
    { timeout: 30_000, interval: 100 },
  );
}

async function begin(url: string, key: string, messageId: string, metadata = {}): Promise<string> {
  const body = JSON.stringify({ message: message(messageId), metadata, ...AT_ONCE });
  const answer = await fetch(`${url}/message:send`, {
    method: "POST",
    headers: { ...V1, "x-api-key": key },
    body,
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { task: { id: string } }).task.id;
}

interface Books {
  readonly holds: number;
  readonly reserved: number;
  readonly settled: number;
}

/** What stands in the database of a server that does not run. */
function booksIn(cwd: string): Books {
  const file = new DatabaseSync(join(cwd, "data", "tasks.sqlite"), { readOnly: true });
  try {
    const row = file
      .prepare(
        "select (select count(*) from budget_holds) as holds, sum(reserved_tokens) as reserved, " +
          "sum(settled_tokens) as settled from budget_accounts where account like 'task %'",
      )
      .get();
    return {
      holds: Number(row?.["holds"]),
      reserved: Number(row?.["reserved"]),
      settled: Number(row?.["settled"]),
    };
  } finally {
    file.close();
  }
}

describe("limits of a server", PATIENT, () => {
  it("hold for unfinished tasks at every door, and let a message that came before through", async () => {
    await using provider = await supervisor(Number.POSITIVE_INFINITY);
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    await using server = await serve(["--port", "0", "--concurrent-tasks", "1"], {
      cwd,
      env: askingOf(provider),
    });
    const key = await makeKey(cwd);
    const first = await begin(server.url, key, "first");
    for (const [name, door] of Object.entries(DOORS)) {
      const refused = await send(server.url, key, door, `more over ${name}`);
      const told = await refused.text();
      expect([name, refused.status, refused.headers.get("retry-after")]).toEqual([name, 429, "5"]);
      if (name !== "the reference") expect(told).toContain("too-many-tasks");
    }
    expect(await begin(server.url, key, "first")).toBe(first);
    const card = await fetch(`${server.url}/extendedAgentCard`, { headers: { ...V1, "x-api-key": key } });
    expect(JSON.stringify(await card.json())).toContain(
      '"limits":{"tier":"default","key":{"requestsPerMinute":300000,"concurrentTasks":1},"task":{},"left":{"key":{"concurrentTasks":0}}}',
    );
    expect(
      (await send(server.url, await makeKey(cwd), DOORS["JSON-RPC"] as Door, "another key's")).status,
    ).toBe(200);
    const cancel = { method: "POST", headers: { ...V1, "x-api-key": key } };
    await fetch(`${server.url}/tasks/${first}:cancel`, cancel);
    await begin(server.url, key, "after it");
  });

  it("end a task by its own budget, with what it found, and refuse messages once the day's is used up", async () => {
    await using provider = await supervisor();
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    await using server = await serve(["--port", "0", "--remote-tokens-per-day", "20000"], {
      cwd,
      env: { ...askingOf(provider), MINIONS_REMOTE_MAX_TOKENS: "500" },
    });
    const key = await makeKey(cwd);
    const poor = await begin(server.url, key, "poor", { max_cost: 0.000001 });
    const failed = await ended(server.url, key, poor);
    expect(failed.state).toBe("TASK_STATE_FAILED");
    expect(JSON.stringify(failed.task)).toContain("budget-exhausted");
    expect(provider.requests.filter(({ body }) => body !== "")).toEqual([]);

    expect((await ended(server.url, key, await begin(server.url, key, "fine"))).state).toBe(
      "TASK_STATE_COMPLETED",
    );

    await server.kill();
    const file = new DatabaseSync(join(cwd, "data", "tasks.sqlite"));
    file.exec("update budget_accounts set settled_tokens = 20000 where account like '% key %'");
    file.close();
    await using again = await serve(["--port", "0", "--remote-tokens-per-day", "20000"], {
      cwd,
      env: askingOf(provider),
    });
    for (const [name, door] of Object.entries(DOORS)) {
      const refused = await send(again.url, key, door, `broke over ${name}`);
      const seconds = Number(refused.headers.get("retry-after"));
      const toMidnight = 86_400 - (Math.floor(Date.now() / 1_000) % 86_400);
      expect([name, refused.status]).toEqual([name, 429]);
      expect(Math.abs(seconds - toMidnight)).toBeLessThan(30);
      await refused.body?.cancel();
    }
    expect(await begin(again.url, key, "fine")).toMatch(/./);
  });

  it("book a call once that a crash cut off between what was held and what was used", async () => {
    await using provider = await supervisor(1);
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const env = { ...askingOf(provider), A2A_MAX_TASK_REMOTE_TOKENS: "100000" };
    const server = await serve(["--port", "0"], { cwd, env });
    const key = await makeKey(cwd);
    const id = await begin(server.url, key, "cut off");
    await provider.hanging;
    await server.kill();
    const atTheCrash = booksIn(cwd);
    expect(atTheCrash).toMatchObject({ holds: 1, settled: 0 });
    expect(atTheCrash.reserved).toBeGreaterThan(CALL_TOKENS);

    const next = await serve(["--port", "0"], { cwd, env });
    expect((await ended(next.url, key, id)).state).toBe("TASK_STATE_COMPLETED");
    await next.kill();
    const calls = provider.requests.filter(({ body }) => body !== "").length - 1;
    expect(booksIn(cwd)).toEqual({ holds: 0, reserved: 0, settled: calls * CALL_TOKENS });
  });
});

describe("a question on the command line", PATIENT, () => {
  it("costs no more than it may", async () => {
    await using provider = await supervisor();
    await using folder = await temporaryFolder({ "notes.md": NOTES });
    const asked = (...more: string[]) =>
      runCommand(["ask", "notes.md", QUESTION, ...more], { cwd: folder.path, env: askingOf(provider) });
    const poor = await asked("--max-cost", "0.000001");
    expect(poor).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("budget") });
    expect(provider.requests.filter(({ body }) => body !== "")).toEqual([]);
    expect(await asked("--max-cost", "1", "--max-remote-tokens", "50000")).toMatchObject({ exitCode: 0 });
  });
});
