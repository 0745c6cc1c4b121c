/** Licences under which a package may be shipped with the product, as SPDX names them. */
const ALLOWED: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "LGPL-3.0-or-later",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
  "WTFPL",
  "Zlib",
]);

/** What a manifest says, also in the forms of long ago; "unknown" where it says nothing. */
export function licenceOf(manifest: unknown): string {
  if (typeof manifest !== "object" || manifest === null) return "unknown";
  const { license, licenses } = manifest as { readonly license?: unknown; readonly licenses?: unknown };
  const said = Array.isArray(licenses) ? licenses.map(nameOf).join(" OR ") : nameOf(license);
  return said === "" ? "unknown" : said;
}

/** True where one of the licences to choose from, with all that it comes with, is allowed. */
export function isAllowed(licence: string): boolean {
  const choices = licence.replace(/[()]/g, "").split(/\s+OR\s+/i);
  return choices.some((choice) => choice.split(/\s+AND\s+/i).every((one) => ALLOWED.has(one.trim())));
}

function nameOf(licence: unknown): string {
  if (typeof licence === "string") return licence;
  if (typeof licence !== "object" || licence === null || !("type" in licence)) return "";
  return String(licence.type);
}
