import { isIP, isIPv6 } from "node:net";

/** True for an address that no other machine reaches. */
export function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1" || host === "[::1]") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

/** Where clients on this machine reach a server that listens there. */
export function addressOf(host: string, port: number, scheme: "http" | "https" = "http"): string {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `${scheme}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}
