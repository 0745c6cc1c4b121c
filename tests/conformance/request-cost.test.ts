import { connect } from "node:net";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunContext } from "#engine";
import { AbortedError } from "#kernel";
import { type ConformanceServer, openConformanceServer } from "./open-conformance-server.ts";

function untilStopped({ signal }: RunContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new AbortedError("The run")));
  });
}

/** What the stores were asked to do. */
const operations: string[] = [];
let server: ConformanceServer;
let line: Line;

beforeAll(async () => {
  server = await openConformanceServer({
    port: 0,
    runner: () => ({ run: untilStopped }),
    onOperation: (name) => operations.push(name),
  });
  line = await openLine(server.baseUrl);
  // So many run that no other run begins, which would be a commit of its own.
  const begun = () => operations.filter((name) => name === "tasks.commit").length;
  for (let count = 0; count < MAX_RUNNING; count += 1) await line.ask(post(sendBody()));
  while (begun() < 2 * MAX_RUNNING) await turnOfTheLoop();
});

beforeEach(() => {
  operations.length = 0;
});

afterEach(() => void vi.restoreAllMocks());

afterAll(async () => {
  line[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

/** As the conformance server has it. */
const MAX_RUNNING = 16;

let sent = 0;
function sendBody(): string {
  sent += 1;
  const message = { messageId: `cost-${sent}`, role: "ROLE_USER", parts: [{ text: "What was revenue?" }] };
  return rpcBody("SendMessage", { message, configuration: { returnImmediately: true } });
}

function rpcBody(method: string, params: object): string {
  return JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
}

interface Line extends Disposable {
  /** The pieces in which the answer came over the line. */
  ask(request: string): Promise<string[]>;
}

async function openLine(baseUrl: string): Promise<Line> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding("utf8");
  await new Promise((resolve) => socket.once("connect", resolve));
  return {
    ask: (request) =>
      new Promise((resolve) => {
        const pieces: string[] = [];
        const take = (piece: string): void => {
          pieces.push(piece);
          const [head = "", body] = pieces.join("").split("\r\n\r\n");
          const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
          if (body === undefined || Buffer.byteLength(body) < length) return;
          socket.off("data", take);
          resolve(pieces);
        };
        socket.on("data", take).write(request);
      }),
    [Symbol.dispose]: () => socket.destroy(),
  };
}

function post(body: string): string {
  const head = "POST / HTTP/1.1\r\nHost: a\r\nA2A-Version: 1.0\r\nContent-Type: application/json\r\n";
  return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\nA2A-Version: 1.0\r\n\r\n`;

function taskIdIn(pieces: readonly string[]): string {
  return /"id":"([0-9a-f-]{36})"/.exec(pieces.join(""))?.[1] ?? "";
}

describe("what a request costs", () => {
  it("a message that is answered at once: one durable commit, and no look whether it came before", async () => {
    const pieces = await line.ask(post(sendBody()));
    expect(pieces.join("")).toContain("TASK_STATE_SUBMITTED");
    expect(operations).toEqual(["tasks.commit"]);
  });

  it("which is a statement for each of its rows, and nothing that is read", async () => {
    const asked = (["run", "get", "all"] as const).map((way) => vi.spyOn(StatementSync.prototype, way));
    const executed = vi.spyOn(DatabaseSync.prototype, "exec");
    await line.ask(post(sendBody()));
    // The task, its message and two events, and no savepoint around them.
    expect(asked.map((way) => way.mock.calls.length)).toEqual([4, 0, 0]);
    expect(executed.mock.calls.flat()).toEqual(["begin immediate", "commit"]);
  });

  it("asking for a task that was made lately: nothing of the database", async () => {
    const id = taskIdIn(await line.ask(post(sendBody())));
    operations.length = 0;
    await line.ask(get(`/tasks/${id}`));
    await line.ask(post(rpcBody("GetTask", { id })));
    expect(operations).toEqual([]);
  });

  it("each answer goes over the line in one piece", async () => {
    const made = await line.ask(post(sendBody()));
    const id = taskIdIn(made);
    const asked = await line.ask(get(`/tasks/${id}`));
    const called = await line.ask(post(rpcBody("GetTask", { id })));
    expect([made, asked, called].map((pieces) => pieces.length)).toEqual([1, 1, 1]);
  });
});
