import { lookup } from "node:dns/promises";
import { abortReason, Deadline, throwIfAborted } from "#kernel";
import { createAddressPolicy } from "./address-policy.ts";
import { UrlFetchFailedError, UrlRefusedError } from "./errors.ts";
import { guardedConnector, type Resolve } from "./guarded-connector.ts";
import { readBody } from "./read-body.ts";
import { checkUrl, readHostRules, type UrlAllowance, type UrlRules } from "./url-rules.ts";

export interface FetcherOptions {
  readonly allow: UrlAllowance;
  /** Largest content, also unpacked. */
  readonly maxBytes: number;
  /** Time for all of it, redirects included, in milliseconds. */
  readonly timeoutMs: number;
  /** Time until an answer begins, in milliseconds; default 10 seconds, never more than {@link timeoutMs}. */
  readonly firstByteMs?: number;
  /** Default: the system's look-up, which also reads its hosts file. */
  readonly resolve?: Resolve;
}

export interface FetchedUrl {
  readonly bytes: Uint8Array;
  /** Header `content-type` as it came; undefined where there is none. */
  readonly mediaType: string | undefined;
  /** Where the redirects ended. */
  readonly finalUrl: string;
}

export interface GuardedFetcher {
  /**
   * Fetches the content of a URL that somebody else named. Aborting reaches the socket.
   *
   * @throws UrlRefusedError, UrlFetchFailedError, AbortedError
   */
  fetch(url: string, signal: AbortSignal): Promise<FetchedUrl>;
}

const WHAT = "Fetching the URL";
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The one way to URLs that requests name: public addresses over https and what the operator allows beside them, by GET,
 * without cookies, proxies, credentials and referrer, within bounds of time and size. Every redirect is checked like the
 * first URL and has to stay at its origin; every connection is new.
 *
 * @throws TypeError where {@link FetcherOptions.allow} holds what is no host or no address
 */
export function createGuardedFetcher(options: FetcherOptions): GuardedFetcher {
  const { allow, timeoutMs, resolve = systemResolve } = options;
  const rules: UrlRules = {
    http: allow.http ?? false,
    hosts: readHostRules(allow.hosts),
    addresses: createAddressPolicy(allow.addresses),
  };
  const limits = { ...options, resolve, firstByteMs: Math.min(options.firstByteMs ?? 10_000, timeoutMs) };
  return {
    async fetch(text, signal) {
      throwIfAborted(signal, WHAT);
      using whole = new Deadline(WHAT, timeoutMs, signal);
      let url = checkUrl(text, rules);
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        const answer = await ask(url, rules, limits, { whole: whole.signal, caller: signal });
        if (answer.kind === "content") return { ...answer.content, finalUrl: withoutFragment(url) };
        const next = URL.parse(answer.location, url.href);
        if (next?.origin !== url.origin) throw new UrlRefusedError("redirect");
        url = checkUrl(next.href, rules);
      }
      throw new UrlRefusedError("redirect");
    },
  };
}

type Answer =
  | { readonly kind: "content"; readonly content: Omit<FetchedUrl, "finalUrl"> }
  | { readonly kind: "redirect"; readonly location: string };

type Limits = Required<Pick<FetcherOptions, "maxBytes" | "timeoutMs" | "firstByteMs" | "resolve">>;

interface Signals {
  /** Fires when the time is up, and with the caller's. */
  readonly whole: AbortSignal;
  readonly caller: AbortSignal;
}

async function ask(url: URL, { addresses }: UrlRules, limits: Limits, signals: Signals): Promise<Answer> {
  // Loaded on first use: most commands fetch nothing.
  const { Client } = await import("undici");
  const firstByte = new Deadline(WHAT, limits.firstByteMs, signals.whole);
  const { signal } = firstByte;
  const client = new Client(url.origin, {
    connect: guardedConnector(url, { addresses, resolve: limits.resolve, signal }),
    allowH2: false,
    // The deadlines here bound both, and end with errors of their own.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const { statusCode, headers, body } = await client.request({
      method: "GET",
      path: `${url.pathname}${url.search}`,
      headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": "a2a-minions" },
      signal,
    });
    // From here on only the whole time counts.
    firstByte[Symbol.dispose]();
    // What is not read fails when the client is destroyed, and that is no news.
    body.on("error", () => undefined);
    const location = one(headers["location"]);
    if (REDIRECTS.has(statusCode) && location !== undefined) return { kind: "redirect", location };
    if (statusCode !== 200) throw new UrlFetchFailedError({ kind: "status", status: statusCode });
    const facts = { encoding: one(headers["content-encoding"]) ?? "", length: lengthOf(headers) };
    const bytes = await readBody(body, { ...facts, maxBytes: limits.maxBytes });
    return { kind: "content", content: { bytes, mediaType: one(headers["content-type"]) } };
  } catch (error) {
    throw typedFailure(error, signal, limits, signals);
  } finally {
    firstByte[Symbol.dispose]();
    await client.destroy();
  }
}

/** Texts of the system's failures may hold addresses: only their codes are kept. */
function typedFailure(
  error: unknown,
  signal: AbortSignal,
  limits: Limits,
  { whole, caller }: Signals,
): Error {
  if (error instanceof UrlRefusedError || error instanceof UrlFetchFailedError) return error;
  if (caller.aborted) return abortReason(caller, WHAT);
  if (whole.aborted) {
    return new UrlFetchFailedError({ kind: "timeout", phase: "whole", limitMs: limits.timeoutMs });
  }
  if (signal.aborted) {
    return new UrlFetchFailedError({ kind: "timeout", phase: "first-byte", limitMs: limits.firstByteMs });
  }
  const systemCode = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return new UrlFetchFailedError({ kind: "connection", systemCode });
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function lengthOf(headers: Headers): number | undefined {
  const text = one(headers["content-length"]);
  return text === undefined ? undefined : Number(text);
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function withoutFragment(url: URL): string {
  const plain = new URL(url);
  plain.hash = "";
  return plain.href;
}

async function systemResolve(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}
