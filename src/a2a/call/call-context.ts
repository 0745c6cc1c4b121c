import type { Extensions } from "@a2a-js/sdk";
import { ServerCallContext } from "@a2a-js/sdk/server";
import type { JsonObject, TaskOwner } from "#engine";
import { InvalidRequestError, UnauthenticatedCallError } from "../errors/request-errors.ts";
import type { Principal } from "./principal.ts";

const CALL_KEY = "a2a-minions.call";

/** What a transport knows of a call. */
export interface CallFacts {
  readonly principal: Principal;
  /**
   * Gives the signal that fires when the client has left: waiting and streaming stop, the task goes on. Asked for only
   * by who waits, since most calls are answered at once.
   */
  readonly signal: () => AbortSignal;
  /** `Major.Minor` of the protocol as negotiated. */
  readonly protocolVersion: string;
  /** URIs of the `A2A-Extensions` header. */
  readonly requestedExtensions?: Extensions;
  /** Routing tenant of a REST path; JSON-RPC carries it in its parameters. */
  readonly tenant?: string;
  /** The request's own id, kept with the task that it makes or continues. */
  readonly requestId?: string;
  /** The client's W3C `traceparent`, likewise. */
  readonly traceParent?: string;
}

/** The SDK's context for one call, carrying our principal and signal: the only way a transport hands them in. */
export function createCallContext(facts: CallFacts): ServerCallContext {
  const { principal, requestedExtensions, tenant } = facts;
  return new ServerCallContext({
    user: { isAuthenticated: principal.anonymous !== true, userName: principal.owner },
    requestedVersion: facts.protocolVersion,
    ...(requestedExtensions === undefined ? {} : { requestedExtensions }),
    ...(tenant === undefined || tenant === "" ? {} : { tenant }),
    state: new Map<string, unknown>([[CALL_KEY, carriedOf(facts)]]),
  });
}

interface Carried {
  readonly principal: Principal;
  readonly signal: () => AbortSignal;
  readonly origin: JsonObject;
}

function carriedOf({ principal, signal, requestId, traceParent }: CallFacts): Carried {
  const { keyId, tier, owner, tenant } = principal;
  const origin = {
    caller: { keyId, tier, owner, tenant },
    ...(requestId === undefined ? {} : { requestId }),
    ...(traceParent === undefined ? {} : { traceParent }),
  };
  return { principal, signal, origin };
}

/** @throws UnauthenticatedCallError for a context that {@link createCallContext} did not make */
export function principalOf(context: ServerCallContext): Principal {
  return carried(context).principal;
}

/**
 * The same call by somebody who may do this, too: for what has to be looked up in order to answer a call that itself was
 * found allowed, and is not told.
 */
export function allowedTo(context: ServerCallContext, scope: string): ServerCallContext {
  const { principal, ...rest } = carried(context);
  const scopes = new Set([...principal.scopes, scope]);
  const { user, requestedVersion, requestedExtensions, tenant } = context;
  return new ServerCallContext({
    ...(user === undefined ? {} : { user }),
    ...(requestedVersion === undefined ? {} : { requestedVersion }),
    ...(requestedExtensions === undefined ? {} : { requestedExtensions }),
    ...(tenant === undefined ? {} : { tenant }),
    state: new Map<string, unknown>([[CALL_KEY, { ...rest, principal: { ...principal, scopes } }]]),
  });
}

/** Fires when the client has left. @throws UnauthenticatedCallError as {@link principalOf} */
export function signalOf(context: ServerCallContext): AbortSignal {
  return carried(context).signal();
}

/**
 * What to keep with a task of the request that it came by: `caller`, whose limits and budgets hold for it, and
 * `requestId` and `traceParent`, as far as they are known.
 */
export function originOf(context: ServerCallContext): JsonObject {
  return carried(context).origin;
}

const TENANT = /^[A-Za-z0-9._~-]{1,128}$/;

/**
 * Under whom the engine keeps the call's tasks. The routing tenant only ever narrows what the principal may see: it
 * parts one owner's tasks and opens nobody else's.
 *
 * @throws InvalidRequestError for a tenant that is no path segment of 1..128 characters
 */
export function ownerOf(context: ServerCallContext, routingTenant: string): TaskOwner {
  const { owner, tenant } = principalOf(context);
  const route = routingTenant === "" ? (context.tenant ?? "") : routingTenant;
  // Encoded, so that no tenant can be made to look like another with a route.
  const own = encodeURIComponent(tenant);
  if (route === "" || route === tenant) return { owner, tenant: own };
  if (!TENANT.test(route)) {
    throw new InvalidRequestError([
      {
        field: "tenant",
        description: "Must be 1 to 128 letters, digits, dots, dashes, underscores or tildes.",
      },
    ]);
  }
  return { owner, tenant: `${own}/${route}` };
}

function carried(context: ServerCallContext): Carried {
  const found = context.state.get(CALL_KEY);
  if (!isCarried(found)) throw new UnauthenticatedCallError();
  return found;
}

function isCarried(value: unknown): value is Carried {
  return typeof value === "object" && value !== null && "principal" in value && "signal" in value;
}
