import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openClientRing, openKeyRing, type RunningServer, startServer } from "#app";
import type { ClientRing, Scope } from "#auth";
import { loadConfig } from "#config";

/** The real server, listening on this machine with the embedded engine, over a data folder of its own. */
export interface SecuredServer extends AsyncDisposable {
  readonly url: string;
  readonly dataFolder: string;
  readonly clients: ClientRing;
  readonly log: () => string;
  /** Makes a key and gives its text. */
  key(request: {
    readonly owner: string;
    readonly tenant?: string;
    readonly tier?: string;
    readonly scopes: readonly Scope[];
  }): Promise<string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export interface SecuredSettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string | boolean>>;
  /** What stands in the configuration file. */
  readonly file?: object;
}

export async function openSecuredServer({
  env = {},
  flags = {},
  file,
}: SecuredSettings = {}): Promise<SecuredServer> {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "a2a-minions-security-"));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const config = await loadConfig({
    env,
    workingDirectory: folder,
    readText: async () => {
      if (file === undefined) throw Object.assign(new Error("none"), { code: "ENOENT" });
      return JSON.stringify(file);
    },
    flags: { port: "0", "grace-seconds": "0", "log-level": "debug", ...flags },
  });
  const dataFolder = join(folder, "data");
  const lines: string[] = [];
  const logSink = { write: (line: string) => void lines.push(line) };
  const running: RunningServer = await startServer({
    config,
    version: "0.0.0",
    dataFolder,
    overrides: { logSink },
  });
  opening.defer(() => running.stop());
  const keys = opening.use(await openKeyRing(config, dataFolder));
  const clients = opening.use(await openClientRing(config, dataFolder));
  const held = opening.move();
  return {
    url: running.url,
    dataFolder,
    clients,
    log: () => lines.join(""),
    key: async ({ owner, ...rest }) => (await keys.create({ name: owner, owner, ...rest })).text,
    fetch: (path, init) => fetch(running.url + path, init),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** A call of A2A 1.0 over JSON-RPC. */
export function rpcCall(
  method: string,
  params: unknown,
  headers: Readonly<Record<string, string>>,
): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", "a2a-version": "1.0", ...headers },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  };
}

/** A question that is answered at once by the embedded engine, as the parameters of `SendMessage`. */
export function question(id: string, metadata: object = {}): object {
  return {
    message: {
      messageId: id,
      role: "ROLE_USER",
      parts: [{ text: "How high was revenue?" }, { text: "Revenue was 42 million dollars in 2025." }],
    },
    metadata,
    configuration: { returnImmediately: true },
  };
}
