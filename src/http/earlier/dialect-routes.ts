import { ServerCallContext } from "@a2a-js/sdk/server";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from "fastify";
import type { DialectRoute } from "#dialects";
import type { BindingDeps } from "../a2a/binding-deps.ts";
import { a2aContext } from "../a2a/call-context.ts";
import { failureAnswer } from "../a2a/failure-answer.ts";
import { requestedVersion } from "../a2a/protocol-version.ts";
import { lastEventIdOf } from "../sse/last-event-id.ts";
import { sendDialectAnswer } from "./send-dialect-answer.ts";

/** Mounts the routes of earlier clients; failures of the transport itself are told as the instance tells them. */
export function registerDialectRoutes(
  server: FastifyInstance,
  routes: readonly DialectRoute[],
  deps: BindingDeps,
): void {
  const { maxMessageBodyBytes, maxBodyBytes } = deps.limits;
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.path,
      bodyLimit: route.path.includes("message") ? maxMessageBodyBytes : maxBodyBytes,
      config: { operation: `${route.method} ${route.path.replaceAll("::", ":")}` },
      handler: (request, reply) => answer(route, request, reply, deps),
      ...(route.failureBody === undefined ? {} : { errorHandler: failing(route.failureBody, deps) }),
    });
  }
}

/** What goes wrong before the dialect is asked, in its words. */
function failing(
  failureBody: NonNullable<DialectRoute["failureBody"]>,
  deps: BindingDeps,
): NonNullable<RouteShorthandOptions["errorHandler"]> {
  return (error, request, reply) => {
    const { rpc, http } = failureAnswer(error, request, deps);
    reply.code(http.status).headers(http.headers).type("application/json; charset=utf-8");
    reply.send(JSON.stringify(failureBody(rpc)));
  };
}

function answer(
  route: DialectRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: BindingDeps,
): Promise<FastifyReply> {
  const version = requestedVersion(request.headers["a2a-version"], request.query);
  const afterSeq = lastEventIdOf(request.headers["last-event-id"]);
  const contextFor = (signal: AbortSignal): ServerCallContext =>
    route.authenticated
      ? a2aContext(request, version, undefined, () => signal)
      : new ServerCallContext({ requestedVersion: version });
  return sendDialectAnswer(
    request,
    reply,
    (signal) =>
      route.answer({
        params: paramsOf(request),
        query: request.query,
        body: request.body,
        version,
        context: contextFor(signal),
        ...(afterSeq === undefined ? {} : { afterSeq }),
      }),
    deps,
  );
}

function paramsOf({ params }: FastifyRequest): Record<string, string> {
  if (typeof params !== "object" || params === null) return {};
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) if (typeof value === "string") texts[name] = value;
  return texts;
}
