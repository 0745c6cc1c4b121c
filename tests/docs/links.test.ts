import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, readPage } from "./page.ts";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

describe("the documentation", () => {
  it.each(PAGES)("%s links to pages that there are", (page) => {
    const text = readFileSync(join(ROOT, page), "utf8");
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(
      ([, target = ""]) => target,
    );
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });

  it("lists every decision", () => {
    const decisions = readdirSync(join(ROOT, "docs/decisions")).filter((file) => /^\d{4}-/.test(file));
    const list = readPage("decisions/README.md");
    expect(decisions.filter((file) => !list.includes(`](${file})`))).toEqual([]);
  });
});
