/**
 * Wraps text from outside (documents, models' replies) so that a prompt shows where data begins and ends.
 * The closing mark cannot be forged from within: any look-alike inside is broken up.
 */
export function fence(
  tag: string,
  text: string,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  const head = Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${String(value).replaceAll(/["<>\n\r]/g, " ")}"`)
    .join("");
  const closing = new RegExp(`<(/?)(${tag})`, "gi");
  return `<${tag}${head}>\n${text.replace(closing, "<\u200b$1$2")}\n</${tag}>`;
}
