import { addAbortSignal, Readable } from "node:stream";
import type { GetObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import { abortReason, Deadline } from "#kernel";
import { BucketUnavailableError } from "../errors.ts";
import type { NewObject, ObjectBucket, ObjectRead } from "./object-bucket.ts";
import type { S3BucketOptions } from "./s3-bucket-options.ts";
import { isMissing, translateS3Error } from "./s3-errors.ts";

export interface S3BucketDeps extends Pick<S3BucketOptions, UsedOptions> {
  readonly sdk: typeof import("@aws-sdk/client-s3");
  /** Closed with the bucket. */
  readonly client: S3Client;
}

type UsedOptions = "bucket" | "prefix" | "timeoutMs" | "onSilent" | "onBack";

/** A bucket of Amazon S3, or of a server that speaks its protocol. */
export class S3Bucket implements ObjectBucket {
  readonly #deps: S3BucketDeps;
  #answers = true;

  constructor(deps: S3BucketDeps) {
    this.#deps = deps;
  }

  get answers(): boolean {
    return this.#answers;
  }

  async put({ name, bytes, sha256 }: NewObject, signal?: AbortSignal): Promise<void> {
    const { sdk, client } = this.#deps;
    const command = new sdk.PutObjectCommand({ ...this.#at(name), Body: bytes });
    command.middlewareStack.add(
      (next) => (args) => {
        // Signed with the rest, and not reckoned once more, which would take a turn of its own for a large document.
        setHeader(args.request, "x-amz-content-sha256", sha256);
        return next(args);
      },
      { step: "build", name: "knownHash" },
    );
    await this.#bounded(signal, (abortSignal) => client.send(command, { abortSignal }));
  }

  get(name: string, size: number, signal?: AbortSignal): Promise<ObjectRead> {
    const { sdk, client } = this.#deps;
    return this.#bounded(signal, async (abortSignal): Promise<ObjectRead> => {
      const command = new sdk.GetObjectCommand(this.#at(name));
      const answer = await unlessMissing(client.send(command, { abortSignal }));
      return answer === undefined ? { kind: "missing" } : await readBody(answer, size, abortSignal);
    });
  }

  sizeOf(name: string, signal?: AbortSignal): Promise<number | undefined> {
    const { sdk, client } = this.#deps;
    return this.#bounded(signal, async (abortSignal) => {
      const command = new sdk.HeadObjectCommand(this.#at(name));
      const answer = await unlessMissing(client.send(command, { abortSignal }));
      return answer === undefined ? undefined : (answer.ContentLength ?? 0);
    });
  }

  async remove(name: string, signal?: AbortSignal): Promise<void> {
    const { sdk, client } = this.#deps;
    const command = new sdk.DeleteObjectCommand(this.#at(name));
    await this.#bounded(signal, (abortSignal) => unlessMissing(client.send(command, { abortSignal })));
  }

  async check(signal?: AbortSignal): Promise<void> {
    const { sdk, client, bucket } = this.#deps;
    const command = new sdk.HeadBucketCommand({ Bucket: bucket });
    await this.#bounded(signal, (abortSignal) => client.send(command, { abortSignal }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#deps.client.destroy();
  }

  #at(name: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#deps.bucket, Key: `${this.#deps.prefix}${name}` };
  }

  async #bounded<Value>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const { bucket, timeoutMs } = this.#deps;
    using deadline = new Deadline("The bucket", timeoutMs, signal);
    try {
      const value = await work(deadline.signal);
      this.#noteAnswer();
      return value;
    } catch (error) {
      if (signal?.aborted) throw abortReason(signal, "The document");
      throw this.#noteFailure(
        deadline.signal.aborted
          ? new BucketUnavailableError(bucket, `it took longer than ${timeoutMs} ms`)
          : translateS3Error(error, bucket),
      );
    }
  }

  #noteAnswer(): void {
    if (!this.#answers) this.#deps.onBack?.();
    this.#answers = true;
  }

  #noteFailure(error: BucketUnavailableError): BucketUnavailableError {
    if (this.#answers) this.#deps.onSilent?.(error.message);
    this.#answers = false;
    return error;
  }
}

async function unlessMissing<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function readBody(
  { Body: body, ContentLength: told }: GetObjectCommandOutput,
  size: number,
  signal: AbortSignal,
): Promise<ObjectRead> {
  if (!(body instanceof Readable)) return { kind: "other-size" };
  // Leaving the loop early ends the connection, and so does the signal.
  const chunks: AsyncIterable<Uint8Array> = addAbortSignal(signal, body);
  if (told !== undefined && told !== size) {
    body.destroy();
    return { kind: "other-size" };
  }
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const chunk of chunks) {
    if (filled + chunk.length > size) return { kind: "other-size" };
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return filled === size ? { kind: "found", bytes } : { kind: "other-size" };
}

function setHeader(request: unknown, name: string, value: string): void {
  if (typeof request !== "object" || request === null || !("headers" in request)) return;
  Object.assign(request.headers ?? {}, { [name]: value });
}
