import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { A2AHandler, ReportFault } from "#a2a";
import type { TaskStore } from "#engine";
import { plainAnswer } from "./dialect-answer.ts";
import type { DialectRoute } from "./dialect-route.ts";
import { createReferenceRpc } from "./reference/reference-rpc.ts";
import type { RpcDialect } from "./rpc-dialect.ts";
import { createLegacyCalls } from "./v0-3/legacy-call.ts";
import { toLegacyCard } from "./v0-3/legacy-card.ts";
import { legacyRestRoutes } from "./v0-3/legacy-rest.ts";
import { createLegacyRpc } from "./v0-3/legacy-rpc.ts";
import type { LegacyCard } from "./v0-3/legacy-types.ts";

export interface EarlierClientsDeps {
  readonly handler: A2AHandler;
  /** Which message made which task: how a task is found by the id that a client of the reference chose. */
  readonly findMessage: TaskStore["findMessage"];
  /** Gives an id that nobody else has or guesses. */
  readonly newId: () => string;
  readonly reportFault: ReportFault;
}

/** All that a server needs to be understood by clients of A2A 0.3 and of the Python reference. */
export interface EarlierClients {
  /** To be asked in order, before the current protocol. */
  readonly rpc: readonly RpcDialect[];
  readonly routes: readonly DialectRoute[];
  /** What `/.well-known/agent-card.json` gives to a client that asks for version 0.3. */
  legacyCard(): Promise<LegacyCard>;
}

/** Does nothing by itself: an HTTP server mounts what it gives. */
export function createEarlierClients(deps: EarlierClientsDeps): EarlierClients {
  const { handler, reportFault } = deps;
  const calls = createLegacyCalls(handler);
  const legacyCard = async () => toLegacyCard(await handler.getAgentCard(), handler);
  const extendedCard = async (context: ServerCallContext) =>
    toLegacyCard(await handler.getAuthenticatedExtendedAgentCard({ tenant: "" }, context), handler);
  return {
    rpc: [createReferenceRpc({ ...deps, calls }), createLegacyRpc({ calls, reportFault })],
    routes: [
      ...legacyRestRoutes({ calls, reportFault, extendedCard }),
      {
        method: "GET",
        path: "/.well-known/agent.json",
        authenticated: false,
        answer: async () => ({
          ...plainAnswer(await legacyCard()),
          headers: { "cache-control": "public, max-age=300" },
        }),
      },
      {
        method: "GET",
        path: "/agent/authenticatedExtendedCard",
        authenticated: true,
        // The reference has the card for everybody who may ask, be it no more than the public one.
        answer: async ({ context }) => plainAnswer(await extendedCard(context).catch(legacyCard)),
      },
    ],
    legacyCard,
  };
}
