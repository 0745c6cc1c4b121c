import { BlockList, isIP, SocketAddress } from "node:net";

/** Says of an IP address whether a request may lead this server there. */
export interface AddressPolicy {
  allows(address: string): boolean;
}

type Family = "ipv4" | "ipv6";

/** Special ranges of IPv4 (IANA's registry), as they are no business of a client's. */
const REFUSED_IPV4 = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // carrier-grade NAT
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local, metadata of most clouds
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments, metadata of one cloud
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // relays of 6to4
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
];

/** The only part of IPv6 that is handed out to the internet; all else, with mapped IPv4 and NAT64, is refused. */
const GLOBAL_IPV6 = ["2000::/3"];

const REFUSED_IPV6 = [
  "2001::/23", // protocol assignments, Teredo, benchmarks
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: leads to any IPv4 address
  "3fff::/20", // documentation
];

/**
 * Where clouds tell machines their secrets. They stay refused within a larger allowed range: whoever means them has to
 * name them. 168.63.129.16 looks public and answers inside one cloud only.
 */
const METADATA = [
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "168.63.129.16",
  "100.100.100.200",
  "192.0.0.192",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
];

/**
 * Public addresses, and those that are allowed beside them.
 *
 * @param allowed addresses and CIDR ranges that may be reached though they are private, loopback or special
 * @throws TypeError where one of them is neither
 */
export function createAddressPolicy(allowed: readonly string[] = []): AddressPolicy {
  const permitted = new Ranges(allowed);
  const named = new Ranges(allowed.filter(isSingle));
  const refused = new Ranges([...REFUSED_IPV4, ...REFUSED_IPV6]);
  const global = new Ranges(GLOBAL_IPV6);
  const metadata = new Ranges(METADATA);
  return {
    allows(text) {
      // A link-local address may have the name of an interface behind it.
      const address = text.split("%")[0] ?? "";
      const family = familyOf(address);
      if (family === undefined) return false;
      if (metadata.hold(address, family)) return named.hold(address, family);
      if (permitted.hold(address, family)) return true;
      if (family === "ipv6" && !global.hold(address, family)) return false;
      return !refused.hold(address, family);
    },
  };
}

/**
 * Ranges of both families, kept apart: a BlockList takes an IPv4 address for its mapped form in IPv6, so that a rule of
 * one family could let in addresses of the other.
 */
class Ranges {
  readonly #lists: Readonly<Record<Family, BlockList>> = { ipv4: new BlockList(), ipv6: new BlockList() };

  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const { address, family, prefix } = parseRange(range);
      this.#lists[family].addSubnet(address, prefix, family);
    }
  }

  hold(address: string, family: Family): boolean {
    return this.#lists[family].check(new SocketAddress({ address, family }));
  }
}

function parseRange(range: string) {
  const [address = "", length] = range.split("/");
  const family = familyOf(address);
  if (family === undefined) throw new TypeError(`${range} is no IP address and no CIDR range.`);
  const bits = family === "ipv4" ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (!(prefix <= bits)) throw new TypeError(`${range} is no IP address and no CIDR range.`);
  return { address, family, prefix, isSingle: prefix === bits };
}

function isSingle(range: string): boolean {
  return parseRange(range).isSingle;
}

function familyOf(address: string): Family | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? "ipv4" : "ipv6";
}
