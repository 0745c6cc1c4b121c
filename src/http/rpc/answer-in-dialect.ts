import type { FastifyReply } from "fastify";
import type { BindingDeps } from "../a2a/binding-deps.ts";
import { a2aContext } from "../a2a/call-context.ts";
import { failureAnswer } from "../a2a/failure-answer.ts";
import type { Exchange } from "../a2a/run-call.ts";
import { lastEventIdOf } from "../sse/last-event-id.ts";
import { serveStream } from "../sse/serve-stream.ts";
import { idOf } from "./envelope.ts";
import type { RpcDialect } from "./rpc-dialect.ts";

/** Lets a dialect answer, with the same context, streaming and logs as A2A 1.0 itself. */
export async function answerInDialect(
  dialect: RpcDialect,
  { request, reply, version, tenant }: Exchange,
  deps: BindingDeps,
): Promise<FastifyReply> {
  request.facts.operation = dialect.name;
  const stop = new AbortController();
  reply.raw.once("close", () => stop.abort());
  const context = a2aContext(request, version, tenant, stop.signal);
  const lastEventId = lastEventIdOf(request.headers["last-event-id"]);
  const told = await dialect.answer({ version, body: request.body }, context, lastEventId);
  if (told.kind === "answer") {
    if (told.failure !== undefined) request.facts.failure = told.failure;
    return reply.code(told.status).type("application/json; charset=utf-8").send(JSON.stringify(told.body));
  }
  const open = async (signal: AbortSignal) => {
    signal.addEventListener("abort", () => stop.abort(), { once: true });
    return told.events;
  };
  const failed = (error: unknown) => ({
    event: "error",
    data: { jsonrpc: "2.0", id: idOf(request.body), error: failureAnswer(error, request, deps).rpc },
  });
  await serveStream(request, reply, { open, failed }, deps.streaming);
  return reply;
}
