import { BucketUnavailableError } from "../errors.ts";

/**
 * An error of the S3 client as ours. Of what the server says only the error's name and the status are kept: its text may hold
 * what was signed, and the client's error holds the request with its authorization.
 */
export function translateS3Error(error: unknown, bucket: string): BucketUnavailableError {
  const status = statusOf(error);
  const name = nameOf(error);
  if (status === undefined) {
    const noCredentials = name === "CredentialsProviderError";
    const reason = noCredentials ? "no credentials for it were found" : `it cannot be reached (${name})`;
    return new BucketUnavailableError(bucket, reason, { refused: noCredentials });
  }
  return new BucketUnavailableError(bucket, `it answered ${status} (${name})`, {
    refused: isRefusal(status),
  });
}

/** True where there is no such object. A bucket that is missing is another matter. */
export function isMissing(error: unknown): boolean {
  const name = nameOf(error);
  return name === "NoSuchKey" || name === "NotFound";
}

/** Nothing that passes by itself: credentials, permissions, a bucket that is not there or is elsewhere. */
function isRefusal(status: number): boolean {
  return status >= 300 && status < 500 && status !== 408 && status !== 429;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return /^\w{1,60}$/.test(code) ? code : "unknown";
}
