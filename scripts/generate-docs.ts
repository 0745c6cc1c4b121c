import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cliPage } from "./docs/cli-page.ts";
import { configurationPage } from "./docs/configuration-page.ts";
import { envExample } from "./docs/env-example.ts";
import { errorsPage } from "./docs/errors-page.ts";
import { providersPage } from "./docs/providers-page.ts";

/** `npm run docs` writes what is generated; with `--check` it only tells what is out of date, for `npm run check`. */
const ROOT = join(import.meta.dirname, "..");

const PAGES: Readonly<Record<string, () => string>> = {
  ".env.example": envExample,
  "docs/reference/cli.md": cliPage,
  "docs/reference/configuration.md": configurationPage,
  "docs/reference/errors.md": errorsPage,
  "docs/reference/providers.md": providersPage,
};

function main(): void {
  const check = process.argv.includes("--check");
  const stale = Object.entries(PAGES).filter(([path, render]) => readPage(path) !== render());
  for (const [path, render] of check ? [] : stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), render());
  }
  const names = stale.map(([path]) => path).join(", ");
  if (check && stale.length > 0) {
    process.stderr.write(`Out of date: ${names}. Run npm run docs and commit what it writes.\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(stale.length > 0 ? `Written: ${names}\n` : "Generated pages are up to date.\n");
  }
}

function readPage(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return undefined; // Not there yet is as out of date as it gets.
  }
}

main();
