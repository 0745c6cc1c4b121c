const BREAK = "\n\n";
const PAGE_NUMBER = /^(?:page\s+)?[A-Z]{0,2}-?\d{1,4}(?:\s+(?:of|\/)\s+\d{1,4})?$/i;
const RUNNING_HEAD = /^table\s?of\s?contents$/i;

/**
 * Cuts the text of several pages into pages. Pages are joined by a blank line and hold blank lines of their own, so a break
 * is told by the page number above it or the running head below it; without such signs the text stays in one piece.
 */
export function splitPages(text: string, pages: number): string[] {
  if (pages <= 1) return [text];
  const cuts: number[] = [];
  for (let at = text.indexOf(BREAK); at !== -1; at = text.indexOf(BREAK, at + BREAK.length)) {
    const above =
      text
        .slice(Math.max(0, at - 40), at)
        .split("\n")
        .at(-1)
        ?.trim() ?? "";
    const below =
      text
        .slice(at + BREAK.length, at + 60)
        .trimStart()
        .split("\n")[0]
        ?.trim() ?? "";
    if (PAGE_NUMBER.test(above) || RUNNING_HEAD.test(below)) cuts.push(at);
  }
  const pieces: string[] = [];
  let from = 0;
  for (const cut of cuts) {
    pieces.push(text.slice(from, cut));
    from = cut + BREAK.length;
  }
  pieces.push(text.slice(from));
  return pieces.filter((piece) => piece.trim() !== "");
}
