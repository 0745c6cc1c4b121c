const FORM = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[\x21-\x7e]*)?$/;

/** The W3C `traceparent` where it is a valid one: it is handed on, and a broken one breaks other systems' traces. */
export function traceParentOf(given: string | string[] | undefined): string | undefined {
  if (typeof given !== "string" || given.length > 256 || !FORM.test(given)) return undefined;
  return given.startsWith("00-") && given.length !== 55 ? undefined : given;
}
