import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeyRing, startServer } from "#app";
import { loadConfig } from "#config";
import type { Model } from "#minions";
import { scriptedModel } from "../../src/minions/testing/scripted-model.ts";

/** One of two strangers who use the same server. */
export interface Tenant {
  readonly name: string;
  readonly key: string;
  /** Stands in all that this one sends, and may come back to nobody else. */
  readonly canary: string;
  /** Tasks that are there from the beginning: one that has ended. */
  readonly taskIds: readonly string[];
}

/** The real server with models that know their lines, and two tenants with a task each. */
export interface FuzzTarget extends AsyncDisposable {
  readonly url: string;
  readonly tenants: readonly [Tenant, Tenant];
  /** Lines of the log that tell of a fault. */
  readonly faults: readonly string[];
}

export async function openFuzzTarget(): Promise<FuzzTarget> {
  const folder = await mkdtemp(join(tmpdir(), "a2a-minions-fuzz-"));
  const config = await loadConfig({
    env: { A2A_JWT_SECRET: "a secret for tokens that nobody has to guess" },
    workingDirectory: folder,
    readText: () => Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" })),
    flags: {
      port: "0",
      local: "scripted/worker",
      remote: "scripted/supervisor",
      "max-tasks": "10000000",
      "max-queued": "100000",
      "requests-per-minute": "0",
      "failed-logins": "1000000",
      "log-level": "warn",
      "headers-seconds": "2",
      "url-parts": "true",
      "cors-origins": "https://console.example.com",
    },
  });
  const keys = await openKeyRing(config, folder);
  const faults: string[] = [];
  const running = await startServer({
    config,
    version: "0.0.0",
    dataFolder: folder,
    overrides: {
      logSink: { write: (line: string) => void (isFault(line) && faults.push(line)) },
      registry: {
        open: (reference) => (reference.endsWith("worker") ? WORKER : SUPERVISOR),
        openModels: () => new Map(),
        [Symbol.asyncDispose]: async () => undefined,
      },
    },
  });
  const tenants = [
    await makeTenant(running.url, "alpha", keys),
    await makeTenant(running.url, "beta", keys),
  ] as const;
  return {
    url: running.url,
    tenants: [...tenants],
    faults,
    async [Symbol.asyncDispose]() {
      await running.stop();
      await keys[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isFault(line: string): boolean {
  const { level } = JSON.parse(line) as { readonly level: number | string };
  return level === "error" || (typeof level === "number" && level >= 50);
}

/** Says its line for a step and nothing of use for any other; keeps nothing of what it was asked. */
function speaker(model: string, lines: Readonly<Record<string, string>>): Model {
  const ref = { provider: "scripted", model };
  return {
    ...scriptedModel({ model, lines: {} }),
    async generate({ step, onTextDelta }, signal) {
      signal.throwIfAborted();
      const text = lines[step.kind] ?? "{}";
      onTextDelta?.(text);
      const usage = { promptTokens: 10, completionTokens: 5, cachedTokens: 0, estimated: false };
      return { text, finish: "stop", usage, answeredBy: ref };
    },
  };
}

const ANSWER = { decision: "provide_final_answer", answer: "246", quotes: ["It was $ 246 million."] };
const SUPERVISOR = speaker("supervisor", {
  "minion-open": JSON.stringify({ reasoning: null, message: "What was it?" }),
  "minion-decide": JSON.stringify(ANSWER),
});
const WORKER = speaker("worker", { "minion-work": "> It was $ 246 million." });

async function makeTenant(
  url: string,
  name: string,
  keys: Awaited<ReturnType<typeof openKeyRing>>,
): Promise<Tenant> {
  const { text: key } = await keys.create({
    name,
    owner: `owner-of-${name}`,
    tenant: name,
    scopes: ["minion:query", "minions:query", "tasks:read", "tasks:write"],
  });
  const canary = `canary-${name}-0123456789abcdef`;
  const raw = Buffer.from(`It was $ 246 million. ${canary}`).toString("base64");
  const answer = await fetch(`${url}/message:send`, {
    method: "POST",
    headers: { "content-type": "application/json", "a2a-version": "1.0", "x-api-key": key },
    body: JSON.stringify({
      message: {
        messageId: `first-of-${name}`,
        role: "ROLE_USER",
        parts: [
          { text: `What was it? ${canary}` },
          { raw, filename: `${canary}.txt`, mediaType: "text/plain" },
        ],
      },
    }),
  });
  const { task } = (await answer.json()) as { readonly task: { readonly id: string } };
  return { name, key, canary, taskIds: [task.id] };
}
