import type { Correlation } from "#minions";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;
const TRACE_PARENT =
  /^(?<version>[0-9a-f]{2})-(?<traceId>[0-9a-f]{32})-(?<parentId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-[\x21-\x7e]{0,200})?$/;
const ZEROS = /^0+$/;
/** "Sampled" and "trace id is random"; the specification reserves all other bits and has them sent as zero. */
const KNOWN_FLAGS = 0b11;

/**
 * The headers by which a provider's logs and traces can be tied to the request of our client. What came in is checked here
 * once more, whatever checked it before, as it becomes part of a request to somebody else; what is not valid is left out.
 *
 * @param random 0 inclusive to 1 exclusive; every call is a span of its own and gets an id by it.
 */
export function correlationHeaders(
  correlation: Correlation | undefined,
  random: () => number,
): Record<string, string> {
  const { requestId, traceParent } = correlation ?? {};
  const next = traceParent === undefined ? undefined : nextTraceParent(traceParent, random);
  return {
    ...(requestId !== undefined && REQUEST_ID.test(requestId) ? { "x-request-id": requestId } : {}),
    ...(next === undefined ? {} : { traceparent: next }),
  };
}

/** The same trace with ourselves as the parent, in version 00 of the form, which every later one can be read as. */
function nextTraceParent(given: string, random: () => number): string | undefined {
  const { version, traceId = "", parentId = "", flags = "", more } = TRACE_PARENT.exec(given)?.groups ?? {};
  const isUnknown = version === undefined || version === "ff" || (version === "00" && more !== undefined);
  if (isUnknown || ZEROS.test(traceId) || ZEROS.test(parentId)) return undefined;
  const known = (Number.parseInt(flags, 16) & KNOWN_FLAGS).toString(16).padStart(2, "0");
  return `00-${traceId}-${spanId(random)}-${known}`;
}

function spanId(random: () => number): string {
  const half = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  const id = half() + half();
  return ZEROS.test(id) ? "0000000000000001" : id;
}
