import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { InvalidConfigurationError } from "./errors.ts";
import { configFields } from "./fields.ts";
import { CONFIG_FILE_NAME, type ConfigSources, loadConfig } from "./load-config.ts";
import { Secret } from "./secret.ts";

function load(overrides: Partial<ConfigSources> & { files?: Record<string, string> } = {}) {
  const { files = {}, ...sources } = overrides;
  return loadConfig({
    env: {},
    workingDirectory: "/home/someone",
    readText: (path) => {
      const text = files[path];
      if (text !== undefined) return Promise.resolve(text);
      return Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" }));
    },
    ...sources,
  });
}

function homeFile(content: unknown): Record<string, string> {
  return { [`/home/someone/${CONFIG_FILE_NAME}`]: JSON.stringify(content) };
}

async function faultsOf(loading: Promise<unknown>): Promise<string[]> {
  const error: unknown = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InvalidConfigurationError)) throw new Error(`Expected faults, got ${String(error)}`);
  return error.faults.map((fault) => `${fault.source}: ${fault.problem}`);
}

/** By section: secrets that have a form. */
const ADDRESSES_WITH_SECRETS: Readonly<Record<string, string>> = {
  database: "postgres://minions:s@db/minions",
  redis: "redis://:s@cache:6379/1",
};

