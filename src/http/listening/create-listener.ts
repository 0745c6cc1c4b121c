import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Connections } from "../gate/connections.ts";
import type { HttpLimits } from "../limits.ts";
import { askBeforeBodies } from "./expect-continue.ts";
import { secureContext, type TlsMaterial, tlsServerOptions } from "./tls-material.ts";
import { refuseLine, unreadableBecause } from "./unreadable-request.ts";

export interface ListenerDeps {
  readonly limits: HttpLimits;
  readonly connections: Connections;
  /** Absent: plain HTTP. */
  readonly tls: TlsMaterial | undefined;
}

/** How often lines are looked at whose request does not come to its end. */
const CHECK_EVERY_MS = 2_000;

/** Node's server with the bounds of this one, encrypted or not. */
export function createListener(handler: RequestListener, { limits, connections, tls }: ListenerDeps): Server {
  const { headersTimeoutMs, requestTimeoutMs } = limits;
  const bounds = {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, headersTimeoutMs / 2, requestTimeoutMs / 2),
  };
  const server =
    tls === undefined
      ? createServer(bounds, handler)
      : createTlsServer({ ...bounds, ...tlsServerOptions(tls), handshakeTimeout: headersTimeoutMs }, handler);
  server.maxRequestsPerSocket = limits.maxRequestsPerConnection;
  server.on("connection", connections.admit);
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket | TLSSocket) => {
    if (tls !== undefined && isForeign(socket)) socket.destroy();
    else connections.watchReader(socket);
  });
  server.on("clientError", (error, line) => refuseLine(line, unreadableBecause(error)));
  askBeforeBodies(server);
  return server;
}

/** Gives new lines another certificate. */
export function renewContext(server: Server, material: TlsMaterial): void {
  if (server instanceof TlsServer) server.setSecureContext(secureContext(material));
}

/** Where certificates of clients are not required, a wrong one is still worse than none. */
function isForeign(socket: Socket | TLSSocket): boolean {
  if (!("authorized" in socket) || socket.authorized) return false;
  return socket.getPeerX509Certificate() !== undefined;
}
