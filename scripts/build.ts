import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Builds what is published: plain JavaScript with declarations in `dist/`, since Node strips no types under node_modules.
 *
 * `#room` imports stay as they are: `dist/package.json` is the nearest one to the built files and maps them there.
 */
const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

const FOR_TESTS_ONLY = /\/(fixtures|testing)(\/|$)/;

function main(): void {
  rmSync(DIST, { recursive: true, force: true });
  execFileSync(
    process.execPath,
    [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"],
    {
      cwd: ROOT,
      stdio: "inherit",
    },
  );
  copyAssets();
  writeFileSync(join(DIST, "package.json"), `${JSON.stringify(distManifest(), null, 2)}\n`);
  chmodSync(join(DIST, "cli/main.js"), 0o755);
}

/** Word lists and other data that stand beside the code. */
function copyAssets(): void {
  cpSync(join(ROOT, "src"), DIST, {
    recursive: true,
    filter: (source) =>
      !FOR_TESTS_ONLY.test(source) && (statSync(source).isDirectory() || !source.endsWith(".ts")),
  });
}

/** The root's `imports` with each room at its built place. */
function distManifest(): { type: "module"; imports: Record<string, string> } {
  const { imports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    imports: Record<string, string>;
  };
  const built = Object.entries(imports).map(([name, path]) => [
    name,
    path.replace(/^\.\/src\//, "./").replace(/\.ts$/, ".js"),
  ]);
  return { type: "module", imports: Object.fromEntries(built) as Record<string, string> };
}

main();
