import type { FastifyReply, FastifyRequest } from "fastify";
import type { DialectAnswer } from "#dialects";
import type { BindingDeps } from "../a2a/binding-deps.ts";
import { failureAnswer } from "../a2a/failure-answer.ts";
import { serveStream } from "../sse/serve-stream.ts";

/** Lets a dialect answer a request, with the same context, streaming and logs as the current protocol. */
export async function sendDialectAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (signal: AbortSignal) => Promise<DialectAnswer>,
  deps: BindingDeps,
): Promise<FastifyReply> {
  const stop = new AbortController();
  reply.raw.once("close", () => stop.abort());
  const told = await answer(stop.signal);
  if (told.kind === "answer") {
    if (told.failure !== undefined) request.facts.failure = told.failure;
    reply.code(told.status).headers(told.headers);
    if (told.body === undefined) return reply.send();
    return reply.type("application/json; charset=utf-8").send(JSON.stringify(told.body));
  }
  const open = async (signal: AbortSignal) => {
    signal.addEventListener("abort", () => stop.abort(), { once: true });
    return told.events;
  };
  // A dialect tells its failures itself; what comes here is one of its own.
  const failed = (error: unknown) => ({
    event: "error",
    data: failureAnswer(error, request, deps).http.body,
  });
  await serveStream(request, reply, { open, failed }, deps.streaming);
  return reply;
}
