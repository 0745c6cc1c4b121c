import { describe, expect, it } from "vitest";
import { urlPartsSchema } from "./url-part-fields.ts";

describe("Settings of documents by URL", () => {
  it("allow nothing unless told", () => {
    expect(urlPartsSchema.parse(undefined)).toEqual({ allowed: false, http: false, timeoutSeconds: 30 });
  });

  it.each([
    ["words with commas between", " a.example.com, *.b.example ,", ["a.example.com", "*.b.example"]],
    ["a list", ["a.example.com:81", "8.8.8.8", "::1"], ["a.example.com:81", "8.8.8.8", "::1"]],
    ["no word", "", []],
  ])("take hosts as %s", (_how, hosts, expected) => {
    expect(urlPartsSchema.parse({ hosts }).hosts).toEqual(expected);
  });

  it.each(["https://example.com", "example.com/a", "a b", "*", "a.*.com", "user@example.com", "a:99999"])(
    "take no host that is none: %j",
    (host) => {
      expect(urlPartsSchema.safeParse({ hosts: [host] }).error?.message).toContain("must be a host");
    },
  );

  it("take addresses and ranges of both families, and nothing else", () => {
    const privateAddresses = "127.0.0.1,10.0.0.0/8,::1,fd00::/8";
    expect(urlPartsSchema.parse({ privateAddresses }).privateAddresses).toHaveLength(4);
    for (const wrong of ["localhost", "10.0.0.0/33", "10.0.0", "fd00::/129"]) {
      const { error } = urlPartsSchema.safeParse({ privateAddresses: wrong });
      expect(error?.message, wrong).toContain("must be an IP address or a range");
    }
  });
});
