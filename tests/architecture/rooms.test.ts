import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";

/** The one table of allowed imports: a room on the left may import the rooms on its right, and nothing else of ours. */
const ALLOWED: Record<string, readonly string[]> = {
  kernel: [],
  minions: ["kernel"],
  embedded: ["kernel", "minions"],
  models: ["kernel", "minions", "embedded"],
  egress: ["kernel", "minions", "models"],
  documents: ["kernel", "minions"],
  workbench: ["kernel", "minions"],
  evaluation: ["kernel", "minions"],
  config: ["kernel", "minions"],
  cache: ["kernel"],
  engine: ["kernel"],
  stores: ["kernel", "cache", "engine", "auth", "audit", "limits"],
  queue: ["kernel", "engine"],
  redis: ["kernel", "cache", "engine"],
  auth: ["kernel", "audit"],
  audit: ["kernel"],
  fetching: ["kernel"],
  limits: ["kernel"],
  a2a: ["kernel", "engine", "limits"],
  dialects: ["kernel", "engine", "a2a"],
  http: ["kernel", "engine", "auth", "limits", "a2a", "dialects", "fetching"],
  app: [
    "cache",
    "engine",
    "stores",
    "queue",
    "redis",
    "auth",
    "audit",
    "fetching",
    "limits",
    "a2a",
    "dialects",
    "http",
    "kernel",
    "minions",
    "embedded",
    "models",
    "egress",
    "documents",
    "workbench",
    "evaluation",
    "config",
  ],
  cli: ["kernel", "minions", "app", "config"],
};

const MAX_LINES = 300;
const SOURCE = join(import.meta.dirname, "../../src");

interface SourceFile {
  readonly room: string;
  readonly path: string;
  readonly text: string;
}

function sourceFiles(): SourceFile[] {
  return readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => {
      const absolute = join(entry.parentPath, entry.name);
      const path = relative(SOURCE, absolute).split(sep).join("/");
      return { room: path.split("/")[0] ?? "", path, text: readFileSync(absolute, "utf8") };
    })
    .filter((file) => file.path.includes("/"));
}

function importsOf(file: SourceFile): string[] {
  const pattern = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)["']([^"']+)["']/g;
  return [...file.text.matchAll(pattern)].map((match) => match[1] ?? "");
}

describe("the house", () => {
  const files = sourceFiles();

  it("has only rooms of the table", () => {
    const unknown = [...new Set(files.map((file) => file.room))].filter((room) => !(room in ALLOWED));
    expect(unknown).toEqual([]);
  });

  it("imports across rooms only as the table allows, by #room", () => {
    const offences = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith("#"))
        .map((specifier) => specifier.slice(1))
        .filter((room) => !(ALLOWED[file.room] ?? []).includes(room))
        .map((room) => `${file.path} imports #${room}`),
    );
    expect(offences).toEqual([]);
  });

  it("never climbs out of a room by a relative path", () => {
    const offences = files.flatMap((file) => {
      const depth = file.path.split("/").length - 2;
      return importsOf(file)
        .filter((specifier) => specifier.startsWith("../"))
        .filter((specifier) => specifier.split("../").length - 1 > depth)
        .map((specifier) => `${file.path} imports ${specifier}`);
    });
    expect(offences).toEqual([]);
  });

  it("keeps the protocols free of I/O", () => {
    const offences = files
      .filter((file) => file.room === "minions" && !file.path.endsWith(".test.ts"))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => specifier.startsWith("node:") && specifier !== "node:crypto")
          .map((specifier) => `${file.path} imports ${specifier}`),
      );
    expect(offences).toEqual([]);
  });

  it(`keeps every file at ${MAX_LINES} lines or fewer`, () => {
    const long = files
      .map((file) => ({ path: file.path, lines: file.text.split("\n").length - 1 }))
      .filter((file) => file.lines > MAX_LINES);
    expect(long).toEqual([]);
  });
});
