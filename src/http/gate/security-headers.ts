import type { IncomingMessage, ServerResponse } from "node:http";
import helmet from "helmet";

/** Headers by their names in lower case. */
export type SecurityHeaders = Readonly<Record<string, string>>;

/**
 * What every answer says to browsers: it is data, to be shown in no frame, guessed at by nobody and kept nowhere. The
 * headers are those of helmet, asked once at the start: they are the same for every request, and computing them anew
 * for each one costs more than all else that is done for a small answer.
 *
 * @param encrypted true for answers that travel by TLS: only these may bind browsers to https (RFC 6797, 7.2)
 */
export function securityHeaders(encrypted: boolean): SecurityHeaders {
  const headers: Record<string, string> = { "cache-control": "no-store" };
  const recorder = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: encrypted ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    frameguard: { action: "deny" },
    // These speak to pages, and this server has none.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    dnsPrefetchControl: false,
    ieNoOpen: false,
    permittedCrossDomainPolicies: false,
    xssFilter: false,
  });
  apply({} as IncomingMessage, recorder as unknown as ServerResponse, () => undefined);
  return Object.freeze(headers);
}
