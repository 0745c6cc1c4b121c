/** A Markdown table; bars and line breaks in cells are made harmless. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(header), `|${header.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Where a generated page comes from, for whoever opens it to edit it. */
export function generatedFrom(source: string): string {
  return `<!-- Made by \`npm run docs\` from ${source}. Edit that, not this page. -->`;
}
