import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Clock } from "#kernel";
import type { HttpLog } from "../http-log.ts";
import type { Metrics } from "../metrics/index.ts";
import { requestIdOf } from "./request-id.ts";
import { traceParentOf } from "./trace-parent.ts";

export interface AccessLogDeps {
  readonly log: HttpLog;
  readonly metrics: Pick<Metrics, "requestAnswered" | "errorSeen">;
  readonly clock: Clock;
  readonly newId: () => string;
}

/**
 * Gives every request its facts, echoes its id, and tells the log and the metrics how it ended. The line names ids,
 * sizes and codes; addresses are told as the route's pattern, since a query may hold anything.
 */
export function keepAccessLog(server: FastifyInstance, { log, metrics, clock, newId }: AccessLogDeps): void {
  server.decorateRequest("facts");
  server.addHook("onRequest", async (request, reply) => {
    const requestId = requestIdOf(request.headers["x-request-id"], newId);
    request.facts = {
      requestId,
      traceParent: traceParentOf(request.headers["traceparent"]),
      startedAtMs: clock.monotonicMs(),
      operation: request.routeOptions.config.operation ?? "none",
      principal: undefined,
      taskId: undefined,
      upload: undefined,
      failure: undefined,
      logId: undefined,
    };
    reply.header("x-request-id", requestId);
  });
  server.addHook("onResponse", async (request, reply) => {
    const { facts } = request;
    const durationMs = clock.monotonicMs() - facts.startedAtMs;
    const failed = facts.failure !== undefined || reply.statusCode >= 400;
    metrics.requestAnswered(facts.operation, failed ? "error" : "success", durationMs);
    if (facts.failure !== undefined) metrics.errorSeen(facts.failure);
    const line = { ...lineOf(request), status: reply.statusCode, durationMs: Math.round(durationMs) };
    if (reply.statusCode >= 500) log.warn(line, "request failed");
    else log.info(line, "request answered");
  });
}

function lineOf(request: FastifyRequest): object {
  const { requestId, operation, principal, taskId, failure, logId, traceParent } = request.facts;
  return {
    requestId,
    method: request.method,
    route: request.routeOptions.url?.replaceAll("::", ":") ?? "none",
    operation,
    owner: principal?.owner,
    tenant: principal?.tenant,
    keyId: principal?.keyId,
    taskId,
    failure,
    logId,
    trace: traceParent,
  };
}
