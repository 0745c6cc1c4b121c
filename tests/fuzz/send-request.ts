import { type Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { FuzzRequest } from "./fuzz-requests.ts";

/** What came back; status 0 where nothing did. */
export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
  /** Why there is no answer: `hung` is the server's fault. */
  readonly failure?: "hung" | "cut" | "unsendable";
}

/** No answer of this server takes that long; the models answer at once. */
const HUNG_MS = 20_000;
/** Of a stream the beginning is read. */
const STREAM_MS = 30;
const MOST_BYTES = 1_000_000;

const NOTHING = { status: 0, headers: {}, text: "" };

/** Sends a request as clients do. A stream is left after its first events. */
export function sendRequest(url: string, asked: FuzzRequest, agent: Agent): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  const startedMs = performance.now();
  const elapsed = () => performance.now() - startedMs;
  return new Promise((resolve) => {
    const { method, path, headers, body } = asked;
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    try {
      const sent = httpRequest(
        { ...{ hostname, port, agent, method, path }, headers: { ...headers, ...length }, timeout: HUNG_MS },
        (response) =>
          void readAnswer(response).then((text) =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, ms: elapsed() }),
          ),
      );
      sent.on("timeout", () => {
        resolve({ ...NOTHING, ms: elapsed(), failure: "hung" });
        sent.destroy();
      });
      sent.on("error", () => resolve({ ...NOTHING, ms: elapsed(), failure: "cut" }));
      sent.end(body);
    } catch {
      // Node itself refuses what cannot stand in a request; such bytes go over a bare line.
      resolve({ ...NOTHING, ms: 0, failure: "unsendable" });
    }
  });
}

function readAnswer(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const isStream = String(response.headers["content-type"]).startsWith("text/event-stream");
    const leave = () => {
      response.destroy();
      resolve(text);
    };
    const timer = isStream ? setTimeout(leave, STREAM_MS) : undefined;
    response.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      if (text.length > MOST_BYTES) leave();
    });
    response.on("close", () => {
      clearTimeout(timer);
      resolve(text);
    });
    response.on("error", () => undefined);
  });
}

/** Sends bytes as they are, and gives what comes back until the server ends the line. */
export function sendBytes(url: string, bytes: Buffer): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.end(bytes));
    let text = "";
    let failure: FuzzAnswer["failure"];
    socket.setEncoding("latin1").on("data", (piece: string) => {
      text += piece;
    });
    socket.setTimeout(HUNG_MS, () => {
      failure = "hung";
      socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      const retry = /\r\nretry-after: (\d+)/i.exec(text)?.[1];
      const headers = retry === undefined ? {} : { "retry-after": retry };
      const ms = performance.now() - startedMs;
      resolve({ status, headers, text, ms, ...(failure === undefined ? {} : { failure }) });
    });
  });
}

/** The request as it would stand on the wire. */
export function wireBytes({ method, path, headers, body }: FuzzRequest): Buffer {
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries({ host: "a", ...headers, ...length, connection: "close" });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body ?? ""}`);
}
