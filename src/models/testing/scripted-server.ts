import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test's server sends back. */
export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written piece by piece. */
  readonly body: string | readonly string[];
  /** After the body: end it properly, break the connection, or stay silent. Default "end". */
  readonly ending?: "end" | "break" | "hang";
  /** Say nothing at all, not even a status. */
  readonly silent?: boolean;
}

/** A reply, or what to reply to the request that comes. */
export type PlayedReply = ScriptedReply | ((request: SeenRequest) => ScriptedReply);

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
  /** Resolves when the connection of this request is gone. */
  readonly closed: Promise<void>;
}

/** A real HTTP server on a free port that answers as the test says, and remembers what it was sent. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  /** Requests to the chat path, in order; questions about models are kept apart in `asides`. */
  readonly requests: readonly SeenRequest[];
  readonly asides: readonly SeenRequest[];
  /** Connections that were ever opened. */
  connections(): number;
  /** Replies to the next requests; the last one repeats. */
  play(...replies: PlayedReply[]): void;
  /** Answers paths that hold `part`, apart from the played replies. */
  answer(part: string, reply: ScriptedReply): void;
  /** Resolves with the nth request (from 0) as soon as it has arrived. */
  request(index: number): Promise<SeenRequest>;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const asides: SeenRequest[] = [];
  const answers = new Map<string, ScriptedReply>();
  const waiting: { index: number; resolve: (request: SeenRequest) => void }[] = [];
  let replies: PlayedReply[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await readRequest(incoming, response);
    const aside = [...answers].find(([part]) => seen.path.includes(part))?.[1];
    if (aside !== undefined || seen.method === "GET") {
      asides.push(seen);
      return send(response, aside ?? { status: 404, body: "{}" });
    }
    requests.push(seen);
    for (const { index, resolve } of waiting) if (index === requests.length - 1) resolve(seen);
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    return send(response, (typeof reply === "function" ? reply(seen) : reply) ?? { status: 404, body: "{}" });
  };
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await listening;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    asides,
    connections: () => connections,
    play: (...played) => {
      replies = played;
    },
    answer: (part, reply) => {
      answers.set(part, reply);
    },
    request: (index) => {
      const seen = requests[index];
      return seen === undefined
        ? new Promise((resolve) => waiting.push({ index, resolve }))
        : Promise.resolve(seen);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function readRequest(incoming: IncomingMessage, response: ServerResponse): Promise<SeenRequest> {
  const closed = new Promise<void>((resolve) => response.once("close", resolve));
  let text = "";
  for await (const piece of incoming) text += String(piece);
  const body: unknown = text === "" ? {} : JSON.parse(text);
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: incoming.headers,
    body: body as Record<string, unknown>,
    closed,
  };
}

async function send(response: ServerResponse, reply: ScriptedReply): Promise<void> {
  if (reply.silent === true) return;
  response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
  response.flushHeaders();
  for (const piece of typeof reply.body === "string" ? [reply.body] : reply.body) {
    await new Promise((written) => response.write(piece, written));
  }
  if (reply.ending === "break") response.destroy();
  else if (reply.ending !== "hang") response.end();
}
