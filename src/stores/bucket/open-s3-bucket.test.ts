import { expect, it, vi } from "vitest";
import { openS3Bucket } from "./open-s3-bucket.ts";

vi.mock("@aws-sdk/client-s3", () => {
  throw new Error("Cannot find package");
});

it("a bucket without the package that it needs is told with how to install it", async () => {
  const opening = openS3Bucket({ bucket: "documents", prefix: "", pathStyle: false, timeoutMs: 1_000 });
  await expect(opening).rejects.toMatchObject({
    code: "bucket-client-missing",
    message: expect.stringContaining("npm i @aws-sdk/client-s3@^3"),
  });
});
