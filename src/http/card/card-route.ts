import type { FastifyInstance } from "fastify";
import { isCardFresh, type ServedCard } from "#a2a";
import { namedVersion } from "../a2a/protocol-version.ts";

/**
 * The card's bytes for a client that names this version (`Major.Minor`), or none. They are asked for at every request,
 * so they should be at hand.
 */
export type CardSource = (version: string | undefined) => ServedCard;

/** `/.well-known/agent-card.json`: open to all, cached, and answered by 304 where the client has it. */
export function registerCard(server: FastifyInstance, cardFor: CardSource): void {
  server.get(
    "/.well-known/agent-card.json",
    { config: { operation: "agent-card" }, exposeHeadRoute: true },
    async (request, reply) => {
      const { headers } = request;
      const card = cardFor(namedVersion(headers["a2a-version"], request.query));
      reply.headers({
        etag: card.etag,
        "last-modified": card.lastModified,
        "cache-control": card.cacheControl,
      });
      // Beside what varies by origin.
      const vary = reply.getHeader("vary");
      reply.header("vary", vary === undefined ? "A2A-Version" : `${String(vary)}, A2A-Version`);
      const known = {
        ifNoneMatch: headers["if-none-match"],
        ifModifiedSince: headers["if-modified-since"],
      };
      if (isCardFresh(card, known)) return reply.code(304).send();
      return reply.type("application/json; charset=utf-8").send(card.body);
    },
  );
}
