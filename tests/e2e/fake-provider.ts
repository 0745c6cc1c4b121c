import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A server on the OpenAI wire format, on a port of its own, that keeps what it was sent. */
export interface FakeProvider extends AsyncDisposable {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Resolves when a chat request has come in that is never going to be answered. */
  readonly hanging: Promise<void>;
  /** Resolves when a client has hung up before it was answered. */
  readonly hungUp: Promise<void>;
}

/** What a request is answered with; `hang` never answers. */
export type Responder = (body: string) => string | "hang";

export async function startFakeProvider(respond: Responder): Promise<FakeProvider> {
  const requests: ReceivedRequest[] = [];
  const hanging = Promise.withResolvers<void>();
  const hungUp = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    void receive(request).then((body) => {
      requests.push({ path: request.url ?? "", authorization: request.headers.authorization, body });
      if (request.method !== "POST") return sendJson(response, { object: "list", data: [{ id: "fake" }] });
      const text = respond(body);
      if (text !== "hang")
        return asksForStream(body) ? sendStream(response, text) : sendJson(response, completion(text));
      response.on("close", () => hungUp.resolve());
      hanging.resolve();
    });
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", () => listening.resolve());
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    hanging: hanging.promise,
    hungUp: hungUp.promise,
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function receive(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request.setEncoding("utf8")) body += String(piece);
  return body;
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function asksForStream(body: string): boolean {
  return (JSON.parse(body) as { stream?: boolean }).stream === true;
}

/** The text in pieces of a few characters, as providers send it. */
function sendStream(response: ServerResponse, text: string): void {
  const chunk = (delta: object, finish: string | null, usage?: object): string => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    const base = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_700_000_000, model: "fake" };
    return `data: ${JSON.stringify({ ...base, choices, ...(usage ? { usage } : {}) })}\n\n`;
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const piece of text.match(/.{1,7}/gs) ?? []) response.write(chunk({ content: piece }, null));
  response.write(chunk({}, "stop", { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 }));
  response.end("data: [DONE]\n\n");
}

function completion(text: string): unknown {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model: "fake",
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}
