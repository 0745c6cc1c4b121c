import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeyRing, startServer } from "#app";
import { loadConfig } from "#config";
import { ROOT } from "./page.ts";

/** A real server with the embedded engine, and a folder in which the examples of a page can be run. */
export interface DocumentedServer extends AsyncDisposable {
  readonly folder: string;
  /** What a reader would have set: the address and a key, and the command on the path. */
  readonly env: Readonly<Record<string, string>>;
}

/** @param configuration what stands in the server's configuration file */
export async function openDocumentedServer(configuration?: string): Promise<DocumentedServer> {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "a2a-minions-docs-"));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  for (const name of ["samples", "node_modules"]) await symlink(join(ROOT, name), join(folder, name));
  const command = `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "src/cli/main.ts")}" "$@"\n`;
  await writeFile(join(folder, "a2a-minions"), command, { mode: 0o755 });
  const config = await loadConfig({
    env: {},
    workingDirectory: folder,
    readText: async () =>
      configuration ?? Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" })),
    flags: { port: "0" },
  });
  const dataFolder = join(folder, "data");
  const server = await startServer({
    config,
    version: "0.0.0",
    dataFolder,
    overrides: { logSink: { write: () => undefined } },
  });
  opening.defer(() => server.stop());
  await using keys = await openKeyRing(config, dataFolder);
  const { text } = await keys.create({
    name: "reader",
    scopes: ["minion:query", "minions:query", "tasks:read", "tasks:write"],
  });
  const held = opening.move();
  return {
    folder,
    env: {
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
      HOME: folder,
      URL: server.url,
      KEY: text,
      A2A_MINIONS_SERVER: server.url,
      A2A_MINIONS_KEY: text,
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
