import type { FastifyRequest } from "fastify";
import { type ProtocolAnswer, protocolAnswerOf } from "../answers/protocol-answer.ts";
import { noteFailure } from "../request/request-facts.ts";
import type { BindingDeps } from "./binding-deps.ts";

/** What is answered to a failure, which is noted for the log and the metrics. */
export function failureAnswer(
  error: unknown,
  request: FastifyRequest,
  deps: Pick<BindingDeps, "limits" | "report">,
): ProtocolAnswer {
  const told = protocolAnswerOf(error, {
    bodyLimitBytes: request.routeOptions.bodyLimit ?? deps.limits.maxBodyBytes,
    contentType: request.headers["content-type"] ?? "",
    report: (fault) => deps.report(fault, request.facts.requestId),
  });
  noteFailure(request, told.rpc.data);
  return told;
}
