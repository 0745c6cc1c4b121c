const NUL = "\u0000";
const MARK = "\u0001";
/** With `u`, a surrogate is one that stands alone. */
const SUSPECT = /[\p{Cc}\p{Cs}]/gu;
const DIGITS = 4;

/**
 * A text as it is stored: PostgreSQL refuses U+0000, and UTF-8 has no form for half a surrogate pair, so these become a mark
 * with their number; so does the mark itself. No two texts become the same one. JSON texts never need it.
 */
export function toStoredText(text: string): string {
  if (text.isWellFormed() && !text.includes(NUL) && !text.includes(MARK)) return text;
  return text.replace(SUSPECT, (unit) => {
    const storable = unit !== NUL && unit !== MARK && unit.isWellFormed();
    return storable ? unit : MARK + unit.charCodeAt(0).toString(16).padStart(DIGITS, "0");
  });
}

/** The text that {@link toStoredText} was given. */
export function fromStoredText(stored: string): string {
  if (!stored.includes(MARK)) return stored;
  const [first = "", ...marked] = stored.split(MARK);
  const units = marked.map(
    (piece) => String.fromCharCode(Number.parseInt(piece.slice(0, DIGITS), 16)) + piece.slice(DIGITS),
  );
  return first + units.join("");
}
