import { Extensions } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { createCallContext, UnauthenticatedCallError } from "#a2a";

/** The SDK's context for a request, with who asks, and a signal for when nobody waits for the answer any more. */
export function a2aContext(
  request: FastifyRequest,
  version: string,
  tenant: string | undefined,
  signal: () => AbortSignal,
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

/**
 * Has a signal for when the client has left before it was answered. Most calls are answered at once and never ask for
 * it: only who asks makes it listen. Dispose it with the call.
 */
export class ClientLeft implements Disposable {
  readonly #reply: FastifyReply;
  #controller: AbortController | undefined;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
  }

  signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      const { raw } = this.#reply;
      if (raw.destroyed) this.#controller.abort();
      else raw.on("close", this.#left);
    }
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    if (this.#controller !== undefined) this.#reply.raw.off("close", this.#left);
  }

  readonly #left = (): void => this.#controller?.abort();
}

function oneText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header;
}
