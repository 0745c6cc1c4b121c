import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/security/threat-model.md"), "utf8");

interface Line {
  readonly threat: string;
  readonly kind: string;
  readonly test: string;
}

/** Lines of the tables of threats: kind, threat, what holds it, test. */
const lines: Line[] = PAGE.split("\n")
  .map((line) => /^\| ([STRIDE, ]+) \| (.+?) \| .+ \| (.+?) \|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, kind = "", threat = "", test = ""]) => ({ kind, threat, test }));

describe("the threat model", () => {
  it("has lines of every kind of threat", () => {
    const kinds = new Set(lines.flatMap(({ kind }) => kind.split(", ")));
    expect([...kinds].sort().join("")).toBe("DEIRST");
  });

  it.each(lines)("names a test that is there: $threat", ({ test }) => {
    const named = [...test.matchAll(/`([^`]+)`: ([^;]+)/g)];
    expect(named).not.toEqual([]);
    for (const [, path = "", title = ""] of named) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      expect(readFileSync(join(ROOT, path), "utf8")).toContain(title.trim());
    }
  });
});
