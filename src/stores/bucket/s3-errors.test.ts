import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isMissing, translateS3Error } from "./s3-errors.ts";

function s3Error(name: string, status?: number): Error {
  return Object.assign(new Error("The key AKIAHUSH is hush"), {
    name,
    Code: name,
    AWSAccessKeyId: "AKIAHUSH",
    $response: { headers: { authorization: "AWS4-HMAC-SHA256 Credential=AKIAHUSH" } },
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });
}

describe("an error of the S3 client", () => {
  it.each<[string, Error, string, boolean]>([
    ["a refused key", s3Error("InvalidAccessKeyId", 403), "it answered 403 (InvalidAccessKeyId)", true],
    ["a missing bucket", s3Error("NoSuchBucket", 404), "it answered 404 (NoSuchBucket)", true],
    ["another region", s3Error("PermanentRedirect", 301), "it answered 301 (PermanentRedirect)", true],
    ["too much at once", s3Error("SlowDown", 503), "it answered 503 (SlowDown)", false],
    ["too many requests", s3Error("TooManyRequests", 429), "it answered 429 (TooManyRequests)", false],
    ["a slow request", s3Error("RequestTimeout", 408), "it answered 408 (RequestTimeout)", false],
    ["no credentials", s3Error("CredentialsProviderError"), "no credentials for it were found", true],
    [
      "no server",
      Object.assign(new Error("x"), { code: "ENOTFOUND" }),
      "cannot be reached (ENOTFOUND)",
      false,
    ],
    ["a name that is no name", s3Error("key=AKIAHUSH sig=/x", 500), "it answered 500 (unknown)", false],
  ])("that tells of %s is told with its reason, and without what it holds", (_, error, reason, refused) => {
    const ours = translateS3Error(error, "documents");
    expect(ours).toMatchObject({ code: "bucket-unavailable", bucket: "documents", refused });
    expect(ours.message).toContain(reason);
    expect(inspect(ours, { depth: 9, showHidden: true })).not.toContain("HUSH");
  });

  it.each([
    ["NoSuchKey", true],
    ["NotFound", true],
    ["NoSuchBucket", false],
    ["AccessDenied", false],
  ])("named %s says that there is no such object: %s", (name, missing) => {
    expect(isMissing(s3Error(name, 404))).toBe(missing);
  });
});
