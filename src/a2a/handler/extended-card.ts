import type { AgentCard } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import { principalOf } from "../call/call-context.ts";
import {
  ExtendedCardMissingError,
  OperationUnsupportedError,
  UnauthenticatedCallError,
} from "../errors/request-errors.ts";
import type { A2AHandlerDeps } from "./handler-deps.ts";

/**
 * The card for callers who are known.
 * @throws OperationUnsupportedError, UnauthenticatedCallError, ExtendedCardMissingError
 */
export async function extendedCardFor(
  context: ServerCallContext,
  { card, extendedCard }: Pick<A2AHandlerDeps, "card" | "extendedCard">,
): Promise<AgentCard> {
  if (card.capabilities?.extendedAgentCard !== true) {
    throw new OperationUnsupportedError("This server has no extended agent card: the public one tells all.");
  }
  const principal = principalOf(context);
  if (principal.anonymous === true) throw new UnauthenticatedCallError();
  if (extendedCard === undefined) throw new ExtendedCardMissingError();
  return typeof extendedCard === "function" ? extendedCard(principal) : extendedCard;
}
