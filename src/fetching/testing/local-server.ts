import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A real server on this machine that counts who comes. */
export interface LocalServer extends AsyncDisposable {
  readonly port: number;
  readonly connections: () => number;
  /** Resolves once a connection of a client has closed. */
  readonly left: Promise<void>;
}

export async function openLocalServer(
  answer: RequestListener,
  at: { readonly host?: string; readonly port?: number } = {},
): Promise<LocalServer> {
  const server = createServer(answer);
  const left = Promise.withResolvers<void>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    socket.once("close", () => left.resolve());
  });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(at.port ?? 0, at.host ?? "127.0.0.1", listening.resolve);
  await listening.promise;
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    left: left.promise,
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
