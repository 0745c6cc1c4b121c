import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EXIT_CODES } from "../../src/cli/exit-codes.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Every literal code of an AppError in the sources, whether or not its room's union names it. */
function codesInSources(): string[] {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  const codes = files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .filter((file) => !/[\\/]testing[\\/]/.test(file))
    .flatMap((file) => [
      ...readFileSync(join(ROOT, "src", file), "utf8").matchAll(/extends AppError<\s*"([a-z-]+)"/g),
    ])
    .map((match) => match[1] ?? "");
  return [...new Set(codes)].sort();
}

describe("error codes", () => {
  const codes = codesInSources();
  const page = readFileSync(join(ROOT, "docs/reference/errors.md"), "utf8");

  it("each have an exit code", () => {
    expect(Object.keys(EXIT_CODES).sort()).toEqual(codes);
  });

  it("each stand on the reference page", () => {
    expect(codes.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
  });
});
