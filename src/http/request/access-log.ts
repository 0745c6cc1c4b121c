import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Principal } from "#a2a";
import type { Clock } from "#kernel";
import type { HttpLog } from "../http-log.ts";
import type { Metrics } from "../metrics/index.ts";
import { type CredentialMethod, methodOf } from "./credential-method.ts";
import { requestIdOf } from "./request-id.ts";
import { traceParentOf } from "./trace-parent.ts";

export interface AccessLogDeps {
  readonly log: HttpLog;
  readonly metrics: Pick<Metrics, "requestAnswered" | "errorSeen">;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Told of every request once it is answered. Must neither throw nor wait. */
  readonly onAnswered?: (request: AnsweredRequest) => void;
}

/** Who asked what and how it ended, without a word of what was said. */
export interface AnsweredRequest {
  readonly operation: string;
  readonly principal: Principal | undefined;
  /** What the credentials looked like. */
  readonly method: CredentialMethod;
  readonly address: string;
  readonly status: number;
  /** Code of the failure; undefined for success. */
  readonly failure: string | undefined;
}

/**
 * Gives every request its facts, echoes its id, and tells the log and the metrics how it ended. The line names ids,
 * sizes and codes; addresses are told as the route's pattern, since a query may hold anything.
 */
export function keepAccessLog(server: FastifyInstance, deps: AccessLogDeps): void {
  const { log, metrics, clock, newId, onAnswered } = deps;
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
    onAnswered?.(answeredRequest(request, statusCode));
    done();
  });
}

function answeredRequest({ facts, headers, ip }: FastifyRequest, status: number): AnsweredRequest {
  const { operation, principal, failure } = facts;
  return { operation, principal, failure, status, address: ip, method: methodOf(headers) };
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
