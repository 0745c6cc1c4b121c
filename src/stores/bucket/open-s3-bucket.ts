import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { BucketClientMissingError } from "../errors.ts";
import type { ObjectBucket } from "./object-bucket.ts";
import { S3Bucket } from "./s3-bucket.ts";
import type { S3BucketOptions } from "./s3-bucket-options.ts";

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
