import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, DeleteObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe } from "vitest";
import { type ObjectBucket, openS3Bucket, type S3BucketOptions } from "#stores";

/** Where Debian's package python3-swift has what {@link startSwift} runs. */
const PYTHON = "/usr/bin/python3";
const SWIFT = "/usr/lib/python3/dist-packages/swift/proxy/server.py";
const PROGRAM = join(import.meta.dirname, "s3-server.py");

const given = process.env["TEST_S3_ENDPOINT"] ?? "";
const missing = given === "" && !(existsSync(PYTHON) && existsSync(SWIFT));
const REASON = "no python3-swift here; install it, or name a server in TEST_S3_ENDPOINT";

/** A suite that needs an S3-compatible server; left out where there is none. */
export function describeOnBucket(name: string, tests: (bucket: () => RealBucket) => void): void {
  describe.skipIf(missing)(missing ? `${name} (left out: ${REASON})` : name, () => {
    let opened: RealBucket | undefined;
    beforeAll(async () => {
      opened = await openRealBucket();
    });
    afterAll(() => opened?.[Symbol.asyncDispose]());
    tests(() => {
      if (opened === undefined) throw new Error("The bucket is there from the suite's first test on.");
      return opened;
    });
  });
}

/** A bucket of a real server, that nobody else uses. */
export interface RealBucket extends AsyncDisposable {
  /** How it is reached, less the prefix. */
  readonly way: Omit<S3BucketOptions, "prefix"> & {
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The same bucket with objects of its own, through our code. */
  open(prefix: string, changes?: Partial<S3BucketOptions>): Promise<ObjectBucket>;
  /** Names of all objects that begin so. */
  names(prefix: string): Promise<readonly string[]>;
  /** For what others do to it. */
  readonly client: S3Client;
}

/** The server at TEST_S3_ENDPOINT, or else OpenStack Swift, started here; of that nothing is left when it is disposed. */
async function openRealBucket(): Promise<RealBucket> {
  await using opening = new AsyncDisposableStack();
  const server = given === "" ? opening.use(await startSwift()) : serverOfEnvironment();
  const { endpoint, credentials } = server;
  const bucket = `a2a-minions-test-${process.pid}-${Date.now()}`;
  const client = new S3Client({
    ...{ endpoint, credentials, region: "us-east-1", forcePathStyle: true },
    ...{ requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED" },
  });
  opening.defer(() => client.destroy());
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const names = async (Prefix: string): Promise<string[]> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
    return Contents.map(({ Key = "" }) => Key);
  };
  opening.defer(async () => {
    for (const Key of await names("")) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  });
  const way = { endpoint, credentials, bucket, pathStyle: true, timeoutMs: 20_000 };
  const opened = opening.move();
  return {
    way,
    client,
    names,
    open: (prefix, changes = {}) => openS3Bucket({ ...way, prefix, ...changes }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

interface S3Server {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

function serverOfEnvironment(): S3Server {
  const { TEST_S3_ACCESS_KEY_ID: accessKeyId = "", TEST_S3_SECRET_ACCESS_KEY: secretAccessKey = "" } =
    process.env;
  return { endpoint: given, credentials: { accessKeyId, secretAccessKey } };
}

/** It ends when its input does, and so also when this process dies without saying so. */
async function startSwift(): Promise<S3Server & AsyncDisposable> {
  const folder = await mkdtempDisposable(join(tmpdir(), "a2a-swift-"));
  const server = spawn(PYTHON, [PROGRAM, folder.path], { stdio: ["pipe", "pipe", "pipe"] });
  const port = Promise.withResolvers<string>();
  let said = "";
  server.stderr.on("data", (text: Buffer) => {
    said += text.toString();
  });
  server.stdout.on("data", (text: Buffer) => port.resolve(text.toString().trim()));
  server.on("exit", () => port.reject(new Error(`Swift ended: ${said}`)));
  return {
    endpoint: `http://127.0.0.1:${await port.promise}`,
    credentials: { accessKeyId: "test:tester", secretAccessKey: "testing" },
    async [Symbol.asyncDispose]() {
      const gone = once(server, "exit");
      server.stdin.end();
      await gone;
      await folder.remove();
    },
  };
}
