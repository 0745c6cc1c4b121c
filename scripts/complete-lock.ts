import { readFile, writeFile } from "node:fs/promises";

/**
 * Completes package-lock.json after `npm install`: packages for other platforms that the registry in use does not
 * carry get an entry of their own, marked optional. Without it npm 11 refuses `npm ci` as out of step.
 */
interface LockEntry {
  readonly version?: string;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

const SYSTEMS = [
  "android",
  "darwin",
  "win32",
  "linux",
  "freebsd",
  "openbsd",
  "netbsd",
  "openharmony",
  "aix",
  "sunos",
];
const PROCESSORS = ["arm64", "x64", "arm", "ia32", "riscv64", "ppc64", "s390x", "loong64"];

const path = new URL("../package-lock.json", import.meta.url);
const lock: { packages: Record<string, LockEntry> } = JSON.parse(await readFile(path, "utf8"));
const wanted = Object.values(lock.packages).flatMap((entry) =>
  Object.entries(entry.optionalDependencies ?? {}),
);
const missing = wanted.filter(
  ([name, range]) => !lock.packages[`node_modules/${name}`] && /^[\^~]?\d/.test(range),
);
for (const [name, range] of missing) lock.packages[`node_modules/${name}`] = entryFor(name, range);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} entries added`);

/** The platform stands in the package's name, as in `@biomejs/cli-linux-x64-musl`. */
function entryFor(name: string, range: string): LockEntry {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const libc = words.includes("musl")
    ? "musl"
    : words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : undefined;
  return {
    version: range.replace(/^[\^~]/, ""),
    optional: true,
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os ? { os: [os] } : {}),
    ...(libc && os === "linux" ? { libc: [libc] } : {}),
  };
}
