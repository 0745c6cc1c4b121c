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
  server.addHook("onRequest", (request, reply, done) => {
    const { config } = request.routeOptions;
    const requestId = requestIdOf(request.headers["x-request-id"], newId);
    request.facts = {
      requestId,
      traceParent: traceParentOf(request.headers["traceparent"]),
      startedAtMs: clock.monotonicMs(),
      // Colons that are no parameter are doubled for the router.
      route: config.url?.replaceAll("::", ":") ?? "none",
      operation: config.operation ?? "none",
      principal: undefined,
      taskId: undefined,
      upload: undefined,
      failure: undefined,
      logId: undefined,
    };
    reply.header("x-request-id", requestId);
    done();
  });
  server.addHook("onResponse", (request, reply, done) => {
    const { facts } = request;
    const { statusCode } = reply;
    const durationMs = clock.monotonicMs() - facts.startedAtMs;
    const failed = facts.failure !== undefined || statusCode >= 400;
    metrics.requestAnswered(facts.operation, failed ? "error" : "success", durationMs);
    if (facts.failure !== undefined) metrics.errorSeen(facts.failure);
    const line = lineOf(request, statusCode, durationMs);
    if (statusCode >= 500) log.warn(line, "request failed");
    else log.info(line, "request answered");
    done();
  });
}

function lineOf({ facts, method }: FastifyRequest, status: number, durationMs: number): object {
  const { requestId, route, operation, principal, taskId, failure, logId, traceParent } = facts;
  return {
    requestId,
    method,
    route,
    operation,
    owner: principal?.owner,
    tenant: principal?.tenant,
    keyId: principal?.keyId,
    taskId,
    failure,
    logId,
    trace: traceParent,
    status,
    durationMs: Math.round(durationMs),
  };
}
