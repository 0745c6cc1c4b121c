import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { securityHeaders } from "../gate/security-headers.ts";

/** What is told of a request that is none: nobody could be asked what to answer. */
export type UnreadableRequest = "headers-too-large" | "request-too-slow" | "request-unreadable";

const STATUS = {
  "headers-too-large": ["431 Request Header Fields Too Large", "The request's headers are too large."],
  "request-too-slow": ["408 Request Timeout", "The request came too slowly."],
  "request-unreadable": ["400 Bad Request", "This is no HTTP that can be read."],
} as const satisfies Record<UnreadableRequest, readonly [string, string]>;

/** Node's own words for why a request could not be read. */
export function unreadableBecause(error: unknown): UnreadableRequest {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "HPE_HEADER_OVERFLOW") return "headers-too-large";
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? "request-too-slow" : "request-unreadable";
}

/** Answers with a problem where the line still takes one, and ends the line: what follows on it cannot be told apart. */
export function refuseLine(line: Duplex, why: UnreadableRequest): void {
  if (line.destroyed) return;
  if (line.writable) line.write(ANSWERS[why]);
  line.destroy();
}

/** Answers a request whose address cannot be read, and with which no route can be found therefore. */
export function refuseAddress(response: ServerResponse): void {
  const { body, headers } = problemOf("request-unreadable");
  response.writeHead(400, headers).end(body);
}

const ANSWERS = {
  "headers-too-large": answerText("headers-too-large"),
  "request-too-slow": answerText("request-too-slow"),
  "request-unreadable": answerText("request-unreadable"),
} satisfies Record<UnreadableRequest, string>;

function answerText(why: UnreadableRequest): string {
  const { body, headers } = problemOf(why);
  const lines = Object.entries({ ...headers, connection: "close" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`HTTP/1.1 ${STATUS[why][0]}`, ...lines, "", body].join("\r\n");
}

function problemOf(why: UnreadableRequest) {
  const [line, detail] = STATUS[why];
  const [code = "", ...title] = line.split(" ");
  const problem = { type: "about:blank", title: title.join(" "), status: Number(code), detail, code: why };
  const body = JSON.stringify(problem);
  const headers = {
    ...securityHeaders(false),
    "content-type": "application/problem+json",
    "content-length": String(body.length),
  };
  return { body, headers };
}
