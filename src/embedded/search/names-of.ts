import type { SearchedPage } from "./find-evidence.ts";

/** Names of the documents, and of the companies that filed them where a cover page says so. */
export function namesOf(pages: readonly SearchedPage[]): string[] {
  const names = new Set<string>();
  for (const { document, page } of pages) {
    if (document !== undefined) names.add(document.name);
    if (page.statements.cover === undefined) continue;
    const caption = page.lines.findIndex((line) => /exact name of (?:the )?registrant/i.test(line.text));
    const name = page.lines
      .slice(Math.max(0, caption - 4), Math.max(0, caption))
      .findLast((line) => !line.isBlank);
    if (name !== undefined) names.add(name.text);
  }
  return [...names];
}
