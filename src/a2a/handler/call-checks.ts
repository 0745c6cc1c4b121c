import type { AgentCard } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import { principalOf } from "../call/call-context.ts";
import { hasScope } from "../call/principal.ts";
import {
  ExtensionRequiredError,
  InvalidRequestError,
  OperationUnsupportedError,
  ScopeMissingError,
} from "../errors/request-errors.ts";

export const READ_SCOPE = "tasks:read";
export const WRITE_SCOPE = "tasks:write";

/** Comes before anything is looked up, so that who may not look learns nothing. @throws ScopeMissingError */
export function requireScope(context: ServerCallContext, scope: string): void {
  if (!hasScope(principalOf(context), scope)) throw new ScopeMissingError(scope);
}

/** As {@link requireScope}, where any one of several will do; names the first of them. */
export function requireAnyScope(context: ServerCallContext, scopes: readonly string[]): void {
  const [first] = scopes;
  const principal = principalOf(context);
  if (first !== undefined && !scopes.some((scope) => hasScope(principal, scope))) {
    throw new ScopeMissingError(first);
  }
}

/** @throws InvalidRequestError for an empty id */
export function requireId(field: string, id: string): string {
  if (id.trim() === "") throw new InvalidRequestError([{ field, description: "Required." }]);
  return id;
}

/** @throws OperationUnsupportedError */
export function requireStreaming(card: AgentCard): void {
  if (card.capabilities?.streaming !== true) {
    throw new OperationUnsupportedError(
      "This server does not stream: send the message and ask for the task.",
    );
  }
}

/**
 * Checks that the client knows the extensions that the card requires, and notes for the response those of the card
 * that it asked for.
 * @throws ExtensionRequiredError
 */
export function negotiateExtensions(card: AgentCard, context: ServerCallContext): void {
  const requested = context.requestedExtensions ?? [];
  const offered = card.capabilities?.extensions ?? [];
  const missing = offered.filter(({ uri, required }) => required && !requested.includes(uri));
  if (missing.length > 0) throw new ExtensionRequiredError(missing.map(({ uri }) => uri));
  for (const { uri } of offered) if (requested.includes(uri)) context.addActivatedExtension(uri);
}
