import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A text that stands nowhere by chance, to be looked for in all that comes out. */
export interface Canary {
  readonly name: string;
  readonly text: string;
}

/** Letters and figures alone, so that it looks the same in JSON, in addresses and in HTML. */
export function plantCanary(name: string): Canary {
  return { name, text: `Canary${randomBytes(24).toString("hex")}` };
}

/** Which of the canaries stand in these bytes: as they are, by base64 wherever it begins, or by their hexadecimal digits. */
export function canariesIn(bytes: Buffer | string, canaries: readonly Canary[]): string[] {
  const hay = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  return canaries
    .filter(({ text }) => formsOf(text).some((form) => hay.includes(form)))
    .map(({ name }) => name);
}

/** All files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What stands in files, by file. */
export function canariesInFiles(files: readonly string[], canaries: readonly Canary[]): string[] {
  return files.flatMap((file) => canariesIn(readFileSync(file), canaries).map((name) => `${file}: ${name}`));
}

function formsOf(text: string): string[] {
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(`${"x".repeat(shift)}${text}`)
      .toString("base64")
      .replace(/=+$/, "");
    // The characters at both ends depend on what stands around.
    return encoded.slice(shift === 0 ? 0 : 4, -4);
  });
  return [text, Buffer.from(text).toString("hex"), ...base64];
}
