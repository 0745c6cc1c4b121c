import type { Config } from "#config";
import { DEFAULT_HTTP_LIMITS, type HttpLimits, type NetworkSettings, type TlsMaterial } from "#http";

/** What the configuration says of sizes and times of requests. */
export function httpLimits({ server, documents }: Config): Partial<HttpLimits> {
  const { maxMessageBodyBytes } = DEFAULT_HTTP_LIMITS;
  return {
    // Room for the largest document as base64, and for what is around it.
    maxMessageBodyBytes: Math.max(maxMessageBodyBytes, Math.ceil((documents.maxBytes * 4) / 3) + 2 ** 21),
    maxConnections: server.maxConnections,
    maxConnectionsPerAddress: server.maxConnectionsPerAddress,
    headersTimeoutMs: Math.min(server.headersSeconds, server.requestSeconds) * 1_000,
    requestTimeoutMs: server.requestSeconds * 1_000,
    minBytesPerSecond: server.minBytesPerSecond,
    maxUploadBytes: server.maxUploadBytes,
  };
}

/** What the configuration says of who may reach the server, and how. */
export function networkSettings({ server }: Config, tls: TlsMaterial | undefined): NetworkSettings {
  const { cors, trustedProxies } = server;
  return {
    ...(tls === undefined ? {} : { tls }),
    ...(cors.origins === undefined ? {} : { corsOrigins: cors.origins }),
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
  };
}
