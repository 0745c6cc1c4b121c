import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DialectCall, RpcDialect } from "#dialects";
import type { BindingDeps } from "../a2a/binding-deps.ts";
import { a2aContext } from "../a2a/call-context.ts";
import { failureAnswer } from "../a2a/failure-answer.ts";
import { isOperationName } from "../a2a/operations.ts";
import { namedVersion, requireSpokenVersion, UNNAMED_VERSION } from "../a2a/protocol-version.ts";
import { type Exchange, runOperation, runStream } from "../a2a/run-call.ts";
import { rpcStatusOf } from "../answers/protocol-answer.ts";
import { sendDialectAnswer } from "../earlier/send-dialect-answer.ts";
import { RpcMethodUnknownError } from "../errors.ts";
import { lastEventIdOf } from "../sse/last-event-id.ts";
import { idOf, type RpcCall, readEnvelope } from "./envelope.ts";

export interface RpcDeps extends BindingDeps {
  /** Asked in order, before A2A 1.0. */
  readonly dialects: readonly RpcDialect[];
}

const JSON_TYPE = "application/json; charset=utf-8";

/** A2A's JSON-RPC binding: one route for all methods. */
export function registerRpc(server: FastifyInstance, deps: RpcDeps): void {
  server.setErrorHandler((error, request, reply) => {
    const told = failureAnswer(error, request, deps);
    reply.code(rpcStatusOf(told)).headers(told.http.headers);
    return sendJson(reply, JSON.stringify({ jsonrpc: "2.0", id: idOf(request.body), error: told.rpc }));
  });
  server.post(
    "/",
    { bodyLimit: deps.limits.maxMessageBodyBytes, config: { operation: "rpc" } },
    async (request, reply) => {
      const named = namedVersion(request.headers["a2a-version"], request.query);
      const version = named ?? UNNAMED_VERSION;
      const exchange: Exchange = { request, reply, version, tenant: undefined };
      const asked = { version, versionNamed: named !== undefined, body: request.body };
      const dialect = deps.dialects.find((one) => one.takes(asked));
      if (dialect !== undefined) return answerInDialect(dialect, asked, exchange, deps);
      const call = readEnvelope(request.body);
      requireSpokenVersion(version);
      return answer(call, exchange, deps);
    },
  );
}

function answerInDialect(
  dialect: RpcDialect,
  asked: DialectCall,
  { request, reply, version, tenant }: Exchange,
  deps: RpcDeps,
): Promise<FastifyReply> {
  request.facts.operation = dialect.name;
  const lastEventId = lastEventIdOf(request.headers["last-event-id"]);
  return sendDialectAnswer(
    request,
    reply,
    (signal) =>
      dialect.answer(
        asked,
        a2aContext(request, version, tenant, () => signal),
        lastEventId,
      ),
    deps,
  );
}

async function answer(call: RpcCall, exchange: Exchange, deps: RpcDeps): Promise<FastifyReply> {
  const { method, id, params } = call;
  const { request, reply } = exchange;
  if (method === "SendStreamingMessage" || method === "SubscribeToTask") {
    await runStream(method, params, exchange, streamForm(id, request, deps), deps);
    return reply;
  }
  if (!isOperationName(method)) throw new RpcMethodUnknownError();
  const result = await runOperation(method, params, exchange, deps);
  return sendJson(reply, `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`);
}

function streamForm(id: RpcCall["id"], request: FastifyRequest, deps: RpcDeps) {
  return {
    wrap: (result: unknown) => ({ jsonrpc: "2.0", id, result }),
    failed: (error: unknown) => ({
      event: "error",
      data: { jsonrpc: "2.0", id, error: failureAnswer(error, request, deps).rpc },
    }),
  };
}

function sendJson(reply: FastifyReply, json: string): FastifyReply {
  return reply.type(JSON_TYPE).send(json);
}
