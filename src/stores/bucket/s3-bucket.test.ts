import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import type { ObjectBucket } from "./object-bucket.ts";
import { openS3Bucket } from "./open-s3-bucket.ts";

const BYTES = Buffer.alloc(100_000, "report ");

interface LyingServer extends AsyncDisposable {
  readonly bucket: ObjectBucket;
  readonly url: string;
  readonly asked: string[];
  /** Resolves once an answer has begun. */
  readonly begun: Promise<void>;
}

/** A server that answers as the test says, and our bucket on it. */
async function lyingServer(
  answer: (response: ServerResponse) => void,
  timeoutMs = 10_000,
): Promise<LyingServer> {
  const asked: string[] = [];
  const begun = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.split("?")[0]}`);
    answer(response);
    begun.resolve();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const bucket = await openS3Bucket({
    ...{ bucket: "documents", prefix: "a/", pathStyle: true, timeoutMs },
    endpoint: url,
    credentials: { accessKeyId: "key", secretAccessKey: "secret" },
  });
  return {
    ...{ bucket, url, asked, begun: begun.promise },
    async [Symbol.asyncDispose]() {
      await bucket[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

describe("what a bucket gives", () => {
  it("is taken where it is as long as it has to be, told or not", async () => {
    await using told = await lyingServer((response) => response.end(BYTES));
    expect(await told.bucket.get("one", BYTES.length)).toEqual({ kind: "found", bytes: BYTES });
    expect(told.asked).toEqual(["GET /documents/a/one"]);
    await using untold = await lyingServer((response) => {
      response.write(BYTES.subarray(0, 7));
      response.end(BYTES.subarray(7));
    });
    expect(await untold.bucket.get("one", BYTES.length)).toEqual({ kind: "found", bytes: BYTES });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["says that it is longer", (response) => response.end(Buffer.concat([BYTES, BYTES]))],
    ["says that it is shorter", (response) => response.end(BYTES.subarray(1))],
    [
      "ends early without a length",
      (response) => {
        response.write(BYTES.subarray(0, 10));
        response.end();
      },
    ],
    [
      "never ends",
      (response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(BYTES));
        };
        response.on("drain", more);
        more();
      },
    ],
  ])("is refused where it %s", async (_, answer) => {
    await using server = await lyingServer(answer);
    expect(await server.bucket.get("one", BYTES.length)).toEqual({ kind: "other-size" });
  });

  const half = (response: ServerResponse): void => {
    response.setHeader("content-length", BYTES.length);
    response.write(BYTES.subarray(0, 50_000));
  };

  it("is waited for no longer than it may take, however much has come", async () => {
    await using server = await lyingServer(half, 200);
    await expect(server.bucket.get("one", BYTES.length)).rejects.toMatchObject({
      code: "bucket-unavailable",
      message: expect.stringContaining("it took longer than 200 ms"),
    });
    expect(server.bucket.answers).toBe(false);
  });

  it("is left at once where the signal fires in the middle of it", async () => {
    await using server = await lyingServer(half);
    const abort = new AbortController();
    const reading = server.bucket.get("one", BYTES.length, abort.signal);
    await server.begun;
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: "aborted" });
    expect(server.bucket.answers).toBe(true);
  });

  it("is not had where the connection breaks in the middle of it", async () => {
    await using server = await lyingServer((response) => {
      half(response);
      setImmediate(() => response.destroy());
    });
    await expect(server.bucket.get("one", BYTES.length)).rejects.toMatchObject({
      code: "bucket-unavailable",
      refused: false,
    });
  });

  it("is fetched from nowhere else, wherever it points", async () => {
    await using other = await lyingServer((response) => response.end(BYTES));
    await using server = await lyingServer((response) => {
      response.writeHead(307, { location: `${other.url}/documents/a/one` });
      response.end();
    });
    await expect(server.bucket.get("one", BYTES.length)).rejects.toMatchObject({ refused: true });
    expect(other.asked).toEqual([]);
  });

  it("is asked for again where it answers with a fault that passes", async () => {
    let asked = 0;
    await using server = await lyingServer((response) => {
      asked += 1;
      response.statusCode = asked < 2 ? 503 : 200;
      response.end(asked < 2 ? "" : BYTES);
    });
    expect(await server.bucket.get("one", BYTES.length)).toMatchObject({ kind: "found" });
    expect(server.asked).toHaveLength(2);
  });
});
