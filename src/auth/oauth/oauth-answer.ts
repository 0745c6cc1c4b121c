/** A request to one of the OAuth endpoints. */
export interface OAuthRequest {
  /** The body; undefined where it is no form. */
  readonly form: URLSearchParams | undefined;
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** Where it came from, for the audit log. */
  readonly address: string;
}

/** What is answered, in the words of RFC 6749, section 5. */
export interface OAuthAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined sends none. */
  readonly body: object | undefined;
  /** The error's name; undefined for success. */
  readonly error?: OAuthErrorName;
}

export type OAuthErrorName =
  | "invalid_request"
  | "invalid_client"
  | "unsupported_grant_type"
  | "invalid_scope"
  | "invalid_target"
  | "unauthorized_client";

/** Tokens and what is said of them are kept by nobody on the way. */
const NO_STORE = { "cache-control": "no-store", pragma: "no-cache" } as const;

const BASIC_CHALLENGE = 'Basic realm="a2a-minions", charset="UTF-8"';

export function granted(body: object | undefined): OAuthAnswer {
  return { status: 200, headers: NO_STORE, body };
}

export function refused(error: OAuthErrorName, description: string): OAuthAnswer {
  const unknown = error === "invalid_client";
  return {
    status: unknown ? 401 : 400,
    headers: unknown ? { ...NO_STORE, "www-authenticate": BASIC_CHALLENGE } : NO_STORE,
    body: { error, error_description: description },
    error,
  };
}
