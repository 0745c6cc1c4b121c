import type { SecureContextOptions, TlsOptions } from "node:tls";

/** What encrypted lines stand on; PEM. */
export interface TlsMaterial {
  /** The server's certificate and what leads from it to its authority. */
  readonly cert: string;
  readonly key: string;
  /** The authority of clients' certificates; absent, none is asked for. */
  readonly clientCa?: string;
  /** Whether a client without a certificate is let in. */
  readonly clientCertificates?: "required" | "optional";
}

/** What can change while the server runs. */
export function secureContext({ cert, key, clientCa }: TlsMaterial): SecureContextOptions {
  return {
    cert,
    key,
    ...(clientCa === undefined ? {} : { ca: clientCa }),
    minVersion: "TLSv1.2",
  };
}

export function tlsServerOptions(material: TlsMaterial): TlsOptions {
  const { clientCa, clientCertificates = "required" } = material;
  return {
    ...secureContext(material),
    ALPNProtocols: ["http/1.1"],
    requestCert: clientCa !== undefined,
    rejectUnauthorized: clientCa !== undefined && clientCertificates === "required",
  };
}
