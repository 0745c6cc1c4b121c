import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isAllowed, licenceOf } from "../../scripts/licences/licence-of.ts";
import { temporaryFolder } from "../e2e/run-command.ts";

const ROOT = join(import.meta.dirname, "../..");

describe("what the product ships with", () => {
  it("is under licences that let it", () => {
    const listed = execFileSync(process.execPath, ["scripts/list-licences.ts"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(listed).toMatch(/^MIT \(\d+\): /m);
    expect(listed).not.toMatch(/AGPL|unknown/);
  });

  it("is listed as CycloneDX, with every package that it depends on", async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "sbom.json");
    execFileSync(process.execPath, ["scripts/write-sbom.ts", path], { cwd: ROOT });
    const sbom = JSON.parse(readFileSync(path, "utf8")) as {
      readonly bomFormat: string;
      readonly components: readonly { readonly name: string; readonly group?: string }[];
    };
    expect(sbom.bomFormat).toBe("CycloneDX");
    const names = new Set(
      sbom.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`)),
    );
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([]);
    expect(names.has("vitest")).toBe(false);
  });
});

describe("a licence", () => {
  it.each([
    [{ license: "MIT" }, "MIT", true],
    [{ license: "(MIT OR GPL-3.0)" }, "(MIT OR GPL-3.0)", true],
    [{ license: "Apache-2.0 AND MIT" }, "Apache-2.0 AND MIT", true],
    [{ license: "MIT AND AGPL-3.0" }, "MIT AND AGPL-3.0", false],
    [{ license: "AGPL-3.0-only" }, "AGPL-3.0-only", false],
    [{ license: "UNLICENSED" }, "UNLICENSED", false],
    [{ license: { type: "ISC" } }, "ISC", true],
    [{ licenses: [{ type: "MIT" }, { type: "GPL-2.0" }] }, "MIT OR GPL-2.0", true],
    [{}, "unknown", false],
    [undefined, "unknown", false],
  ])("of %j is %s; allowed: %s", (manifest, licence, allowed) => {
    expect([licenceOf(manifest), isAllowed(licenceOf(manifest))]).toEqual([licence, allowed]);
  });
});
