import { Role, type SendMessageRequest } from "@a2a-js/sdk";
import { describe, expect, it } from "vitest";
import { ServerKeyRejectedError, ServerRefusedError, ServerUnreachableError } from "./errors.ts";
import type { ServerConnection } from "./server-connection.ts";
import { serverFetch } from "./server-fetch.ts";
import { followTask, type StreamStart, type TaskStreamEvent, type TaskStreamOptions } from "./task-stream.ts";

const URL_OF_SERVER = "http://server.test";
const NEVER = new AbortController().signal;
const SEND: StreamStart = { kind: "send", request: messageNamed("m-1") };

function messageNamed(messageId: string): SendMessageRequest {
  const part = {
    content: { $case: "text", value: "Why?" },
    metadata: undefined,
    filename: "",
    mediaType: "",
  } as const;
  const lists = { parts: [part], extensions: [], referenceTaskIds: [] };
  const message = {
    messageId,
    contextId: "",
    taskId: "",
    role: Role.ROLE_USER,
    metadata: undefined,
    ...lists,
  };
  return { tenant: "", message, configuration: undefined, metadata: {} };
}

const status = (seq: number, state: string): string =>
  `id: ${seq}\ndata: ${JSON.stringify({ statusUpdate: { taskId: "t-1", contextId: "c-1", status: { state } } })}\n\n`;
const task = (seq: number): string =>
  `id: ${seq}\ndata: ${JSON.stringify({ task: { id: "t-1", contextId: "c-1", status: { state: "TASK_STATE_SUBMITTED" } } })}\n\n`;
const WORKING = "TASK_STATE_WORKING";
const COMPLETED = "TASK_STATE_COMPLETED";

/** What the server does at each request, in order: tells events and lets the line end, breaks it, refuses, or is away. */
type Turn =
  | { readonly tells: readonly string[]; readonly breaks?: boolean }
  | { readonly status: number; readonly body?: object }
  | "away";

function serverOf(turns: readonly Turn[]) {
  const asked: string[] = [];
  const left = [...turns];
  const fetch = serverFetch(
    { url: URL_OF_SERVER, key: "k" },
    async (input, init) => {
      const after = new Headers(init?.headers).get("last-event-id");
      asked.push(
        `${init?.method ?? "GET"} ${new URL(String(input)).pathname}${after === null ? "" : ` after ${after}`}`,
      );
      const turn = left.shift();
      if (turn === undefined || turn === "away") throw new TypeError("fetch failed");
      if ("status" in turn) return Response.json(turn.body ?? {}, { status: turn.status });
      const body = async function* () {
        for (const text of turn.tells) yield new TextEncoder().encode(text);
        if (turn.breaks) throw new TypeError("terminated");
      };
      return new Response(ReadableStream.from(body()));
    },
    NEVER,
  );
  const connection: ServerConnection = {
    address: { url: URL_OF_SERVER, key: "k" },
    restUrl: URL_OF_SERVER,
    fetch,
    call: () => Promise.reject(new Error("not used")),
  };
  return { connection, asked };
}

async function followed(
  { connection }: ReturnType<typeof serverOf>,
  start: StreamStart,
  options: Partial<TaskStreamOptions> = {},
): Promise<(number | undefined)[]> {
  const events: TaskStreamEvent[] = [];
  for await (const event of followTask(connection, start, { signal: NEVER, delaysMs: [0], ...options }))
    events.push(event);
  return events.map(({ seq }) => seq);
}

describe("following a task", () => {
  it.each<[string, readonly Turn[], readonly string[]]>([
    [
      "that ends in one go",
      [{ tells: [task(2), status(3, WORKING), status(4, COMPLETED)] }],
      ["POST /message:stream"],
    ],
    [
      "over a line that breaks",
      [{ tells: [task(2), status(3, WORKING)], breaks: true }, { tells: [status(4, COMPLETED)] }],
      ["POST /message:stream", "GET /tasks/t-1:subscribe after 3"],
    ],
    [
      "over a server that starts again, stands still and tells an event twice",
      [
        { tells: [task(2), status(3, WORKING)] },
        "away",
        { status: 503 },
        { status: 408 },
        { tells: [status(3, WORKING), status(4, COMPLETED)] },
      ],
      ["POST /message:stream", ...Array<string>(4).fill("GET /tasks/t-1:subscribe after 3")],
    ],
    [
      "whose message was taken, and nothing heard of it",
      [{ tells: [], breaks: true }, { tells: [task(2), status(3, WORKING), status(4, COMPLETED)] }],
      ["POST /message:stream", "POST /message:stream"],
    ],
  ])("%s gives every event once", async (_, turns, asked) => {
    const server = serverOf(turns);
    expect(await followed(server, SEND)).toEqual([2, 3, 4]);
    expect(server.asked).toEqual(asked);
  });

  it("tells from its beginning when asked to", async () => {
    const server = serverOf([{ tells: [status(1, WORKING), status(2, COMPLETED)] }]);
    const start = { kind: "subscribe", taskId: "t/1", afterSeq: 0 } as const;
    expect(await followed(server, start)).toEqual([1, 2]);
    expect(server.asked).toEqual(["GET /tasks/t%2F1:subscribe after 0"]);
  });

  it.each<[string, Turn, new (...args: never[]) => Error]>([
    ["a server that is not there", "away", ServerUnreachableError],
    ["a key that is not taken", { status: 401 }, ServerKeyRejectedError],
    ["a request that is refused", { status: 400, body: { error: { message: "No." } } }, ServerRefusedError],
    ["a server that is busy from the start", { status: 503 }, ServerRefusedError],
  ])("tells of %s at once", async (_, turn, error) => {
    await expect(followed(serverOf([turn]), SEND)).rejects.toBeInstanceOf(error);
  });

  it("is given up after a long silence, with the words how to go on", async () => {
    let now = 0;
    const clock = { now: () => now, monotonicMs: () => (now += 1_000) };
    const server = serverOf([{ tells: [task(2)], breaks: true }]);
    const gone = followed(server, SEND, { clock, patienceMs: 5_000 });
    await expect(gone).rejects.toThrow("a2a-minions tasks watch t-1");
  });

  it("sends the key to the server and to nobody else", async () => {
    const seen: (string | null)[] = [];
    const fetch = serverFetch(
      { url: URL_OF_SERVER, key: "k" },
      async (_input, init) => {
        seen.push(new Headers(init?.headers).get("x-api-key"));
        return new Response();
      },
      NEVER,
    );
    await fetch(`${URL_OF_SERVER}/tasks`);
    await fetch("http://elsewhere.test/tasks");
    expect(seen).toEqual(["k", null]);
  });
});
