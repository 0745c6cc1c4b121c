const MAX_ENCODED_CHARACTERS = 200_000;

/** The text as it reads once its common encodings are undone: percent, base64, base64url, hex, JavaScript and HTML escapes. */
export function* decodedForms(text: string): Generator<string, void, void> {
  const unescaped = undoEscapes(text);
  if (unescaped !== text) yield unescaped;
  for (const [word] of text.matchAll(/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{8,}={0,2}/g)) {
    const decoded =
      word.length <= MAX_ENCODED_CHARACTERS ? readable(Buffer.from(word, "base64url")) : undefined;
    if (decoded !== undefined) yield decoded;
    const hex = /^(?:[0-9a-f]{2}){4,}$/i.test(word) ? readable(Buffer.from(word, "hex")) : undefined;
    if (hex !== undefined) yield hex;
  }
}

function undoEscapes(text: string): string {
  return text
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => readable(Buffer.from(run.replaceAll("%", ""), "hex")) ?? run)
    .replaceAll(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (whole, hex?: string, decimal?: string) =>
      character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), whole),
    )
    .replaceAll(
      /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2}))/gi,
      (whole, a?: string, b?: string, c?: string) => character(Number.parseInt(a ?? b ?? c ?? "", 16), whole),
    );
}

function character(code: number, otherwise: string): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** The bytes as text; undefined where they are none. */
function readable(bytes: Buffer): string | undefined {
  const text = bytes.toString("utf8");
  return text === "" || /[\p{Cc}\ufffd]/u.test(text.replaceAll(/[\t\n\r]/g, "")) ? undefined : text;
}
