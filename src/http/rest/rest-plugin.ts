import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { BindingDeps } from "../a2a/binding-deps.ts";
import { failureAnswer } from "../a2a/failure-answer.ts";
import { isOperationName, type OperationName } from "../a2a/operations.ts";
import { requestedVersion, requireSpokenVersion } from "../a2a/protocol-version.ts";
import { runOperation, runStream } from "../a2a/run-call.ts";
import { MethodNotAllowedError } from "../errors.ts";
import { type HttpMethod, REST_ROUTES, type RestRoute, tenantOf } from "./rest-routes.ts";

const ALL_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** A2A's HTTP+JSON binding, each address also under `/{tenant}`. */
export function registerRest(server: FastifyInstance, deps: BindingDeps): void {
  server.setErrorHandler((error, request, reply) => {
    const { http } = failureAnswer(error, request, deps);
    reply.code(http.status).headers(http.headers);
    return reply.type(mediaTypeFor(request)).send(JSON.stringify(http.body));
  });
  for (const route of REST_ROUTES) {
    for (const base of ["", "/:tenant"]) registerRoute(server, base, route, deps);
  }
}

function registerRoute(server: FastifyInstance, base: string, route: RestRoute, deps: BindingDeps): void {
  const { maxBodyBytes, maxMessageBodyBytes } = deps.limits;
  server.route({
    method: [...route.methods],
    url: base + route.path,
    bodyLimit: route.takesMessages === true ? maxMessageBodyBytes : maxBodyBytes,
    config: { operation: "rest" },
    handler: (request, reply) => answer(route, request, reply, deps),
  });
  server.route({
    method: ALL_METHODS.filter((method) => !isOneOf(method, route.methods)),
    url: base + route.path,
    config: { operation: "rest" },
    // Before the body is read: it would be read for nothing.
    onRequest: async () => {
      throw new MethodNotAllowedError(route.methods);
    },
    handler: async () => undefined,
  });
}

async function answer(
  route: RestRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: BindingDeps,
): Promise<FastifyReply> {
  const version = requestedVersion(request.headers["a2a-version"], request.query);
  requireSpokenVersion(version);
  const tenant = tenantOf(request);
  const { method, params: given } = route.read(request);
  const params = tenant === undefined ? given : { ...given, tenant };
  const exchange = { request, reply, version, tenant };
  if (!isOperationName(method)) {
    const failed = (error: unknown) => ({
      event: "error",
      data: failureAnswer(error, request, deps).http.body,
    });
    await runStream(method, params, exchange, { wrap: (response) => response, failed }, deps);
    return reply;
  }
  const json = await runOperation(method, params, exchange, deps);
  if (json === "null") return reply.code(204).send();
  return reply.code(statusOf(method)).type(mediaTypeFor(request)).send(json);
}

function statusOf(operation: OperationName): number {
  return operation === "CreateTaskPushNotificationConfig" ? 201 : 200;
}

/** A2A's own media type, unless the client takes plain JSON alone. */
function mediaTypeFor(request: FastifyRequest): string {
  const accept = request.headers.accept ?? "*/*";
  const plainOnly =
    accept.includes("application/json") && !/application\/(?:a2a\+json|\*)|\*\/\*/.test(accept);
  return plainOnly ? "application/json; charset=utf-8" : "application/a2a+json; charset=utf-8";
}

function isOneOf(method: string, methods: readonly HttpMethod[]): boolean {
  return methods.some((one) => one === method);
}
