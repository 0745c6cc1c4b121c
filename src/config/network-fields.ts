import { z } from "zod";
import { addressRange } from "./address-range.ts";
import { field } from "./field.ts";
import { list } from "./list-field.ts";

const origin = z.string().refine((text) => text === "*" || isOrigin(text), {
  error: ({ input }) =>
    `${JSON.stringify(input)} must be an origin such as https://console.example.com, or *`,
});

/** Pages in browsers that may ask the server. */
export const corsSchema = z
  .strictObject({
    origins: field(list(origin).optional(), {
      description:
        "Origins whose pages may ask the server from a browser, such as `https://console.example.com`; `*` is every page. Keys travel in headers, never in cookies.",
      env: "A2A_CORS_ORIGINS",
      flag: "cors-origins",
      placeholder: "origin,…",
      unset: "none",
    }),
  })
  .prefault({});

/** Encryption in the process itself. */
export const tlsSchema = z
  .strictObject({
    cert: field(z.string().min(1).optional(), {
      description:
        "The server's certificate and what leads from it to its authority, as PEM: the server then speaks https only. Read again on SIGHUP.",
      env: "A2A_TLS_CERT",
      flag: "tls-cert",
      placeholder: "file",
      path: true,
      unset: "plain HTTP",
    }),
    key: field(z.string().min(1).optional(), {
      description:
        "The certificate's private key, as PEM without a passphrase; a file that others cannot read.",
      env: "A2A_TLS_KEY",
      flag: "tls-key",
      placeholder: "file",
      path: true,
      unset: "none",
    }),
    clientCa: field(z.string().min(1).optional(), {
      description: "The authority whose certificates clients have to show beside their key, as PEM.",
      env: "A2A_TLS_CLIENT_CA",
      flag: "tls-client-ca",
      placeholder: "file",
      path: true,
      unset: "clients are asked for no certificate",
    }),
    clientCertificates: field(z.enum(["required", "optional"]).default("required"), {
      description:
        "Whether clients without a certificate are let in where an authority is named; a wrong certificate is refused in any case.",
      env: "A2A_TLS_CLIENT_CERTIFICATES",
      flag: "tls-client-certificates",
    }),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
    path: ["key"],
    error: "a certificate and its key are named together, or neither",
  })
  .refine(({ cert, clientCa }) => cert !== undefined || clientCa === undefined, {
    path: ["clientCa"],
    error: "certificates of clients need a certificate of the server",
  })
  .prefault({});

/** Who stands between clients and the server, and what clients may take of it. */
export const networkFields = {
  trustedProxies: field(list(addressRange).optional(), {
    description:
      "Addresses and ranges of the proxies before the server: only what comes from them may tell the client's address by `X-Forwarded-For`.",
    env: "A2A_TRUSTED_PROXIES",
    flag: "trusted-proxies",
    placeholder: "range,…",
    unset: "none: the address is that of the line",
  }),
  cors: corsSchema,
  tls: tlsSchema,
  maxConnections: field(z.number().int().min(1).max(1_000_000).default(10_000), {
    description: "Lines that are open at a time; more are cut.",
    env: "A2A_MAX_CONNECTIONS",
    flag: "max-connections",
    unit: "lines",
  }),
  maxConnectionsPerAddress: field(z.number().int().min(1).max(1_000_000).default(2_000), {
    description:
      "Lines that are open at a time from one address, or from one /64 of IPv6; trusted proxies are not counted.",
    env: "A2A_MAX_CONNECTIONS_PER_ADDRESS",
    flag: "max-connections-per-address",
    unit: "lines",
  }),
  headersSeconds: field(z.number().min(0.05).max(300).default(15), {
    description: "Time to receive a request's headers, and for the handshake of TLS.",
    env: "A2A_HEADERS_SECONDS",
    flag: "headers-seconds",
    unit: "seconds",
  }),
  requestSeconds: field(z.number().min(0.1).max(3_600).default(300), {
    description: "Time to receive a whole request.",
    env: "A2A_REQUEST_SECONDS",
    flag: "request-seconds",
    unit: "seconds",
  }),
  minBytesPerSecond: field(z.number().int().min(1).max(1_073_741_824).default(4_096), {
    description: "Pace at which a body has to come after its first ten seconds, on average.",
    env: "A2A_MIN_BYTES_PER_SECOND",
    flag: "min-bytes-per-second",
    unit: "bytes",
  }),
  maxUploadBytes: field(z.number().int().min(65_536).max(1_099_511_627_776).default(268_435_456), {
    description:
      "Large bodies that come in at a time, together; more wait for five seconds at most. About three times as much memory is taken.",
    env: "A2A_MAX_UPLOAD_BYTES",
    flag: "max-upload-bytes",
    unit: "bytes",
  }),
};

/** Scheme, host and port as browsers write them, and nothing behind. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
