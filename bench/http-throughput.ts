/**
 * What the server answers a second, beside a bare Fastify route and the A2A library's own server, turn by turn in one run.
 *
 *   node bench/http-throughput.ts
 *
 * Goals: GetTask, as a client polls it, at least 0.6 of the bare route, SendMessage with `returnImmediately` (durable before it is answered) at
 * least 0.35 of it. CPU is the server process's own time for one request, which other load on the machine blurs less.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, printTable, quantile } from "./http/figures.ts";
import { load, type MakeRequest, openLine, requestHead } from "./http/load-generator.ts";
import { type ServerChild, startServerChild } from "./http/server-child.ts";

const CONNECTIONS = 50;
const TURN_MS = 1_500;
const TURNS = 5;
/** More than the server keeps in memory, so that going through them in order finds none there. */
const OLD_TASKS = 10_000;
const JSON_HEADERS = { "content-type": "application/json", "a2a-version": "1.0" };

interface Contender {
  readonly name: string;
  readonly server: ServerChild;
  readonly make: MakeRequest;
}

interface Turn {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly p99: number;
}

let sent = 0;
function sendBody(): string {
  sent += 1;
  const message = {
    messageId: `message-${sent}`,
    role: "ROLE_USER",
    parts: [{ text: "What was revenue in 2025?" }],
  };
  const params = { message, configuration: { returnImmediately: true } };
  return JSON.stringify({ jsonrpc: "2.0", id: sent, method: "SendMessage", params });
}

async function turn({ server, make }: Contender): Promise<Turn> {
  const before = await server.vitals();
  const { requests, seconds, latencies } = await load(server.url, make, {
    connections: CONNECTIONS,
    durationMs: TURN_MS,
  });
  const { cpuMs } = await server.vitals();
  return {
    perSecond: requests / seconds,
    cpuMicros: ((cpuMs - before.cpuMs) * 1_000) / requests,
    p99: quantile(latencies, 0.99),
  };
}

/** All contenders turn by turn; ratios are taken within a turn, to the first of them. */
async function compare(title: string, contenders: readonly Contender[]): Promise<void> {
  const turns = contenders.map((): Turn[] => []);
  for (const contender of contenders) await turn(contender); // Warm.
  for (let round = 0; round < TURNS; round += 1) {
    for (const [index, contender] of contenders.entries()) turns[index]?.push(await turn(contender));
  }
  const of = (index: number, what: keyof Turn): number =>
    median((turns[index] ?? []).map((one) => one[what]));
  const ratio = (index: number, what: keyof Turn): number =>
    median((turns[index] ?? []).map((one, round) => one[what] / (turns[0]?.[round]?.[what] ?? Number.NaN)));
  const header = [title, "requests/s", "x bare", "CPU µs/request", "bare/its CPU", "p99 ms"];
  const rows = contenders.map(({ name }, index) => [
    `  ${name}`,
    of(index, "perSecond").toFixed(0),
    ratio(index, "perSecond").toFixed(2),
    of(index, "cpuMicros").toFixed(0),
    (1 / ratio(index, "cpuMicros")).toFixed(2),
    of(index, "p99").toFixed(1),
  ]);
  printTable([header, ...rows]);
  process.stdout.write("\n");
}

function fixed(
  url: URL,
  path: string,
  body = "",
  headers: Readonly<Record<string, string>> = {},
): MakeRequest {
  const head = requestHead(url, path, { ...JSON_HEADERS, ...headers });
  return () => ({ head, body });
}

function growing(url: URL, path: string, headers: Readonly<Record<string, string>> = {}): MakeRequest {
  const head = requestHead(url, path, { ...JSON_HEADERS, ...headers });
  return () => ({ head, body: sendBody() });
}

async function firstAnswer(url: URL, make: MakeRequest): Promise<string> {
  const line = await openLine(url);
  const answer = await line.ask(make());
  line.socket.destroy();
  return answer;
}

async function idOfNewTask(url: URL, make: MakeRequest): Promise<string> {
  const answer = JSON.parse(await firstAnswer(url, make)) as { result: { task: { id: string } } };
  return answer.result.task.id;
}

/** Asks for tasks in turn that nobody has asked for since they were made. */
async function askingForOldTasks(url: URL, makeTask: MakeRequest, headers: Record<string, string>) {
  const heads: string[] = [];
  const makers = Array.from({ length: CONNECTIONS }, async () => {
    const line = await openLine(url);
    for (let count = 0; count < OLD_TASKS / CONNECTIONS; count += 1) {
      const { result } = JSON.parse(await line.ask(makeTask())) as { result: { task: { id: string } } };
      heads.push(requestHead(url, `GET /tasks/${result.task.id}`, { ...JSON_HEADERS, ...headers }));
    }
    line.socket.destroy();
  });
  await Promise.all(makers);
  let next = 0;
  return () => {
    next = (next + 1) % heads.length;
    return { head: heads[next] ?? "", body: "" };
  };
}

const folder = await mkdtemp(join(tmpdir(), "http-throughput-"));
try {
  await using bare = await startServerChild("bare-server");
  await using library = await startServerChild("library-server");
  // One run that never ends holds the only slot: what is measured is taking and keeping tasks, not running them.
  await using ours = await startServerChild("our-server", [folder, "never", "max-running=1"]);
  const keyOf = ({ url }: ServerChild) => ({ "x-api-key": url.searchParams.get("key") ?? "" });

  const ourSend = growing(ours.url, "POST /", keyOf(ours));
  const librarySend = growing(library.url, "POST /");
  const ourId = await idOfNewTask(ours.url, ourSend);
  const libraryId = await idOfNewTask(library.url, librarySend);
  const getBody = (id: string) =>
    JSON.stringify({ jsonrpc: "2.0", id: 1, method: "GetTask", params: { id } });
  const ourGet = fixed(ours.url, "POST /", getBody(ourId), keyOf(ours));
  const ourRestGet = fixed(ours.url, `GET /tasks/${ourId}`, "", keyOf(ours));
  const getBytes = (await firstAnswer(ours.url, ourGet)).length;
  const sendBytes = (await firstAnswer(ours.url, ourSend)).length;
  process.stdout.write(
    `${CONNECTIONS} connections, turns of ${TURN_MS} ms, medians of ${TURNS}; answers of ${getBytes} and ${sendBytes} bytes\n\n`,
  );

  await compare("GetTask over JSON-RPC", [
    { name: "bare Fastify", server: bare, make: fixed(bare.url, `POST /${getBytes}`, getBody(ourId)) },
    { name: "ours, one task", server: ours, make: ourGet },
    {
      name: "A2A library, in memory",
      server: library,
      make: fixed(library.url, "POST /", getBody(libraryId)),
    },
  ]);
  const oldTasks = await askingForOldTasks(ours.url, ourSend, keyOf(ours));
  await compare("GetTask over HTTP+JSON", [
    { name: "bare Fastify", server: bare, make: fixed(bare.url, `GET /${getBytes}`) },
    { name: "ours, one task", server: ours, make: ourRestGet },
    { name: "ours, old tasks in turn, from SQLite", server: ours, make: oldTasks },
    {
      name: "A2A library, in memory",
      server: library,
      make: fixed(library.url, `GET /rest/tasks/${libraryId}`),
    },
  ]);
  await compare("SendMessage, returnImmediately", [
    { name: "bare Fastify", server: bare, make: growing(bare.url, `POST /${sendBytes}`) },
    { name: "ours, durable", server: ours, make: ourSend },
    { name: "A2A library, in memory", server: library, make: librarySend },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
