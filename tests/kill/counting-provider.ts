import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { replyTo } from "./model-script.ts";
import { between, type Random } from "./seeded-random.ts";

/** One call that a model was paid for. */
export interface PaidCall {
  readonly call: number;
  /** Hex SHA-256 of the body: the same request has the same. */
  readonly request: string;
  /** The case that it speaks of, such as `case-7`. */
  readonly subject: string;
  /** The path that was asked, which may tell who asked. */
  readonly path: string;
  readonly cameAtMs: number;
  /** When the last byte of the reply was handed to the socket; undefined while, or where, it never was. */
  repliedAtMs: number | undefined;
}

/** Models on the OpenAI wire format that say their lines and count every call. They live outside what is killed. */
export interface CountingProvider extends AsyncDisposable {
  readonly baseUrl: string;
  /** In the order in which they came in. */
  readonly calls: readonly PaidCall[];
  /** Resolves when `count` more replies have been sent. */
  replied(count: number): Promise<void>;
}

const PIECE_CHARACTERS = 40;

/** A call that came, before it is answered. */
export interface ComingCall extends PaidCall {
  /** Resolves when whoever asked has left, or was answered. */
  readonly left: Promise<void>;
}

export interface ProviderOptions {
  /** Waited for before a call is answered. */
  readonly before?: (coming: ComingCall) => Promise<void>;
  /** Answers take no time. Default: a moment, as long as it takes for something to happen meanwhile. */
  readonly instant?: boolean;
}

export async function startCountingProvider(
  random: Random,
  { before = async () => undefined, instant = false }: ProviderOptions = {},
): Promise<CountingProvider> {
  const calls: PaidCall[] = [];
  const waiting = new Set<() => void>();
  let replies = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    if (request.method !== "POST") return sendJson(response, { object: "list", data: [] });
    const paid: PaidCall = {
      call: calls.length,
      request: hashOf(body),
      subject: /case-\w+/.exec(body)?.[0] ?? "",
      path: request.url ?? "",
      cameAtMs: performance.now(),
      repliedAtMs: undefined,
    };
    calls.push(paid);
    const reply = replyTo(body, paid.call, random);
    await before({ ...paid, left: once(response, "close").then(() => undefined) });
    if (!instant) await sleep(between(random, 5, 120));
    if (body.includes('"stream":true'))
      await stream(response, reply, () => (instant ? 0 : between(random, 0, 12)));
    else sendJson(response, completion(reply));
    if (response.destroyed) return;
    paid.repliedAtMs = performance.now();
    replies += 1;
    for (const look of waiting) look();
  };
  const server = createServer((request, response) => {
    // Whoever asked was killed: that is what this is about.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls,
    replied(count) {
      const enough = replies + count;
      return new Promise((resolve) => {
        const look = (): void => {
          if (replies < enough) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      });
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request.setEncoding("utf8")) body += String(piece);
  return body;
}

function hashOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
const BASE = { id: "chatcmpl-1", created: 1_700_000_000, model: "scripted" };

function completion(text: string): object {
  const choices = [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }];
  return { ...BASE, object: "chat.completion", choices, usage: USAGE };
}

/** In pieces, with time between them for a kill. */
async function stream(response: ServerResponse, text: string, pauseMs: () => number): Promise<void> {
  const send = (delta: object, finish: string | null, rest: object = {}): void => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    const chunk = { ...BASE, object: "chat.completion.chunk", choices, ...rest };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
    send({ content: text.slice(at, at + PIECE_CHARACTERS) }, null);
    const ms = pauseMs();
    if (ms > 0) await sleep(ms);
  }
  send({}, "stop", { usage: USAGE });
  response.end("data: [DONE]\n\n");
}
