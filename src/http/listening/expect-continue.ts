import type { Server, ServerResponse } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Responses whose client waits for a word before it sends the body, with whether its line was to be kept. */
const waiting = new WeakMap<ServerResponse, { readonly keepsLine: boolean }>();

/**
 * Lets clients that ask first (`Expect: 100-continue`, as curl does with large bodies) hear of a refusal before they
 * send. Who was refused so may send the body or not: the line is closed, since what follows on it could be either.
 */
export function askBeforeBodies(server: Server): void {
  server.on("checkContinue", (request, response) => {
    waiting.set(response, { keepsLine: response.shouldKeepAlive });
    response.shouldKeepAlive = false;
    server.emit("request", request, response);
  });
}

/** Tells a client that waits with its body to send it. */
export function letBodyCome(request: FastifyRequest, reply: FastifyReply): void {
  if (request.headers.expect === undefined) return;
  const asked = waiting.get(reply.raw);
  if (asked === undefined) return;
  waiting.delete(reply.raw);
  reply.raw.shouldKeepAlive = asked.keepsLine;
  reply.raw.writeContinue();
}
