const MIB = 1024 * 1024;

/** Sizes and times that keep one client from taking the server from the others. */
export interface HttpLimits {
  /** Body of a route that takes messages, in bytes. A file of 50 MB is 67 MB as base64. */
  readonly maxMessageBodyBytes: number;
  /** Body of every other route, in bytes. */
  readonly maxBodyBytes: number;
  /** Nesting of a JSON body. */
  readonly maxJsonDepth: number;
  /** Values in a JSON body: parsing many small ones holds the thread far longer than one big text. */
  readonly maxJsonValues: number;
  /** Members of objects in a JSON body, which cost most of all. */
  readonly maxJsonMembers: number;
  /** All headers of a request together, in bytes. */
  readonly maxHeaderBytes: number;
  /** Address of a request with its query, in bytes. */
  readonly maxUrlBytes: number;
  /** Bodies that are received and read at a time, in bytes together; one without a length counts as the largest allowed. */
  readonly maxUploadBytes: number;
  /** Time that a body waits for its turn, in milliseconds. */
  readonly uploadWaitMs: number;
  /** Lines that are open at a time. */
  readonly maxConnections: number;
  /** Lines that are open at a time from one address, or one /64 of IPv6; proxies that are trusted are not counted. */
  readonly maxConnectionsPerAddress: number;
  /** Requests that come over one line before it is closed. */
  readonly maxRequestsPerConnection: number;
  /** Time to receive the headers, in milliseconds. */
  readonly headersTimeoutMs: number;
  /** Time to receive a whole request, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** Time that a body may take in any case, in milliseconds; beyond it has to keep its pace. */
  readonly bodyGraceMs: number;
  /** Pace of a body, in bytes a second on average. */
  readonly minBytesPerSecond: number;
  /** Time that an idle connection is kept, in milliseconds. */
  readonly keepAliveTimeoutMs: number;
  /** Time between two comments on a silent stream, in milliseconds; proxies often close after 30 s of silence. */
  readonly heartbeatMs: number;
  /** Time that a reader may take nothing of an answer before the line is cut, in milliseconds. It can resume. */
  readonly stallMs: number;
  /** Streams open at a time. */
  readonly maxStreams: number;
  /** How long closing waits for requests that are being answered, in milliseconds; their lines are cut then. */
  readonly closeGraceMs: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  maxMessageBodyBytes: 70 * MIB,
  maxBodyBytes: MIB,
  maxJsonDepth: 100,
  maxJsonValues: 1_000_000,
  maxJsonMembers: 200_000,
  maxHeaderBytes: 16 * 1024,
  maxUrlBytes: 8 * 1024,
  maxUploadBytes: 256 * MIB,
  uploadWaitMs: 5_000,
  maxConnections: 10_000,
  maxConnectionsPerAddress: 2_000,
  maxRequestsPerConnection: 10_000,
  headersTimeoutMs: 15_000,
  requestTimeoutMs: 300_000,
  bodyGraceMs: 10_000,
  minBytesPerSecond: 4_096,
  keepAliveTimeoutMs: 72_000,
  heartbeatMs: 15_000,
  stallMs: 120_000,
  maxStreams: 10_000,
  closeGraceMs: 10_000,
};
