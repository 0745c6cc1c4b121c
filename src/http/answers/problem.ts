import type { FastifyReply } from "fastify";
import type { ProtocolAnswer } from "./protocol-answer.ts";

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

/** The failure that the bindings would tell, as a problem. */
export function sendProblem(reply: FastifyReply, { http }: ProtocolAnswer, requestId: string): FastifyReply {
  const { code: status, message: detail, details } = http.body.error;
  const info = details.find((one) => "reason" in one);
  const problem: Problem = {
    type: "about:blank",
    title: titleOf(info),
    status,
    detail,
    code: codeOf(info),
    requestId,
  };
  reply.code(status).headers(http.headers);
  return reply.type("application/problem+json").send(JSON.stringify(problem));
}

/** "TASK_NOT_FOUND" as "Task not found". */
function titleOf(info: object | undefined): string {
  const reason = info !== undefined && "reason" in info ? String(info.reason) : "Error";
  return reason.charAt(0) + reason.slice(1).toLowerCase().replaceAll("_", " ");
}

function codeOf(info: object | undefined): string {
  const metadata = info !== undefined && "metadata" in info ? info.metadata : undefined;
  if (typeof metadata !== "object" || metadata === null || !("code" in metadata)) return "internal-fault";
  return String(metadata.code);
}
