import { AppError } from "#kernel";

/**
 * Why a URL is not fetched at all. `address` and `name` are told in the same words: whoever sends URLs shall not learn
 * which names exist in the network of this server.
 */
export type UrlRefusal =
  | "malformed"
  | "scheme"
  | "credentials"
  | "host"
  | "port"
  | "address"
  | "name"
  | "redirect";

const UNREACHABLE_ADDRESS =
  "its host is not known, or has an address that may not be fetched from. Use a host on the public internet";

const REFUSALS: Readonly<Record<UrlRefusal, string>> = {
  malformed: "it cannot be read as a URL. Write it in full, with https:// in front",
  scheme: "its scheme is not allowed. Use https://",
  credentials: "it holds a user name or a password. Leave them out",
  host: "its host is not one that may be fetched from",
  port: "its port is not allowed. Use the scheme's own port, or one above 1023",
  address: UNREACHABLE_ADDRESS,
  name: UNREACHABLE_ADDRESS,
  redirect: "it leads on to somewhere else. Give the URL at which the redirects end",
};

/** The URL may not be fetched. Holds nothing of the URL, and no address that its host was found to have. */
export class UrlRefusedError extends AppError<"url-refused"> {
  readonly code = "url-refused";
  readonly reason: UrlRefusal;

  constructor(reason: UrlRefusal) {
    super(`The URL is not fetched: ${REFUSALS[reason]}.`);
    this.reason = reason;
  }
}

/** What went wrong with a URL that may be fetched. */
export type FetchFailure =
  | { readonly kind: "status"; readonly status: number }
  /** `limitMs` in milliseconds; `phase` is what did not come in time. */
  | { readonly kind: "timeout"; readonly phase: "first-byte" | "whole"; readonly limitMs: number }
  | { readonly kind: "too-large"; readonly maxBytes: number }
  /** The server packed the content in a way that is not understood here, or badly. */
  | { readonly kind: "encoding" }
  /** `systemCode` such as `ECONNREFUSED`; for the log, as the text of the failure could hold addresses. */
  | { readonly kind: "connection"; readonly systemCode: string };

/** The URL was asked for and its content did not come. */
export class UrlFetchFailedError extends AppError<"url-fetch-failed"> {
  readonly code = "url-fetch-failed";
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure) {
    super(`The URL cannot be fetched: ${failureText(failure)}.`);
    this.failure = failure;
  }
}

function failureText(failure: FetchFailure): string {
  switch (failure.kind) {
    case "status":
      return `its server answers with status ${failure.status}. Check that it is open to all`;
    case "timeout":
      return failure.phase === "first-byte"
        ? `its server did not answer within ${failure.limitMs} ms. Try again later`
        : `its content did not come within ${failure.limitMs} ms. Try again later`;
    case "too-large":
      return `its content is larger than ${failure.maxBytes} bytes`;
    case "encoding":
      return "its server sends it compressed in a way that cannot be read";
    case "connection":
      return "the connection to its server failed. Check that it works, and try again";
  }
}

export type FetchingError = UrlRefusedError | UrlFetchFailedError;
