import { randomUUID } from "node:crypto";
import { type SendMessageResult, TaskState } from "@a2a-js/sdk";
import type { Transport } from "@a2a-js/sdk/client";
import { LegacyJsonRpcTransport, LegacyRestTransport } from "@a2a-js/sdk/compat/v0_3/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asks, part } from "../conformance/earlier-rig.ts";
import { type FakeProvider, startFakeProvider } from "../e2e/fake-provider.ts";
import { temporaryFolder } from "../e2e/run-command.ts";
import { makeKey, serve } from "../e2e/serve.ts";

/** A server whose policy wants approval and forces privacy, as clients of every protocol meet it. */
const held = new AsyncDisposableStack();
let url = "";
let key = "";
let provider: FakeProvider;

const QUESTION = "What was revenue in 2025?";
const NOTE = "Revenue was $ 12,450 million in 2025.";
const ANSWER = "It was $ 12,450 million.";

beforeAll(async () => {
  provider = held.use(
    await startFakeProvider((body) =>
      body.includes("Decide.")
        ? JSON.stringify({ decision: "provide_final_answer", answer: ANSWER, quotes: [] })
        : JSON.stringify({ message: QUESTION }),
    ),
  );
  const folder = held.use(await temporaryFolder());
  const env = {
    ...{
      MINIONS_EGRESS_REMOTE: "approval",
      MINIONS_EGRESS_PRIVACY: "forced",
      MINIONS_REMOTE: "openai/gpt-4o",
    },
    // No address of home by any name, though it leads to this machine.
    ...{ OPENAI_BASE_URL: provider.baseUrl.replace("127.0.0.1", "0.0.0.0"), OPENAI_API_KEY: "sk-test" },
  };
  const server = held.use(await serve(["--port", "0"], { cwd: folder.path, env }));
  url = server.url;
  key = await makeKey(folder.path);
}, 60_000);

afterAll(() => held.disposeAsync());

interface Told {
  readonly status: number;
  readonly json: unknown;
}

async function post(path: string, body: unknown, version = "1.0"): Promise<Told> {
  const named = version === "" ? {} : { "a2a-version": version };
  const headers = { "content-type": "application/json", "x-api-key": key, ...named };
  const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.status, json: await answer.json() };
}

const sent = () => provider.requests.filter(({ body }) => body !== "").length;

const LEGACY: readonly [string, (endpoint: string) => Transport][] = [
  ["JSON-RPC", (endpoint) => new LegacyJsonRpcTransport({ endpoint: `${endpoint}/`, fetchImpl: fetch })],
  ["HTTP+JSON", (endpoint) => new LegacyRestTransport({ endpoint, fetchImpl: fetch })],
];

describe("a request against the policy is refused, and told what and why,", () => {
  const metadata = { privacy_mode: false };
  const message = () => ({ messageId: randomUUID(), role: "ROLE_USER", parts: [{ text: QUESTION }] });
  const rpc = (method: string, params: object) => ({ jsonrpc: "2.0", id: 1, method, params });
  const words = /privacy_mode.*every run is in privacy mode/;

  it.each<[string, () => Promise<Told>]>([
    ["HTTP+JSON", () => post("/message:send", { message: message(), metadata })],
    ["JSON-RPC", () => post("/", rpc("SendMessage", { message: message(), metadata }))],
  ])("over %s", async (_, ask) => {
    const { status, json } = await ask();
    expect(status).toBe(403);
    expect(JSON.stringify(json)).toMatch(words);
    expect(JSON.stringify(json)).toContain("PERMISSION_DENIED");
    expect(sent()).toBe(0);
  });

  it.each(LEGACY)("over %s of A2A 0.3", async (_, connect) => {
    const options = { serviceParameters: { "A2A-Version": "0.3", "x-api-key": key } };
    await expect(connect(url).sendMessage({ ...asks(QUESTION), metadata }, options)).rejects.toThrow(words);
    expect(sent()).toBe(0);
  });

  it("over the reference's protocol", async () => {
    const params = {
      id: randomUUID(),
      message: { role: "user", parts: [{ kind: "text", text: QUESTION }] },
      metadata,
    };
    const { json } = await post("/", rpc("tasks/send", params), "");
    expect(json).toMatchObject({ error: { code: expect.any(Number) } });
    expect(JSON.stringify(json)).toMatch(words);
    expect(sent()).toBe(0);
  });
});

describe("approval", () => {
  it.each(LEGACY)("is asked of a client of A2A 0.3 over %s, and given by it", async (_, connect) => {
    const options = { serviceParameters: { "A2A-Version": "0.3", "x-api-key": key } };
    const client = connect(url);
    const before = sent();
    const note = part({ $case: "raw", value: Buffer.from(NOTE) }, "notes.txt", "text/plain");
    const asked = taskOf(await client.sendMessage(asks(QUESTION, false, [note]), options));
    expect(asked.status?.state).toBe(TaskState.TASK_STATE_INPUT_REQUIRED);
    const shown = asked.status?.message?.parts ?? [];
    expect(shown.map(({ content }) => content?.$case)).toEqual(["text", "data"]);
    expect(JSON.stringify(shown)).toContain("openai/gpt-4o at 0.0.0.0");
    expect(JSON.stringify(shown)).not.toContain("12,450");
    expect(sent()).toBe(before);
    const answer = asks("approve");
    const { message } = answer;
    if (message === undefined) throw new Error("no message");
    const done = taskOf(
      await client.sendMessage(
        { ...answer, message: { ...message, messageId: randomUUID(), taskId: asked.id } },
        options,
      ),
    );
    expect(done.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(JSON.stringify(done.artifacts)).toContain(ANSWER);
  });

  it("is told to a client of the reference as a failure that says how to decide, and can still be given", async () => {
    const id = randomUUID();
    const file = { name: "notes.txt", mimeType: "text/plain", bytes: btoa(NOTE) };
    const parts = [
      { kind: "text", text: QUESTION },
      { kind: "file", file },
    ];
    const rpc = (method: string, params: object) => post("/", { jsonrpc: "2.0", id: 1, method, params }, "");
    await rpc("tasks/send", { id, message: { role: "user", parts } });
    const poll = async (): Promise<ReferenceTask> => {
      for (;;) {
        const { json } = await rpc("tasks/get", { id });
        const task = (json as { result: ReferenceTask }).result;
        if (!/submitted|working/.test(task.status.state)) return task;
      }
    };
    const asked = await poll();
    expect(asked.status.state).toBe("failed");
    const [, taskId = ""] = /tasks approve (\S+?),/.exec(asked.status.message ?? "") ?? [];
    const reply = {
      messageId: randomUUID(),
      role: "ROLE_USER",
      taskId,
      parts: [{ data: { egress: "approve" } }],
    };
    expect((await post("/message:send", { message: reply })).status).toBe(200);
    expect((await poll()).status.state).toBe("completed");
  });
});

interface ReferenceTask {
  readonly status: { readonly state: string; readonly message: string | null };
}

function taskOf(result: SendMessageResult) {
  if (!("artifacts" in result)) throw new Error("The answer is no task.");
  return result;
}
