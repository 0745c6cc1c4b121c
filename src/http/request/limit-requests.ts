import type { FastifyInstance } from "fastify";
import type { RequestLimits } from "#limits";

/**
 * Counts each request of a principal, before its body is read, and tells in the answer's headers what is left. Comes
 * after authentication: before it, nobody is known whose count it would be.
 */
export function limitRequests(server: FastifyInstance, limits: RequestLimits): void {
  server.addHook("onRequest", async (request, reply) => {
    const { principal } = request.facts;
    if (principal === undefined) return;
    const admission = await limits.admit(principal);
    if (admission === undefined) return;
    reply.header("ratelimit-policy", admission.policy);
    reply.header("ratelimit", admission.left);
    if (admission.refusal !== undefined) throw admission.refusal;
  });
}
