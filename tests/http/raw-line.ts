import { connect, type Socket } from "node:net";

/** A line to a server as bytes, for what no HTTP client sends. */
export interface RawLine extends Disposable {
  readonly socket: Socket;
  send(bytes: string): void;
  /** What has come so far. */
  readonly got: () => string;
  /** Resolves when `pattern` has come. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with all that came when the line has ended. */
  readonly ended: Promise<string>;
}

export function openRawLine(address: string): RawLine {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port) });
  let got = "";
  let changed = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  socket.setEncoding("latin1");
  socket.on("data", (text) => {
    got += text;
    changed.resolve();
    changed = Promise.withResolvers();
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    ended.resolve(got);
    changed.resolve();
  });
  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    got: () => got,
    async until(pattern) {
      while (!pattern.test(got)) {
        if (socket.destroyed) throw new Error(`The line ended with: ${got}`);
        await changed.promise;
      }
      return got;
    },
    ended: ended.promise,
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
