import { describe, expect, it } from "vitest";
import { createAddressPolicy } from "./address-policy.ts";

describe("Addresses", () => {
  it.each([
    ["8.8.8.8"],
    ["93.184.215.14"],
    ["100.63.255.255"],
    ["172.15.255.255"],
    ["172.32.0.1"],
    ["2606:4700::1111"],
    ["2a00:1450:4001::200e"],
  ])("of the public internet may be reached: %s", (address) => {
    expect(createAddressPolicy().allows(address)).toBe(true);
  });

  it.each([
    ["this network", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["private", "10.0.0.1"],
    ["private", "172.16.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.1.1"],
    ["carrier-grade NAT", "100.64.0.1"],
    ["carrier-grade NAT", "100.127.255.255"],
    ["loopback", "127.0.0.1"],
    ["loopback", "127.255.255.254"],
    ["link-local", "169.254.1.1"],
    ["metadata", "169.254.169.254"],
    ["metadata that looks public", "168.63.129.16"],
    ["protocol assignments", "192.0.0.192"],
    ["documentation", "203.0.113.9"],
    ["benchmarks", "198.19.255.255"],
    ["multicast", "224.0.0.1"],
    ["reserved", "240.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["unspecified", "::"],
    ["loopback", "::1"],
    ["mapped IPv4", "::ffff:8.8.8.8"],
    ["mapped IPv4 in hexadecimal", "::ffff:7f00:1"],
    ["compatible IPv4", "::7f00:1"],
    ["NAT64", "64:ff9b::a00:1"],
    ["local NAT64", "64:ff9b:1::1"],
    ["discard-only", "100::1"],
    ["6to4", "2002:7f00:1::"],
    ["Teredo", "2001:0:7f00:1::"],
    ["benchmarks", "2001:2::1"],
    ["documentation", "2001:db8::1"],
    ["documentation", "3fff::1"],
    ["segment routing", "5f00::1"],
    ["unique local", "fc00::1"],
    ["metadata", "fd00:ec2::254"],
    ["link-local", "fe80::1"],
    ["link-local with an interface", "fe80::1%eth0"],
    ["site-local", "fec0::1"],
    ["multicast", "ff02::1"],
    ["no address", "example.com"],
    ["nothing", ""],
  ])("that are special may not: %s, %s", (_what, address) => {
    expect(createAddressPolicy().allows(address)).toBe(false);
  });

  it.each([
    ["by range", ["10.1.0.0/16"], "10.1.2.3", true],
    ["by range, and no further", ["10.1.0.0/16"], "10.2.0.1", false],
    ["one by one", ["127.0.0.1", "::1"], "::1", true],
    ["by a range of IPv6", ["fd00::/8"], "fd12::1", true],
    ["by no range of the other family", ["0.0.0.0/0"], "::ffff:10.0.0.1", false],
    ["by no mapped range", ["::ffff:0:0/96"], "10.0.0.1", false],
    ["as metadata only if named themselves", ["169.254.0.0/16", "fd00::/8"], "169.254.169.254", false],
    ["as metadata only if named themselves", ["fd00::/8"], "fd00:ec2::254", false],
    ["as metadata that is named", ["169.254.169.254"], "169.254.169.254", true],
    ["as metadata that is named by a range of one", ["fd00:ec2::254/128"], "fd00:ec2::254", true],
  ])("that are special can be allowed %s: %j", (_how, allowed, address, expected) => {
    expect(createAddressPolicy(allowed).allows(address)).toBe(expected);
  });

  it.each(["example.com", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::/129", ""])(
    "to be allowed have to be addresses: %j",
    (text) => {
      expect(() => createAddressPolicy([text])).toThrow(TypeError);
    },
  );
});
