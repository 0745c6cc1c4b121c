import type { FastifyInstance } from "fastify";
import { UnauthenticatedCallError } from "#a2a";
import { ANYBODY, type Authenticator } from "#auth";
import type { Metrics } from "../metrics/index.ts";

/**
 * Asks who sends each request to this instance, before its body is read: who is unknown cannot make the server read
 * 70 MB. Proved principals stand in the request's facts.
 */
export function requireAuthentication(
  server: FastifyInstance,
  authenticator: Authenticator,
  metrics: Pick<Metrics, "authAttempted">,
): void {
  server.addHook("onRequest", async (request, reply) => {
    const { headers } = request;
    const proved = await authenticator.authenticate(headers);
    if (proved.kind === "principal") {
      if (proved !== ANYBODY) metrics.authAttempted(methodOf(headers), true);
      request.facts.principal = proved;
      return;
    }
    metrics.authAttempted(methodOf(headers), false);
    const why = proved.kind === "invalid" ? ', error="invalid_token"' : "";
    reply.header("www-authenticate", `Bearer realm="a2a-minions"${why}`);
    throw new UnauthenticatedCallError();
  });
}

function methodOf(headers: { readonly [name: string]: unknown }): string {
  if (headers["x-api-key"] !== undefined) return "api_key";
  return headers["authorization"] === undefined ? "none" : "bearer";
}
