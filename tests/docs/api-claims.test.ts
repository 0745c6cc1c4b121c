import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DocumentedServer, openDocumentedServer } from "./documented-server.ts";

let server: DocumentedServer;
let sent = 0;

beforeAll(async () => {
  server = await openDocumentedServer();
});

afterAll(() => server[Symbol.asyncDispose]());

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: () => { readonly [member: string]: unknown };
}

/** What the page says in words about the real server; what it shows by example is held elsewhere. */
async function ask(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Told> {
  const { URL: url = "", KEY: key = "" } = server.env;
  const versioned = {
    "x-api-key": key,
    "a2a-version": "1.0",
    "content-type": "application/json",
    ...headers,
  };
  const answer = await fetch(url + path, {
    headers: versioned,
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
}

function asks(...parts: readonly object[]) {
  sent += 1;
  return { message: { messageId: `claim-${sent}`, role: "ROLE_USER", parts } };
}

const NOTE = [{ text: "How many people work there?" }, { text: "4,200 people work at Northgate." }];

const taskOf = ({ json }: Told) => (json() as { task: { id: string; status: object } }).task;

describe("what the API page says", () => {
  it("of versions: the query may name one, patch numbers are ignored, and none is 0.3", async () => {
    expect((await ask("/tasks?A2A-Version=1.0", undefined, { "a2a-version": "" })).status).toBe(200);
    expect((await ask("/tasks", undefined, { "a2a-version": "1.0.9" })).status).toBe(200);
    expect((await ask("/tasks", undefined, { "a2a-version": "" })).text).toContain(
      "protocol-version-unsupported",
    );
  });

  it("of media types: plain JSON to who accepts nothing else", async () => {
    const type = async (accept: string) =>
      (await ask("/tasks", undefined, { accept })).headers.get("content-type");
    expect(await type("*/*")).toMatch(/^application\/a2a\+json/);
    expect(await type("application/json")).toMatch(/^application\/json/);
  });

  it("of request ids: they are echoed, or made", async () => {
    const answer = await ask("/tasks", undefined, { "x-request-id": "my-own.id_1" });
    expect(answer.headers.get("x-request-id")).toBe("my-own.id_1");
    expect((await ask("/livez")).headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  });

  it("of sending again: the same task, and with Last-Event-ID the stream where it was", async () => {
    const request = asks(...NOTE);
    const first = taskOf(await ask("/message:send", request));
    expect(taskOf(await ask("/message:send", request)).id).toBe(first.id);
    const whole = await ask("/message:stream", request, { "last-event-id": "0" });
    expect(whole.text).toMatch(/^id: 2\n/);
    const ids = [...whole.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(ids.map((_, index) => index + 2));
    const rest = await ask("/message:stream", request, { "last-event-id": String(ids.at(-2)) });
    expect([...rest.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))).toEqual(ids.slice(-1));
    expect(whole.headers.get("x-accel-buffering")).toBe("no");
  });

  it("of canceling: doing so twice gives the task again, and an ended one is refused", async () => {
    const { id } = taskOf(await ask("/message:send", asks({ text: "What does this report say?" })));
    for (const _ of [1, 2]) {
      const canceled = await ask(`/tasks/${id}:cancel`, {});
      expect(canceled.json()["status"]).toMatchObject({ state: "TASK_STATE_CANCELED" });
    }
    const ended = taskOf(await ask("/message:send", asks(...NOTE)));
    expect((await ask(`/tasks/${ended.id}:cancel`, {})).text).toContain('"task-uncancelable"');
    const more = { message: { ...asks(...NOTE).message, taskId: ended.id } };
    expect((await ask("/message:send", more)).text).toContain('"task-ended"');
  });

  it("of a task that fails: its state, and the code of its failure", async () => {
    const broken = {
      raw: Buffer.from("%PDF-1.7 and nothing else").toString("base64"),
      filename: "x.pdf",
      mediaType: "application/pdf",
    };
    const task = taskOf(await ask("/message:send", asks({ text: "How many?" }, broken)));
    expect(task.status).toMatchObject({
      state: "TASK_STATE_FAILED",
      message: { metadata: { code: "documents-refused" } },
    });
  });

  it("of files in the history: a large one is named and not sent back", async () => {
    const large = Buffer.from("Revenue was $ 12 million in 2025.\n".repeat(2500));
    const file = { raw: large.toString("base64"), filename: "large.txt", mediaType: "text/plain" };
    const small = { raw: Buffer.from("Few.").toString("base64"), filename: "small.txt" };
    const task = taskOf(await ask("/message:send", asks({ text: "What was revenue?" }, file, small)));
    expect(task).toMatchObject({
      history: [
        {
          parts: [
            {},
            {
              data: { name: "large.txt", bytes: large.length, sha256: expect.stringMatching(/^\w{64}$/) },
            },
            { raw: small.raw },
          ],
        },
      ],
    });
  });

  it("of conversations: a further question is about the documents that came before", async () => {
    const talk = (request: ReturnType<typeof asks>) => ({
      message: { ...request.message, contextId: "talk" },
    });
    await ask("/message:send", talk(asks(...NOTE)));
    const second = await ask("/message:send", talk(asks({ text: "And how many people again?" })));
    expect(second.text).toContain("4,200 people");
    expect((await ask("/tasks?contextId=talk")).json()["totalSize"]).toBe(2);
  });

  it("of tenants: tasks of one are not among those of another, and v1 is none", async () => {
    const { id } = taskOf(await ask("/team-a/message:send", asks(...NOTE)));
    expect((await ask(`/team-a/tasks/${id}`)).status).toBe(200);
    expect((await ask(`/tasks/${id}`)).status).toBe(404);
    expect((await ask(`/team-b/tasks/${id}`)).status).toBe(404);
    expect((await ask("/v1/tasks/none")).text).not.toContain('error":{"code":404,"status"');
  });

  it("of metrics: the models that are open are counted by provider", async () => {
    await ask("/message:send", asks(...NOTE));
    expect((await ask("/metrics")).text).toMatch(
      /^a2a_minions_client_pool_size\{provider="embedded"\} [1-9]/m,
    );
  });

  it("of URLs: they are refused where the operator allows none", async () => {
    const named = await ask(
      "/message:send",
      asks({ text: "How many?" }, { url: "https://example.com/a.pdf" }),
    );
    expect(named.text).toContain('"operation-unsupported"');
    expect((await ask("/.well-known/agent-card.json")).text).toContain("parts with a url are refused");
  });

  it("of two places that say different things about an option: refused", async () => {
    const { message } = asks(...NOTE);
    const metadata = { skill_id: "minion_query" };
    const twice = { metadata, message: { ...message, metadata: { skill_id: "minions_query" } } };
    expect((await ask("/message:send", twice)).text).toMatch(
      /message\.metadata\.skill_id.*Differs from metadata\.skill_id/,
    );
  });
});
