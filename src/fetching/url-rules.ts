import { isIP } from "node:net";
import type { AddressPolicy } from "./address-policy.ts";
import { UrlRefusedError } from "./errors.ts";

/** Which URLs may be fetched. */
export interface UrlAllowance {
  /**
   * Only these hosts: a name, `*.name` for all below it, an IP address, each with `:port` behind it where a port below
   * 1024 other than the scheme's own is meant. Absent or empty: any host.
   */
  readonly hosts?: readonly string[];
  /** Addresses and CIDR ranges that may be reached though they are private, loopback or otherwise special. */
  readonly addresses?: readonly string[];
  /** Also http, without encryption. Default false. */
  readonly http?: boolean;
}

export interface UrlRules {
  readonly http: boolean;
  readonly hosts: readonly HostRule[];
  readonly addresses: AddressPolicy;
}

interface HostRule {
  /** As the URL parser writes it, without a dot at the end; of `*.name` what stands behind the star. */
  readonly host: string;
  readonly below: boolean;
  /** Undefined: any that is usual. */
  readonly port: string | undefined;
}

const MAX_URL_CHARACTERS = 8_192;

/** @throws TypeError for what is no host */
export function readHostRules(hosts: readonly string[] = []): HostRule[] {
  return hosts.map((text) => {
    const below = text.startsWith("*.");
    const plain = below ? text.slice(2) : text;
    // The parser drops a scheme's own port; with a scheme that has none, it stays.
    const url = URL.parse(`http://${isIP(plain) === 6 ? `[${plain}]` : plain}/`);
    const isBare = url !== null && url.pathname === "/" && `${url.username}${url.search}${url.hash}` === "";
    if (!isBare || url.hostname === "" || plain.includes("*")) throw new TypeError(`${text} is no host.`);
    return { host: hostOf(url), below, port: /:(\d+)$/.exec(isIP(plain) === 6 ? "" : plain)?.[1] };
  });
}

/**
 * All that can be said of a URL before anybody is asked. The parser has brought decimal, octal and hexadecimal forms of
 * IPv4 addresses into the usual one.
 *
 * @throws UrlRefusedError
 */
export function checkUrl(text: string, { http, hosts, addresses }: UrlRules): URL {
  const url = text.length > MAX_URL_CHARACTERS ? null : URL.parse(text);
  if (url === null || url.hostname === "") throw new UrlRefusedError(url === null ? "malformed" : "scheme");
  if (url.protocol !== "https:" && !(http && url.protocol === "http:")) throw new UrlRefusedError("scheme");
  if (url.username !== "" || url.password !== "") throw new UrlRefusedError("credentials");
  const host = hostOf(url);
  const port = portOf(url);
  const fitting = hosts.filter(
    (rule) => rule.host === host || (rule.below && host.endsWith(`.${rule.host}`)),
  );
  const exact = fitting.filter((rule) => !(rule.below && rule.host === host));
  if (hosts.length > 0 && exact.length === 0) throw new UrlRefusedError("host");
  const isNamed = exact.some((rule) => rule.port === port);
  const isOpen = hosts.length === 0 || exact.some((rule) => rule.port === undefined);
  if (!isNamed && !(isOpen && isUsualPort(url, port))) throw new UrlRefusedError("port");
  const literal = addressOf(url);
  if (literal !== undefined && !addresses.allows(literal)) throw new UrlRefusedError("address");
  return url;
}

/** The IP address that the URL names in place of a host, without brackets. */
export function addressOf(url: URL): string | undefined {
  const bare = bareHost(url);
  return isIP(bare) === 0 ? undefined : bare;
}

/** As a socket wants it: IPv6 addresses without brackets. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

export function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

function hostOf(url: URL): string {
  return url.hostname.replace(/\.$/, "");
}

/** Below 1024 live services that take the first line of a request for a command of their own, mail above all. */
function isUsualPort(url: URL, port: string): boolean {
  return url.port === "" || Number(port) > 1_023;
}
