import type { AgentCard } from "@a2a-js/sdk";
import { duplicateInterfacesForLegacy } from "@a2a-js/sdk/compat/v0_3";
import { LegacyRestTransportHandler } from "@a2a-js/sdk/compat/v0_3/server";
import { type A2ARequestHandler, ServerCallContext } from "@a2a-js/sdk/server";
import { overriding } from "#kernel";
import type { LegacyCard } from "./legacy-types.ts";

/** Bindings that this server also speaks in 0.3, at the same addresses. */
const BINDINGS = ["JSONRPC", "HTTP+JSON"];

/**
 * A card as A2A 0.3 has it. Its signatures are left out: they vouch for the card in its present form, and a client of
 * 0.3 would find them broken.
 */
export function toLegacyCard(card: AgentCard, handler: A2ARequestHandler): Promise<LegacyCard> {
  const supportedInterfaces = duplicateInterfacesForLegacy(card.supportedInterfaces, BINDINGS);
  const shown: AgentCard = { ...card, supportedInterfaces, signatures: [] };
  // The SDK exports its translator of cards only as the answer to a request for the extended one.
  const showing = overriding(handler, { getAuthenticatedExtendedAgentCard: async () => shown });
  return new LegacyRestTransportHandler(showing).getAuthenticatedExtendedAgentCard(new ServerCallContext());
}
