/**
 * Lists the licence of every package that is installed for the product, and fails on one that may not be shipped with it
 * or that says nothing.
 *
 *   npm run licences
 */
import { existsSync, readFileSync } from "node:fs";
import { isAllowed, licenceOf } from "./licences/licence-of.ts";

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const byLicence = new Map<string, string[]>();
const refused: string[] = [];
for (const [path, { dev, link }] of Object.entries(lock.packages)) {
  const manifest = `${path}/package.json`;
  // What is for development alone is shipped to nobody; what is for other platforms is not here to be read.
  if (path === "" || dev === true || link === true || !existsSync(manifest)) continue;
  const name = path.replace(/^.*node_modules\//, "");
  const licence = licenceOf(JSON.parse(readFileSync(manifest, "utf8")));
  byLicence.set(licence, [...(byLicence.get(licence) ?? []), name]);
  if (!isAllowed(licence)) refused.push(`${name}: ${licence}`);
}
for (const [licence, names] of [...byLicence].sort(([one], [other]) => one.localeCompare(other))) {
  process.stdout.write(`${licence} (${names.length}): ${names.sort().join(", ")}\n`);
}
if (refused.length > 0) {
  process.stderr.write(`May not be shipped, or unknown:\n${refused.map((line) => `  ${line}\n`).join("")}`);
  process.exit(1);
}
