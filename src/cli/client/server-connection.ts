import type { AgentCard } from "@a2a-js/sdk";
import {
  type Client,
  ClientFactory,
  ClientFactoryOptions,
  DefaultAgentCardResolver,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from "@a2a-js/sdk/client";
import { AppError, abortReason, describeError } from "#kernel";
import { ServerRefusedError, ServerReplyUnreadableError } from "./errors.ts";
import { type Fetch, type ServerAddress, serverFetch } from "./server-fetch.ts";

/** A server whose card was read. */
export interface ServerConnection {
  readonly address: ServerAddress;
  /** Address of the HTTP+JSON binding, without a slash at its end: our own streams go there. */
  readonly restUrl: string;
  /** Sends the key along. */
  readonly fetch: Fetch;
  /** Calls a method of the official client, with its failures as errors of ours. */
  call<Value>(work: (client: Client) => Promise<Value>): Promise<Value>;
}

/**
 * Reads the server's card. Whatever address stands on it, the server is asked where the user said that it is: a card
 * may name an address behind a proxy, and the key is for this server alone.
 *
 * @throws ServerUnreachableError, ServerReplyUnreadableError
 */
export async function connect(
  address: ServerAddress,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<ServerConnection> {
  const { url } = address;
  const fetchImpl = serverFetch(address, fetch, signal);
  const card = await guarded(
    signal,
    () => new DefaultAgentCardResolver({ fetchImpl }).resolve(`${url}/`),
    (error) => {
      return new ServerReplyUnreadableError(url, "its agent card", { cause: error });
    },
  );
  const here = { ...card, supportedInterfaces: interfacesAt(card, url) };
  const rest = here.supportedInterfaces.find(
    ({ protocolBinding, protocolVersion }) =>
      protocolBinding === "HTTP+JSON" && protocolVersion.startsWith("1."),
  );
  if (rest === undefined)
    throw new ServerReplyUnreadableError(url, "its card names no HTTP+JSON binding of A2A 1.0");
  const options = ClientFactoryOptions.createFrom(ClientFactoryOptions.default, {
    transports: [new JsonRpcTransportFactory({ fetchImpl }), new RestTransportFactory({ fetchImpl })],
  });
  const client = await new ClientFactory(options).createFromAgentCard(here);
  return {
    address,
    restUrl: rest.url.replace(/\/+$/, ""),
    fetch: fetchImpl,
    call: (work) => guarded(signal, () => work(client), refusal),
  };
}

function interfacesAt(card: AgentCard, url: string): AgentCard["supportedInterfaces"] {
  const { origin } = new URL(url);
  return card.supportedInterfaces
    .filter((one) => URL.canParse(one.url))
    .map((one) => {
      const { pathname } = new URL(one.url);
      return { ...one, url: `${origin}${pathname}` };
    });
}

function refusal(error: unknown): AppError {
  const name = error instanceof Error ? error.name.replace(/Error$/, "") : "Error";
  return new ServerRefusedError(describeError(error), name, { cause: error });
}

/** Errors of ours may come wrapped by the client library; they are what really happened. */
async function guarded<Value>(
  signal: AbortSignal,
  work: () => Promise<Value>,
  otherwise: (error: unknown) => AppError,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw abortReason(signal, "The call");
    for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
      if (inner instanceof AppError) throw inner;
    }
    throw otherwise(error);
  }
}
