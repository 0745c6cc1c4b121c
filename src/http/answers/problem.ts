import type { FastifyReply } from "fastify";
import { type ReportFault, toHttpError } from "#a2a";
import { TRANSPORT_FAULTS, transportErrorOf } from "./transport-faults.ts";

/** RFC 9457: how routes that are not A2A's tell a failure. */
export interface Problem {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** One of the project's error codes. */
  readonly code: string;
  readonly requestId: string;
}

/** What was thrown, as a problem. An error that nobody foresaw is told by its log id alone. */
export function problemOf(
  error: unknown,
  requestId: string,
  report: ReportFault,
  bodyLimitBytes = 0,
): Problem {
  const own = transportErrorOf(error, bodyLimitBytes);
  if (own !== undefined) {
    const { httpStatus, reason } = TRANSPORT_FAULTS[own.code];
    return problem(httpStatus, reason, own.message, own.code, requestId);
  }
  const { status, body } = toHttpError(error, report);
  const info = body.error.details.find((detail) => "reason" in detail);
  const metadata = info !== undefined && "metadata" in info ? info["metadata"] : undefined;
  return problem(status, reasonIn(info), body.error.message, codeIn(metadata), requestId);
}

export function sendProblem(reply: FastifyReply, told: Problem): FastifyReply {
  return reply.code(told.status).type("application/problem+json").send(JSON.stringify(told));
}

function problem(status: number, reason: string, detail: string, code: string, requestId: string): Problem {
  const title = reason.charAt(0) + reason.slice(1).toLowerCase().replaceAll("_", " ");
  return { type: "about:blank", title, status, detail, code, requestId };
}

function reasonIn(info: object | undefined): string {
  return info !== undefined && "reason" in info && typeof info.reason === "string" ? info.reason : "ERROR";
}

function codeIn(metadata: unknown): string {
  if (typeof metadata !== "object" || metadata === null || !("code" in metadata)) return "internal-fault";
  return typeof metadata.code === "string" ? metadata.code : "internal-fault";
}
