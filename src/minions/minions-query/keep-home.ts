import type { SourceDocument } from "../document.ts";
import type { Program } from "../workbench-port.ts";

/** As much of the documents in one piece is a quotation, and no chance. */
const PIECE = 40;

/** Longest text of a program's own that is told to the supervisor. */
const MOST = 400;

/**
 * What the supervisor is told of a text that its program made. A program reads the documents, and the supervisor may not:
 * a text that carries a piece of them which the supervisor did not write into the program itself is withheld, and any
 * other is cut to a length that carries little. What workers report of the documents goes another way.
 */
export function keptHome(
  text: string,
  program: Program,
  documents: readonly SourceDocument[],
  instead: string,
): string {
  if (program.kind === "plan") return text;
  const told = text.length > MOST ? `${text.slice(0, MOST)}…` : text;
  return pieces(told).some((piece) => !program.source.includes(piece) && holds(documents, piece))
    ? instead
    : told;
}

/** Overlapping pieces, so that each stretch of a document that is half as long again holds a whole one. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at + PIECE <= text.length; at += PIECE / 2) found.push(text.slice(at, at + PIECE));
  return found;
}

function holds(documents: readonly SourceDocument[], piece: string): boolean {
  return documents.some(({ pages }) => pages.some(({ text }) => text.includes(piece)));
}
