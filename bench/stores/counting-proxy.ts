import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";

/** A way to a database that counts what goes over it. */
export interface CountingProxy extends AsyncDisposable {
  readonly url: string;
  readonly counted: Traffic;
}

export interface Traffic {
  /** Statements that clients sent: one way there and back each. */
  statements: number;
  bytesSent: number;
  bytesReceived: number;
}

/** Messages of PostgreSQL's protocol that have something run: Query and Execute. */
const STATEMENTS: ReadonlySet<number> = new Set(["Q", "E"].map((letter) => letter.charCodeAt(0)));

export async function startCountingProxy(databaseUrl: string): Promise<CountingProxy> {
  const url = new URL(databaseUrl);
  const counted: Traffic = { statements: 0, bytesSent: 0, bytesReceived: 0 };
  const { hostname, port } = url;
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    const count = statementCounter(counted);
    client.on("data", (bytes: Buffer) => {
      counted.bytesSent += bytes.length;
      count(bytes);
    });
    database.on("data", (bytes: Buffer) => {
      counted.bytesReceived += bytes.length;
    });
    for (const socket of [client, database]) socket.setNoDelay(true).on("error", () => socket.destroy());
    client.pipe(database).pipe(client);
    client.on("close", () => database.destroy());
    database.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url.port = `${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    counted,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}

/** Reads what a client sends: one message without a type, then messages of a type, a length and a body. */
function statementCounter(counted: Traffic): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let started = false;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const header = started ? 1 : 0;
      if (rest.length < header + 4) return;
      const length = rest.readUInt32BE(header) + header;
      if (rest.length < length) return;
      if (started && STATEMENTS.has(rest[0] ?? 0)) counted.statements += 1;
      started = true;
      rest = rest.subarray(length);
    }
  };
}
