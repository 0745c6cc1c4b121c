import { BlockList, isIPv4, isIPv6, SocketAddress } from "node:net";

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
