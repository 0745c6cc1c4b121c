import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A line between a server and its database that can break. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Breaks all connections; new ones go through. */
  cut(): void;
  /** Breaks all connections, and new ones at once, until it is told to let them through again. */
  refuse(refused: boolean): void;
  /** Lets nothing through, in no direction and without a word, until it is told to again. */
  hold(held: boolean): void;
}

/** A proxy on this machine to `host`:`port`. */
export async function startTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let held = false;
  let refused = false;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => {
    if (refused) {
      client.destroy();
      return;
    }
    keep(client);
    const database = keep(connect({ host, port }));
    client.pipe(database).pipe(client);
    // Not before: a pipe lets flow what it is made of.
    if (held) for (const socket of [client, database]) socket.pause();
    client.on("close", () => database.destroy());
    database.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    refuse(now) {
      refused = now;
      if (refused) cut();
    },
    hold(now) {
      held = now;
      for (const socket of sockets) {
        if (held) socket.pause();
        else socket.resume();
      }
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
