/**
 * Writes the list of all packages that the product ships with, in CycloneDX.
 *
 *   npm run sbom [-- <file>]
 *
 * npm makes it from package-lock.json. Packages for development alone are left out: nobody gets them.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const path = process.argv[2] ?? "sbom.cdx.json";
const made = spawnSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], {
  encoding: "utf8",
  maxBuffer: 64 * 2 ** 20,
});
if (made.status !== 0) {
  process.stderr.write(made.stderr);
  process.exit(1);
}

interface Component {
  readonly "bom-ref": string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Sbom {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** `--omit dev` would leave out, too, what both the product and its development need. */
function isForDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === "cdx:npm:package:development" && value === "true");
}

const whole = JSON.parse(made.stdout) as Sbom;
const left = new Set(whole.components.filter(isForDevelopment).map((one) => one["bom-ref"]));
const components = whole.components.filter((one) => !left.has(one["bom-ref"]));
const dependencies = whole.dependencies
  .filter(({ ref }) => !left.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => !left.has(one)) }));
writeFileSync(path, `${JSON.stringify({ ...whole, components, dependencies }, null, 2)}\n`);
process.stdout.write(`${path}: ${components.length} packages\n`);
