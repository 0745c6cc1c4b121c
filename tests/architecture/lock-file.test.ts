import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface LockEntry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { packages: Record<string, LockEntry> } = JSON.parse(
  readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"),
);

describe("the lock file", () => {
  it("has an entry for every platform's package, so that npm ci works everywhere (node scripts/complete-lock.ts)", () => {
    const missing = Object.values(lock.packages)
      .flatMap((entry) => Object.entries(entry.optionalDependencies ?? {}))
      .filter(([name, range]) => /^[\^~]?\d/.test(range) && !lock.packages[`node_modules/${name}`]);
    expect(missing).toEqual([]);
  });

  it("names no registry", () => {
    const resolved = Object.values(lock.packages).filter((entry) => entry.resolved?.startsWith("http"));
    expect(resolved).toEqual([]);
  });
});
