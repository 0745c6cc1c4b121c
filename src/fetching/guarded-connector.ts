import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import { addAbortSignal } from "node:stream";
import { connect as connectTls } from "node:tls";
import type { AddressPolicy } from "./address-policy.ts";
import { UrlRefusedError } from "./errors.ts";
import { bareHost, portOf } from "./url-rules.ts";

/** The addresses of a name. Rejects, or gives none, where the name is not known. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

type Connected = (...result: [error: null, socket: Socket] | [error: Error, socket: null]) => void;

export interface ConnectorParts {
  readonly addresses: AddressPolicy;
  readonly resolve: Resolve;
  /** Reaches the socket in whatever state it is, also while the name is looked up. */
  readonly signal: AbortSignal;
}

/**
 * Connects to a URL's host at an address that was checked in the very look-up that the socket uses: between check and
 * connection no other answer can come in. What the socket is then connected to is checked once more.
 */
export function guardedConnector(url: URL, parts: ConnectorParts) {
  return (_options: unknown, connected: Connected): void => {
    const isTls = url.protocol === "https:";
    const host = bareHost(url);
    const target = { host, port: Number(portOf(url)), lookup: guardedLookup(parts) };
    const servername = isIP(host) === 0 ? host : "";
    const socket = isTls
      ? connectTls({ ...target, servername, ALPNProtocols: ["http/1.1"] })
      : connect(target);
    addAbortSignal(parts.signal, socket);
    let isPending = true;
    const settle = (error: Error | null): void => {
      if (!isPending) return;
      isPending = false;
      if (error === null) connected(null, socket);
      else connected(error, null);
    };
    // Stays for the socket's life: a failure that nobody listens to would end the process.
    socket.on("error", settle);
    // Before the handshake: whom it must not reach shall not hear the host's name either.
    socket.once("connect", () => {
      if (!parts.addresses.allows(socket.remoteAddress ?? "")) socket.destroy(new UrlRefusedError("address"));
    });
    socket.once(isTls ? "secureConnect" : "connect", () => {
      if (!socket.destroyed) settle(null);
    });
  };
}

/** One address that may not be reached is enough to refuse the name: an honest host does not mix them. */
function guardedLookup({ addresses, resolve }: ConnectorParts): LookupFunction {
  return (hostname, options, callback) => {
    const fail = (error: UrlRefusedError): void => callback(error, "");
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        if (first === undefined) return fail(new UrlRefusedError("name"));
        if (!found.every((address) => addresses.allows(address))) return fail(new UrlRefusedError("address"));
        if (!options.all) return callback(null, first, isIP(first));
        callback(
          null,
          found.map((address) => ({ address, family: isIP(address) })),
        );
      },
      () => fail(new UrlRefusedError("name")),
    );
  };
}
