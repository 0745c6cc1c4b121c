import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { Destination } from "#models";

/** This machine and private networks. Not link-local: the metadata of clouds is there. */
const HOME = new BlockList();
HOME.addSubnet("127.0.0.0", 8, "ipv4");
HOME.addSubnet("10.0.0.0", 8, "ipv4");
HOME.addSubnet("172.16.0.0", 12, "ipv4");
HOME.addSubnet("192.168.0.0", 16, "ipv4");
HOME.addAddress("::1", "ipv6");
HOME.addSubnet("fc00::", 7, "ipv6");

/**
 * Whether what is sent there stays at home: in this process, on this machine, at a private address, or at a host that the
 * operator named. A name is never resolved: what it resolves to can change between asking and sending. What hands requests
 * on to others is home only where the operator named it.
 */
export function isHome({ host, handsOn }: Destination, homeHosts: readonly string[]): boolean {
  if (host === undefined) return true;
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  if (bare !== "" && homeHosts.some((pattern) => fits(pattern.toLowerCase(), bare))) return true;
  return !handsOn && isNear(bare);
}

function fits(pattern: string, host: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

function isNear(host: string): boolean {
  if (isIPv4(host)) return HOME.check(host, "ipv4");
  if (isIPv6(host)) return HOME.check(host, "ipv6");
  return host === "localhost" || host.endsWith(".localhost");
}
