import { BlockList, isIPv4, isIPv6, SocketAddress } from "node:net";

/** Who counts as one by its address: an IPv4 address, or the /64 of IPv6 that a single customer is given. */
export function addressBlock(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - last.length;
  const whole = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => "0"), ...last];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** True for an address of one of the ranges: addresses and CIDR ranges of both families. */
export function addressMatcher(ranges: readonly string[]): (address: string) => boolean {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const range of ranges) {
    const [network = "", length] = range.split("/");
    const family = isIPv4(network) ? "ipv4" : "ipv6";
    lists[family].addSubnet(network, Number(length ?? (family === "ipv4" ? 32 : 128)), family);
  }
  return (given) => {
    // A socket that takes both families tells IPv4 in its mapped form.
    const address = given.replace(/^::ffff:(?=\d+\.)/i, "");
    const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
    return family !== undefined && lists[family].check(new SocketAddress({ address, family }));
  };
}
