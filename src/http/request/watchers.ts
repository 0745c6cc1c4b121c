import type { FastifyReply, FastifyRequest } from "fastify";
import { ScopeMissingError, UnauthenticatedCallError } from "#a2a";
import { type Authenticator, mayUse } from "#auth";
import type { FailedLogins } from "#limits";
import { authenticate, type Told, tellChallenge } from "./authentication.ts";

/** Who may see how the server does, beyond that it lives and takes requests. */
export interface Watchers {
  /** For routes that tell strangers less. Whatever is wrong with their credentials is no reason to tell them nothing. */
  maySee(request: FastifyRequest): Promise<boolean>;
  /**
   * For routes that strangers are told nothing by.
   * @throws UnauthenticatedCallError, ScopeMissingError
   */
  require(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

const SCOPE = "metrics:read";

/** Everybody may look. */
export const ANY_WATCHER: Watchers = {
  maySee: async () => true,
  require: async () => undefined,
};

/** Those may look who show credentials with the scope `metrics:read`. */
export function knownWatchers(authenticator: Authenticator, failedLogins?: FailedLogins): Watchers {
  const sees = (proved: Told): boolean => proved.kind === "principal" && mayUse(proved, SCOPE);
  return {
    async maySee(request) {
      const { authorization } = request.headers;
      if (authorization === undefined && request.headers["x-api-key"] === undefined) return false;
      return sees(await authenticate(request, authenticator).catch(() => ({ kind: "none" }) as const));
    },
    async require(request, reply) {
      const proved = await authenticate(request, authenticator);
      if (proved.kind === "principal") request.facts.principal = proved;
      if (sees(proved)) return;
      if (proved.kind === "principal") throw new ScopeMissingError(SCOPE);
      await tellChallenge(request, reply, proved, failedLogins);
      throw new UnauthenticatedCallError();
    },
  };
}
