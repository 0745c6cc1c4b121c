import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configFields } from "#config";
import { runCommand, temporaryFolder } from "../e2e/run-command.ts";
import { makeKey, serve } from "../e2e/serve.ts";
import { canariesIn, canariesInFiles, filesBelow, plantCanary } from "./canary.ts";
import { startEchoingProvider } from "./echoing-provider.ts";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");
const CRASH = join(import.meta.dirname, "crash.mjs");
const FAILURES = ["400", "401", "403", "404", "429", "500", "200", "text", "cut"];

/** What says where the server keeps its data is planted where commands fail because of it, below. */
const secretFields = configFields().filter(({ secret, env }) => secret && env !== undefined);
const servedSecrets = secretFields.filter(({ key }) => !key.startsWith("database."));

const secrets = servedSecrets.map(({ env = "" }) => plantCanary(env));
const header = plantCanary("a header of a provider");
const endpointKey = plantCanary("key of an endpoint");
const wrongKey = plantCanary("a key that is none");
const cookie = plantCanary("a cookie");
const address = plantCanary("an address");
const documentText = plantCanary("text of a document");
const question = plantCanary("a question");
const crash = plantCanary("text of a crash");
const KEYS = [...secrets, header, endpointKey];

/** The variables of all secrets: one of an address is its password, at a port where nobody listens. */
function secretsAsSet(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    secrets.map(({ name, text }) => [name, name === "REDIS_URL" ? `redis://:${text}@127.0.0.1:1` : text]),
  );
}

function textOf(canaries: readonly { name: string; text: string }[], name: string): string {
  return canaries.find((one) => one.name === name)?.text ?? "";
}

function configFile(url: string): string {
  const endpoint = (how: string) => [
    `fails-${how}`,
    { baseUrl: `${url}/${how}/v1`, apiKeyEnv: "ENDPOINT_KEY" },
  ];
  const provider = (how: string) => ({
    baseUrl: `${url}/${how}/v1`,
    headers: { "X-Org": header.text },
    maxRetries: 0,
  });
  return JSON.stringify({
    providers: {
      openai: provider("401"),
      anthropic: provider("400"),
      groq: provider("500"),
      google: provider("200"),
    },
    endpoints: Object.fromEntries(FAILURES.map(endpoint)),
  });
}

/** Everything that a client can be told, good and bad, on all doors. */
async function knockEverywhere(url: string, key: string): Promise<{ own: string; open: string }> {
  let own = "";
  let open = "";
  const json = { "content-type": "application/json", "a2a-version": "1.0" };
  const told = async (path: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(`${url}${path}`, init);
    return `${JSON.stringify([...response.headers])}\n${await response.text()}\n`;
  };
  const send = (metadata: object, id: string) =>
    JSON.stringify({
      message: {
        messageId: id,
        role: "ROLE_USER",
        parts: [
          { text: `What is ${question.text}?` },
          {
            raw: Buffer.from(`Revenue was 246 million. ${documentText.text}`).toString("base64"),
            filename: "a.txt",
            mediaType: "text/plain",
          },
        ],
        metadata,
      },
    });
  const providers = ["", ...FAILURES.map((how) => `fails-${how}`), "openai", "anthropic", "groq", "google"];
  const sent = ["minion_query", "minions_query"].flatMap((skill_id) =>
    providers.map((remote_provider) => {
      const models = remote_provider === "" ? {} : { remote_provider, remote_model: "m" };
      const body = send(
        { skill_id, max_rounds: 1, timeout: 10, ...models },
        `${skill_id}-${remote_provider}`,
      );
      return told("/message:send", { method: "POST", body, headers: { ...json, "x-api-key": key } });
    }),
  );
  own += (await Promise.all(sent)).join("");
  const headers = {
    ...json,
    "x-api-key": wrongKey.text,
    cookie: `session=${cookie.text}`,
    referer: `https://example.com/${address.text}`,
    "user-agent": address.text,
  };
  const bodies = ["{", '{"jsonrpc":"2.0","id":1,"method":"Nope"}', send({ nonsense: 1 }, "x")];
  for (const path of [
    "/",
    "/message:send",
    "/message:stream",
    "/v1/message:send",
    "/acme/tasks/1:cancel",
    `/${address.text}`,
    "/%zz",
  ]) {
    for (const body of bodies) open += await told(path, { method: "POST", body, headers });
    for (const body of bodies) {
      own += await told(path, { method: "POST", body, headers: { ...headers, "x-api-key": key } });
    }
  }
  for (const path of [
    "/health",
    "/metrics",
    "/livez",
    "/readyz?verbose",
    "/.well-known/agent-card.json",
    "/.well-known/agent.json",
    `/tasks?x=${address.text}`,
  ]) {
    open += await told(path, { headers });
  }
  own += await told("/tasks?includeArtifacts=true", { headers: { ...json, "x-api-key": key } });
  own += await told("/extendedAgentCard", { headers: { ...json, "x-api-key": key } });
  return { own, open };
}

