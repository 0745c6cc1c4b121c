import { describe, expect, it } from "vitest";
import { addressMatcher } from "./address-matcher.ts";

describe("ranges of addresses", () => {
  const holds = addressMatcher(["10.0.0.0/8", "192.0.2.7", "fd00::/8"]);
  it.each([
    ["10.255.0.1", true],
    ["::ffff:10.1.1.1", true],
    ["11.0.0.1", false],
    ["192.0.2.7", true],
    ["192.0.2.8", false],
    ["fd12::1", true],
    ["fe80::1", false],
    ["unknown", false],
    ["", false],
  ])("%s: %s", (address, expected) => {
    expect(holds(address)).toBe(expected);
  });

  it("none hold nobody, also not the mapped form of anything", () => {
    expect(addressMatcher([])("127.0.0.1")).toBe(false);
    expect(addressMatcher(["::/0"])("127.0.0.1")).toBe(false);
  });
});
