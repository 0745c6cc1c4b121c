import { describe, expect, it } from "vitest";
import { addressBlock, addressMatcher } from "./address-block.ts";

describe("who counts as one by its address", () => {
  it.each([
    ["an address of IPv4", "192.0.2.7", "192.0.2.7"],
    ["its mapped form", "::ffff:192.0.2.7", "192.0.2.7"],
    ["a /64 of IPv6", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["another address of it", "2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["however it is written", "2001:0DB8:0001:0002:0::9", "2001:db8:1:2::/64"],
    ["loopback", "::1", "0:0:0:0::/64"],
    ["a link-local one with its interface", "fe80::1%eth0", "fe80:0:0:0::/64"],
    ["no address at all", "", ""],
  ])("%s", (_what, address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});

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
