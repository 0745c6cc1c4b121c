import { Extensions } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { createCallContext, UnauthenticatedCallError } from "#a2a";

/** The SDK's context for a request, with who asks, and a signal for when nobody waits for the answer any more. */
export function a2aContext(
  request: FastifyRequest,
  version: string,
  tenant: string | undefined,
  signal: AbortSignal,
): ServerCallContext {
  const { principal, requestId, traceParent } = request.facts;
  if (principal === undefined) throw new UnauthenticatedCallError();
  return createCallContext({
    principal,
    signal,
    protocolVersion: version,
    requestId,
    ...(traceParent === undefined ? {} : { traceParent }),
    requestedExtensions: Extensions.parseServiceParameter(oneText(request.headers["a2a-extensions"])),
    ...(tenant === undefined ? {} : { tenant }),
  });
}

/** Tells which of the extensions that the client asked for were used. */
export function tellExtensions(reply: FastifyReply, context: ServerCallContext): void {
  const used = context.activatedExtensions;
  if (used !== undefined && used.length > 0)
    reply.header("a2a-extensions", Extensions.toServiceParameter(used));
}

/** Fires when the client has left before it was answered; dispose it with the call. */
export function clientLeft(reply: FastifyReply): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const left = (): void => controller.abort();
  reply.raw.on("close", left);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => void reply.raw.off("close", left),
  };
}

function oneText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header;
}
