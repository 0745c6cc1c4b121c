import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AuthenticationUnavailableError, BEARER_CHALLENGE, UnauthenticatedCallError } from "#a2a";
import { ANYBODY, type Authentication, type Authenticator } from "#auth";
import { assertNever } from "#kernel";
import type { FailedLogins } from "#limits";
import type { Metrics } from "../metrics/index.ts";
import { methodOf } from "./credential-method.ts";

/**
 * Asks who sends each request to this instance, before its body is read: who is unknown cannot make the server read
 * 70 MB. Proved principals stand in the request's facts.
 */
export function requireAuthentication(
  server: FastifyInstance,
  authenticator: Authenticator,
  metrics: Pick<Metrics, "authAttempted">,
  failedLogins?: FailedLogins,
): void {
  server.addHook("onRequest", async (request, reply) => {
    const proved = await authenticate(request, authenticator);
    switch (proved.kind) {
      case "principal":
        if (proved !== ANYBODY) metrics.authAttempted(methodOf(request.headers), true);
        request.facts.principal = proved;
        return;
      case "none":
      case "invalid":
        metrics.authAttempted(methodOf(request.headers), false);
        await tellChallenge(request, reply, proved, failedLogins);
        throw new UnauthenticatedCallError();
      default:
        return assertNever(proved);
    }
  });
}

/** What could be told of a request's credentials. */
export type Told = Exclude<Authentication, { kind: "unavailable" }>;

/** @throws AuthenticationUnavailableError where nobody can tell at the moment */
export async function authenticate(request: FastifyRequest, authenticator: Authenticator): Promise<Told> {
  // Node keeps the first of several, and a proxy in front may have looked at another.
  if (isRepeated("authorization", request.raw.rawHeaders)) return { kind: "invalid" };
  const proved = await authenticator.authenticate(request.headers);
  if (proved.kind === "unavailable") throw new AuthenticationUnavailableError(proved.retryAfterSeconds);
  return proved;
}

/** Says how to ask (RFC 6750), and counts credentials that were worth nothing. @throws LoginsLimitedError */
export async function tellChallenge(
  request: FastifyRequest,
  reply: FastifyReply,
  proved: Exclude<Told, { kind: "principal" }>,
  failedLogins: FailedLogins | undefined,
): Promise<void> {
  const why = proved.kind === "invalid" ? ', error="invalid_token"' : "";
  reply.header("www-authenticate", `${BEARER_CHALLENGE}${why}`);
  if (proved.kind === "invalid") await failedLogins?.note(request.ip);
}

/** Names stand at the even places of `rawHeaders`, as they were sent. */
function isRepeated(name: string, rawHeaders: readonly string[]): boolean {
  let seen = 0;
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const header = rawHeaders[place];
    if (header?.length === name.length && header.toLowerCase() === name) seen += 1;
  }
  return seen > 1;
}