describe("secrets and texts of documents", { timeout: 180_000 }, () => {
  it("stand in nothing that a server says, logs or keeps, whatever happens to it", async () => {
    await using provider = await startEchoingProvider();
    await using folder = await temporaryFolder({ "a2a-minions.config.json": configFile(provider.url) });
    const cwd = folder.path;
    const env = {
      ...secretsAsSet(),
      ENDPOINT_KEY: endpointKey.text,
      CRASH_TEXT: crash.text,
    };
    const command = [process.execPath, "--import", CRASH, MAIN] as const;
    const key = await makeKey(cwd);
    const clientKey = { name: "secret of an API key", text: key.slice(-30) };
    await using server = await serve(["--port", "0", "--log-level", "debug", "--cache-results"], {
      cwd,
      env,
      command: [...command],
    });
    const { own, open } = await knockEverywhere(server.url, key);
    for (const state of ["TASK_STATE_FAILED", "TASK_STATE_COMPLETED"]) {
      expect([state, own.includes(state)]).toEqual([state, true]);
    }

    server.started.process.kill("SIGUSR2");
    const { exitCode, stdout, stderr } = await server.started.finished;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("A fault ended the program (TypeError)");
    expect(stderr).toContain("request answered");
    const texts = [documentText, question];
    const strangers = [wrongKey, cookie, address, crash];
    expect(canariesIn(stdout + stderr, [...KEYS, ...texts, ...strangers, clientKey])).toEqual([]);
    expect(canariesIn(open, [...KEYS, ...texts, ...strangers, clientKey])).toEqual([]);
    // Its owner reads what it sent, and nothing else.
    expect(canariesIn(own, [...KEYS, ...strangers, clientKey])).toEqual([]);
    const files = filesBelow(cwd).filter((file) => !file.endsWith("config.json"));
    expect(files.filter((file) => file.endsWith("crash-report.json"))).toHaveLength(1);
    expect(canariesInFiles(files, [...KEYS, ...strangers, clientKey])).toEqual([]);
    const elsewhere = files.filter((file) => !/tasks\.sqlite(-wal|-shm)?$/.test(file));
    expect(canariesInFiles(elsewhere, texts)).toEqual([]);
    // The search itself finds what is there.
    const kept = files.filter((file) => file.includes("tasks.sqlite"));
    expect(canariesInFiles(kept, texts).length).toBeGreaterThan(0);
  });

  it("stand in nothing that a command says, whether it helps, lists or fails", async () => {
    await using provider = await startEchoingProvider();
    await using folder = await temporaryFolder({
      "a2a-minions.config.json": configFile(provider.url),
      "a.txt": `Revenue was 246 million. ${documentText.text}`,
      "short.txt": "x",
    });
    const cwd = folder.path;
    const databases = secretFields
      .filter(({ key }) => key.startsWith("database."))
      .map(({ env: name = "" }) => plantCanary(name));
    const env = {
      ...secretsAsSet(),
      ENDPOINT_KEY: endpointKey.text,
    };
    const withDatabase = {
      ...env,
      ...Object.fromEntries(
        databases.map(({ name, text }) => [name, `postgres://someone:${text}@127.0.0.1:1/none`]),
      ),
    };
    const ask = ["ask", "a.txt", `What is ${question.text}?`, "--timeout", "20"];
    const runs: readonly (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
      [["--help"], env],
      [["serve", "--help"], env],
      [["providers", "--json"], env],
      [["serve", "--port", "nonsense"], { ...env, MINIONS_MAX_ROUNDS: "99" }],
      [["serve", "--port", "0"], withDatabase],
      [["keys", "list"], withDatabase],
      [["serve"], { ...env, OPENAI_API_KEY_FILE: "short.txt" }],
      [["serve"], { ...env, A2A_JWT_SECRET: textOf(secrets, "A2A_JWT_SECRET").slice(0, 20) }],
      ...["401", "cut"].map((how) => [[...ask, "--remote", `fails-${how}/m`], env] as const),
      [[...ask, "--remote", "openai/m", "--json"], env],
      [["tasks", "list", "--server", "http://127.0.0.1:1", "--key", wrongKey.text], env],
    ];
    const all = [...KEYS, ...databases, wrongKey, documentText];
    const short = {
      name: "beginning of A2A_JWT_SECRET",
      text: textOf(secrets, "A2A_JWT_SECRET").slice(0, 20),
    };
    const ended = await Promise.all(runs.map(([args, given]) => runCommand(args, { cwd, env: given })));
    for (const [index, { stdout, stderr }] of ended.entries()) {
      expect([runs[index]?.[0], canariesIn(stdout + stderr, [...all, short])]).toEqual([
        runs[index]?.[0],
        [],
      ]);
    }
    expect(readFileSync(join(cwd, "a.txt"), "utf8")).toContain(documentText.text);
  });
});
