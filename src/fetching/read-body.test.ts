import type { RequestListener } from "node:http";
import { Readable } from "node:stream";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { failureOf, localFetcher, MAX_BYTES } from "./testing/local-fetcher.ts";
import { openLocalServer } from "./testing/local-server.ts";

const never = new AbortController().signal;

describe("Content", () => {
  it("comes with its type and where it was found, asked for without cookies, credentials and referrer", async () => {
    let asked: unknown;
    await using server = await openLocalServer((request, response) => {
      asked = { method: request.method, url: request.url, ...request.headers };
      response
        .writeHead(200, { "content-type": "text/plain; charset=utf-8", "set-cookie": "a=b" })
        .end("Hello");
    });
    const fetched = await localFetcher().fetch(`http://files.example:${server.port}/a%20b?x=1#page=2`, never);
    expect(fetched).toEqual({
      bytes: Buffer.from("Hello"),
      mediaType: "text/plain; charset=utf-8",
      finalUrl: `http://files.example:${server.port}/a%20b?x=1`,
    });
    expect(asked).toEqual({
      method: "GET",
      url: "/a%20b?x=1",
      host: `files.example:${server.port}`,
      connection: "keep-alive",
      accept: "*/*",
      "accept-encoding": "identity",
      "user-agent": "a2a-minions",
    });
  });

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("that is kept compressed by %s is unpacked", async (encoding, compress) => {
    await using server = await openLocalServer((_request, response) => {
      response.writeHead(200, { "content-encoding": encoding }).end(compress("Hello"));
    });
    const { bytes } = await localFetcher().fetch(`http://files.example:${server.port}/`, never);
    expect(Buffer.from(bytes).toString()).toBe("Hello");
  });

  it.each<[string, number, () => RequestListener]>([
    ["what it announces", MAX_BYTES, () => announced(10_000)],
    ["what comes without end", MAX_BYTES, () => endless],
    // 50 kB on the wire: let through to where it is unpacked.
    ["what gzip unpacks to", 60_000, () => packed("gzip", gzipSync(Buffer.alloc(50_000_000)))],
    ["what brotli unpacks to", MAX_BYTES, () => packed("br", brotliCompressSync(Buffer.alloc(50_000)))],
    ["nothing, packed again and again", MAX_BYTES, () => packed("gzip", repeated(gzipSync(""), 100))],
  ])("may not be larger than the limit: %s", async (_what, maxBytes, answer) => {
    await using server = await openLocalServer(answer());
    const failure = await failureOf(
      localFetcher({ maxBytes }).fetch(`http://files.example:${server.port}/`, never),
    );
    expect(failure).toMatchObject({ code: "url-fetch-failed", failure: { kind: "too-large", maxBytes } });
    await server.left;
  });

  it.each([
    ["in an unknown way", "x-own", Buffer.from("Hello")],
    ["twice", "gzip, gzip", gzipSync(gzipSync("Hello"))],
    ["but is not", "gzip", Buffer.from("Hello")],
    ["but is not, as brotli", "br", Buffer.from("Hello")],
    ["and cut off", "gzip", gzipSync("Hello").subarray(0, 12)],
  ])("that is said to be compressed %s is refused", async (_how, encoding, body) => {
    await using server = await openLocalServer(packed(encoding, body));
    const failure = await failureOf(localFetcher().fetch(`http://files.example:${server.port}/`, never));
    expect(failure).toMatchObject({ code: "url-fetch-failed", failure: { kind: "encoding" } });
  });

  it.each([204, 206, 304, 401, 404, 500])("is told to be missing by the status %d", async (status) => {
    await using server = await openLocalServer((_request, response) => response.writeHead(status).end());
    const failure = await failureOf(localFetcher().fetch(`http://files.example:${server.port}/`, never));
    expect(failure).toMatchObject({ code: "url-fetch-failed", failure: { kind: "status", status } });
  });

  it("that breaks off is a failure and no document", async () => {
    await using server = await openLocalServer((_request, response) => {
      response.writeHead(200, { "content-length": 100 }).write("Hello", () => response.destroy());
    });
    const failure = await failureOf(localFetcher().fetch(`http://files.example:${server.port}/`, never));
    expect(failure).toMatchObject({ failure: { kind: "connection" } });
  });
});

function packed(encoding: string, body: Buffer): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { "content-encoding": encoding }).end(body);
  };
}

function announced(bytes: number): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { "content-length": bytes }).write("x");
  };
}

const endless: RequestListener = (_request, response) => {
  const source = Readable.from(zeros()).on("error", () => undefined);
  response.on("close", () => source.destroy());
  source.pipe(response);
};

function* zeros(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(10_000);
}

function repeated(bytes: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}
