import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { BucketClientMissingError } from "../errors.ts";
import type { ObjectBucket } from "./object-bucket.ts";
import { S3Bucket } from "./s3-bucket.ts";

export interface S3BucketOptions {
  readonly bucket: string;
  /** Of an S3-compatible server. Default: Amazon's own. */
  readonly endpoint?: string;
  /** Default: what the client finds in its environment; with an endpoint, `us-east-1`. */
  readonly region?: string;
  /** What the names of all objects begin with. */
  readonly prefix: string;
  /** Name the bucket in the path and not in the host. */
  readonly pathStyle: boolean;
  /** Default: what the client finds by its own chain: environment, profile, role of the machine. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Of one object, there or back. */
  readonly timeoutMs: number;
  /** Told once when it stops answering, with the reason, and once when it answers again. */
  readonly onSilent?: (reason: string) => void;
  readonly onBack?: () => void;
}

const CONNECT_TIMEOUT_MS = 5_000;
const DEFAULT_REGION = "us-east-1";

/**
 * A bucket by the official client, which is an optional package. Nothing is asked of the server yet.
 * @throws BucketClientMissingError
 */
export async function openS3Bucket(options: S3BucketOptions): Promise<ObjectBucket> {
  const sdk = await loadClient();
  const client = new sdk.S3Client(clientConfig(options));
  return new S3Bucket({ sdk, client, ...options });
}

async function loadClient(): Promise<typeof import("@aws-sdk/client-s3")> {
  try {
    return await import("@aws-sdk/client-s3");
  } catch (error) {
    throw new BucketClientMissingError({ cause: error });
  }
}

function clientConfig({
  endpoint,
  region,
  credentials,
  pathStyle,
  timeoutMs,
}: S3BucketOptions): S3ClientConfig {
  const where = region ?? (endpoint === undefined ? undefined : DEFAULT_REGION);
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(where === undefined ? {} : { region: where }),
    ...(credentials === undefined ? {} : { credentials }),
    forcePathStyle: pathStyle,
    // Many compatible servers know none of the newer checksums; ours is in the signature of what is sent.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: timeoutMs },
  };
}