describe("configuration", () => {
  it("names no model when nothing does, whatever keys there are", async () => {
    const config = await load({ env: { OPENAI_API_KEY: "sk-1", ANTHROPIC_API_KEY: "sk-2" } });
    expect(config.models.local).toBeUndefined();
    expect(config.models.remote).toBeUndefined();
    expect(config.run).toMatchObject({ skill_id: "minion_query", max_rounds: 3, privacy_mode: false });
  });

  it("lets flags win over environment, environment over the file, the file over defaults", async () => {
    const files = homeFile({ run: { max_rounds: 4, num_tasks_per_round: 4, timeout: 40, parallelism: 4 } });
    const env = { MINIONS_MAX_ROUNDS: "5", MINIONS_TIMEOUT: "50" };
    const config = await load({ files, env, flags: { timeout: "60" } });
    expect(config.run).toMatchObject({ parallelism: 4, max_rounds: 5, timeout: 60, num_samples_per_task: 1 });
  });

  it.each([
    ["MINIONS_LOCAL", { MINIONS_LOCAL: "ollama/llama3.2" }, "local", "ollama", "llama3.2"],
    [
      "the pair of provider and model",
      { MINIONS_REMOTE_PROVIDER: "groq", MINIONS_REMOTE_MODEL: "meta/llama" },
      "remote",
      "groq",
      "meta/llama",
    ],
    ["a local model alone", { MINIONS_LOCAL_MODEL: "llama3.2" }, "local", "ollama", "llama3.2"],
    ["a remote model alone", { MINIONS_REMOTE_MODEL: "gpt-4o" }, "remote", "openai", "gpt-4o"],
  ] as const)("reads a model from %s", async (_name, env, side, provider, model) => {
    const config = await load({ env });
    expect(config.models[side]).toBe(`${provider}/${model}`);
  });

  it.each([
    ["true", true],
    ["false", false],
    ["0", false],
    ["yes", true],
  ])("reads the switch MINIONS_PRIVACY_MODE=%s as people mean it", async (text, expected) => {
    expect((await load({ env: { MINIONS_PRIVACY_MODE: text } })).run.privacy_mode).toBe(expected);
  });

  it("counts an empty variable as not set", async () => {
    expect((await load({ env: { MINIONS_MAX_ROUNDS: "", OPENAI_API_KEY: "" } })).run.max_rounds).toBe(3);
  });

  it("reports every fault at once, each with its source", async () => {
    const files = homeFile({ run: { timeout: 5, max_round: 3 }, nonsense: 1 });
    const env = { MINIONS_MAX_ROUNDS: "99", MINIONS_PRIVACY_MODE: "perhaps", MINIONS_LOCAL_MAX_TOKENS: "0" };
    const path = `/home/someone/${CONFIG_FILE_NAME}`;
    expect(await faultsOf(load({ files, env, flags: { local: "llama", "num-ctx": "many" } }))).toEqual([
      `${path}: run.max_round is not a setting`,
      `${path}: nonsense is not a setting`,
      '--local: "llama" is not provider/model (or several of them with commas between)',
      "MINIONS_MAX_ROUNDS: 99 is too big: at most 10",
      `${path} (run.timeout): 5 is too small: at least 10`,
      'MINIONS_PRIVACY_MODE: "perhaps" must be true or false',
      '--num-ctx: "many" must be a number',
      "MINIONS_LOCAL_MAX_TOKENS: 0 is too small: at least 1",
    ]);
  });

  it("says that a provider without a model names nothing", async () => {
    expect(await faultsOf(load({ env: { MINIONS_REMOTE_PROVIDER: "openai" } }))).toEqual([
      "MINIONS_REMOTE_PROVIDER: names a provider and no model; set MINIONS_REMOTE_MODEL too",
    ]);
    const config = await load({
      env: { MINIONS_REMOTE_PROVIDER: "openai" },
      flags: { remote: "groq/llama" },
    });
    expect(config.models.remote).toBe("groq/llama");
  });

  it("reads a secret from the file that the _FILE variable names", async () => {
    const env = { OPENAI_API_KEY_FILE: "/run/secrets/openai" };
    const config = await load({ env, files: { "/run/secrets/openai": "sk-from-file\n" } });
    expect(config.providers.openai.apiKey?.reveal()).toBe("sk-from-file");
  });

  it("reads every secret there is from such a file, wherever it lies, without the line breaks at its end", async () => {
    for (const { key, env, envAliases = [] } of configFields().filter((field) => field.secret)) {
      for (const name of [env ?? "", ...envAliases]) {
        const secret = ADDRESSES_WITH_SECRETS[key.split(".")[0] ?? ""] ?? ` ${"s".repeat(64)}`;
        const files = { "/home/someone/secrets/one": `${secret}\r\n\n` };
        const config = await load({ env: { [`${name}_FILE`]: "secrets/one" }, files });
        const value = key.split(".").reduce<unknown>((node, step) => Reflect.get(Object(node), step), config);
        expect([key, value instanceof Secret && value.reveal()]).toEqual([key, secret]);
      }
    }
  });

  it("takes an endpoint's key from a file that its own variable points to", async () => {
    const files = {
      ...homeFile({ endpoints: { mine: { baseUrl: "http://localhost:9/v1", apiKeyEnv: "MY_KEY" } } }),
      "/k": "k-1\n",
    };
    const config = await load({ files, env: { MY_KEY_FILE: "/k" } });
    expect(config.endpoints["mine"]?.apiKey?.reveal()).toBe("k-1");
    expect((await faultsOf(load({ files, env: { MY_KEY_FILE: "/nowhere" } })))[0]).toContain("MY_KEY_FILE");
  });

  it.each([
    [
      "both the key and its file",
      { OPENAI_API_KEY: "sk-1", OPENAI_API_KEY_FILE: "/k" },
      "keep one of the two",
    ],
    [
      "both a variable's other name and its file",
      { GEMINI_API_KEY: "sk-1", GOOGLE_API_KEY_FILE: "/k", GEMINI_API_KEY_FILE: "/k" },
      "keep one of the two",
    ],
    [
      "an empty file",
      { OPENAI_API_KEY_FILE: "/empty" },
      "OPENAI_API_KEY_FILE: the file /empty cannot be read",
    ],
    ["a file that is not there", { OPENAI_API_KEY_FILE: "/nowhere" }, "/nowhere cannot be read or is empty"],
  ])("refuses %s", async (_name, env, problem) => {
    expect((await faultsOf(load({ env, files: { "/k": "x", "/empty": "\n" } })))[0]).toContain(problem);
  });

  it("never prints a secret", async () => {
    const config = await load({ env: { OPENAI_API_KEY: "sk-hidden" } });
    const printed = `${inspect(config, { depth: 9 })}${JSON.stringify(config)}${config.providers.openai.apiKey}`;
    expect(printed).not.toContain("sk-hidden");
    expect(printed).toContain("[secret]");
  });

  it("keeps a secret out of the fault that names it", async () => {
    const files = homeFile({ providers: { openai: { apiKey: 123456 } }, endpoints: { x: { apiKey: 77 } } });
    const faults = (await faultsOf(load({ files }))).join("\n");
    expect(faults).toContain("providers.openai.apiKey");
    expect(faults).not.toMatch(/123456|77/);
  });

  it("takes an endpoint's key from the variable that the file names", async () => {
    const files = homeFile({
      endpoints: { mine: { baseUrl: "http://localhost:9/v1", apiKeyEnv: "MY_KEY" } },
    });
    const config = await load({ files, env: { MY_KEY: "k-1" } });
    expect(config.endpoints["mine"]?.apiKey?.reveal()).toBe("k-1");
  });

  it.each(["openai", "embedded", "Mine"])("refuses an endpoint under the name %s", async (name) => {
    const files = homeFile({ endpoints: { [name]: { baseUrl: "http://localhost:9/v1" } } });
    expect((await faultsOf(load({ files }))).join("\n")).toMatch(/name/);
  });

  it("is frozen to its leaves", async () => {
    const config = await load();
    expect(() => Object.assign(config.run, { max_rounds: 9 })).toThrow(TypeError);
  });

  it("counts paths of the file from the file, and paths of flags from the working directory", async () => {
    const files = { "/etc/minions/c.json": JSON.stringify({ prices: { file: "p.json" } }) };
    const fromFile = await load({ files, file: "/etc/minions/c.json" });
    expect(fromFile.prices.file).toBe("/etc/minions/p.json");
    const fromFlag = await load({ files, file: "/etc/minions/c.json", flags: { prices: "q.json" } });
    expect(fromFlag.prices.file).toBe("/home/someone/q.json");
  });

  it.each([
    ["is not there", { file: "x.json" }, "there is no such file"],
    ["is no JSON", { file: "y.json", files: { "/home/someone/y.json": '{"a": sk-secret' } }, "it is no JSON"],
  ])("says so when a named file %s", async (_name, sources, problem) => {
    const loading = load(sources);
    await expect(loading).rejects.toMatchObject({ code: "configuration-file-unreadable" });
    await expect(loading).rejects.toThrow(problem);
    await expect(loading).rejects.not.toThrow("sk-secret");
  });
});
