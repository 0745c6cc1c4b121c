import { StreamResponse } from "@a2a-js/sdk";
import type { FastifyReply, FastifyRequest } from "fastify";
import { readSendMessage, readSubscribe, type StreamCall } from "#a2a";
import type { ServerSentEvent } from "../sse/event-text.ts";
import { lastEventIdOf } from "../sse/last-event-id.ts";
import { serveStream } from "../sse/serve-stream.ts";
import type { BindingDeps } from "./binding-deps.ts";
import { a2aContext, ClientLeft, tellExtensions } from "./call-context.ts";
import { noteTask } from "./note-task.ts";
import { OPERATIONS, type OperationAnswer, type OperationName } from "./operations.ts";

/** A request on its way through a binding. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** `Major.Minor`. */
  readonly version: string;
  /** Routing tenant of the address; undefined where the parameters carry it. */
  readonly tenant: string | undefined;
}

/** Runs a method with one answer and gives its JSON. The wait ends when the client leaves; the task goes on. */
export async function runOperation(
  method: OperationName,
  params: unknown,
  { request, reply, version, tenant }: Exchange,
  deps: BindingDeps,
): Promise<string> {
  const { facts } = request;
  facts.operation = method;
  noteTask(facts, params);
  using left = new ClientLeft(reply);
  const context = a2aContext(request, version, tenant, () => left.signal());
  const answer: OperationAnswer = await OPERATIONS[method](deps.handler, params, context);
  facts.taskId ??= answer.taskId;
  tellExtensions(reply, context);
  await deps.turnEnd.reached();
  return answer.json;
}

/** How a binding tells a stream's events and its failure. */
export interface StreamForm {
  readonly wrap: (response: unknown) => unknown;
  readonly failed: (error: unknown) => ServerSentEvent;
}

/** Answers with a method's stream, from the `Last-Event-ID` on where the client names one. */
export async function runStream(
  method: StreamCall["method"],
  params: unknown,
  { request, reply, version, tenant }: Exchange,
  form: StreamForm,
  deps: BindingDeps,
): Promise<void> {
  request.facts.operation = method;
  const call = streamCall(method, params, lastEventIdOf(request.headers["last-event-id"]));
  noteTask(request.facts, params);
  const open = async (signal: AbortSignal) => {
    const context = a2aContext(request, version, tenant, () => signal);
    const events = await deps.handler.openStream(call, context);
    tellExtensions(reply, context);
    return (async function* () {
      for await (const { seq, response } of events) {
        yield { id: String(seq), data: form.wrap(StreamResponse.toJSON(response)) };
      }
    })();
  };
  await serveStream(request, reply, { open, failed: form.failed }, deps.streaming);
}

function streamCall(method: StreamCall["method"], params: unknown, afterSeq: number | undefined): StreamCall {
  const resumed = afterSeq === undefined ? {} : { afterSeq };
  return method === "SendStreamingMessage"
    ? { method, params: readSendMessage(params), ...resumed }
    : { method, params: readSubscribe(params), ...resumed };
}
