import { isIP } from "node:net";

/** Who counts as one by its address: an IPv4 address, or the /64 of IPv6 that a single customer is given. Empty for what is none. */
export function addressBlock(address: string): string {
  const plain = address.split("%", 1)[0] ?? "";
  switch (isIP(plain)) {
    case 4:
      return plain;
    case 6:
      return blockOfIpv6(plain);
    default:
      return "";
  }
}

function blockOfIpv6(address: string): string {
  // The one spelling of an address that the URL standard has: no dots, no upper case, no leading zeros.
  const spelled = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = "", tail] = spelled.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => "0"), ...back];
  const [high = "0", low = "0"] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff") return ipv4Of(high, low);
  return `${groups.slice(0, 4).join(":")}::/64`;
}

function ipv4Of(high: string, low: string): string {
  return [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 0xff])
    .join(".");
}
