import { connect, type Socket } from "node:net";

/** One request as it goes over the wire; made anew for each, so that ids can differ. */
export type MakeRequest = () => GeneratedRequest;

/** Bytes where the body is large: encoding a text would hold the generator, and with it all that it measures. */
export interface GeneratedRequest {
  readonly head: string;
  readonly body: string | Buffer;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds from the first byte sent to the last byte received, in ascending order. */
  readonly latencies: readonly number[];
}

/** The head of a request with a JSON body, or of a GET where there is none. */
export function requestHead(url: URL, path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host: url.host, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `${path} HTTP/1.1\r\n${lines.join("")}`;
}

/**
 * Loads a server over `connections` lines, one request at a time on each, for `durationMs`. Bare sockets: what the
 * generator itself costs is small beside what any server does, so that it is never the bottleneck.
 *
 * @throws where an answer is not a 200
 */
export async function load(
  url: URL,
  make: MakeRequest,
  { connections, durationMs }: { readonly connections: number; readonly durationMs: number },
): Promise<LoadResult> {
  const latencies: number[] = [];
  const startedMs = performance.now();
  const untilMs = startedMs + durationMs;
  const lines = Array.from({ length: connections }, async () => {
    const line = await openLine(url);
    while (performance.now() < untilMs) {
      const sentMs = performance.now();
      await line.ask(make());
      latencies.push(performance.now() - sentMs);
    }
    line.socket.destroy();
  });
  await Promise.all(lines);
  const seconds = (performance.now() - startedMs) / 1_000;
  return { requests: latencies.length, seconds, latencies: latencies.sort((one, other) => one - other) };
}

interface Line {
  readonly socket: Socket;
  /** Gives the body of the answer. */
  ask(request: GeneratedRequest): Promise<string>;
}

export async function openLine(url: URL): Promise<Line> {
  const socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => void socket.once("connect", resolve).once("error", reject));
  let received = "";
  let waiting: PromiseWithResolvers<string> | undefined;
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    received += chunk;
    const answer = takeAnswer(received);
    if (answer === undefined) return;
    received = "";
    if (answer.status === 200) waiting?.resolve(answer.body);
    else waiting?.reject(new Error(`Status ${answer.status}: ${answer.body.slice(0, 300)}`));
  });
  socket.on("error", (error) => waiting?.reject(error));
  socket.on("close", () => waiting?.reject(new Error("The server hung up.")));
  return {
    socket,
    ask({ head, body }) {
      waiting = Promise.withResolvers();
      const length = body === "" ? "" : `content-length: ${Buffer.byteLength(body)}\r\n`;
      if (typeof body === "string") socket.write(`${head}${length}\r\n${body}`);
      else {
        socket.write(`${head}${length}\r\n`);
        socket.write(body);
      }
      return waiting.promise;
    },
  };
}

/** The answer once it is whole; undefined before. */
function takeAnswer(text: string): { readonly status: number; readonly body: string } | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const head = text.slice(0, end);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(length)) throw new Error(`No length: ${head}`);
  if (text.length < end + 4 + length) return undefined;
  return { status: Number(text.slice(9, 12)), body: text.slice(end + 4) };
}
