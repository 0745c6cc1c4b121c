import { describe, expect, it } from "vitest";
import { bucketSchema } from "./bucket-fields.ts";

function faultsOf(fields: object): readonly string[] {
  const { error } = bucketSchema.safeParse(fields);
  return (error?.issues ?? []).map(({ path }) => path.join("."));
}

describe("the bucket of documents", () => {
  it.each(["http://127.0.0.1:9000", "https://s3.example.com", "https://s3.example.com/"])(
    "may be at %s",
    (endpoint) => expect(faultsOf({ name: "documents", endpoint })).toEqual([]),
  );

  it.each([
    "s3.example.com",
    "ftp://s3.example.com",
    "https://key:secret@s3.example.com",
    "https://s3.example.com/documents",
    "https://s3.example.com/?x=1",
  ])("is not at %s", (endpoint) => expect(faultsOf({ name: "documents", endpoint })).toEqual(["endpoint"]));

  it.each([{ accessKeyId: "key" }, { secretAccessKey: "secret" }])("has no half of a key: %o", (half) => {
    expect(faultsOf({ name: "documents", ...half })).toEqual(["secretAccessKey"]);
    expect(faultsOf({ name: "documents", accessKeyId: "key", secretAccessKey: "secret" })).toEqual([]);
  });

  it("keeps nothing that is shown inline with a task", () => {
    expect(faultsOf({ aboveBytes: 65_535 })).toEqual(["aboveBytes"]);
    expect(faultsOf({ aboveBytes: 65_536 })).toEqual([]);
  });
});
