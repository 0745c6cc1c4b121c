/**
 * Bytes of a base64 text in the standard or the URL-safe alphabet, padded or not; undefined for anything else.
 *
 * Node's decoder skips what it does not know, so a text that gives fewer bytes than its length promises was broken.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const digits = text.length - padding;
  if (digits % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === Math.floor((digits * 3) / 4) ? bytes : undefined;
}
