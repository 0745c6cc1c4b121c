import { dirname, resolve } from "node:path";
import type { z } from "zod";
import { type ConfigurationFault, ConfigurationFileError, InvalidConfigurationError } from "./errors.ts";
import { type ConfigField, configFields } from "./fields.ts";
import { problemText } from "./problem-text.ts";
import { type Config, configSchema } from "./schema.ts";
import { Secret } from "./secret.ts";
import { type SecretSources, secretFromFile } from "./secret-files.ts";
import type { Environment, ReadText, SourcedValue } from "./sourced-value.ts";
import {
  type FlagValues,
  lonelyProviders,
  modelPairsFromEnvironment,
  valuesFromEnvironment,
  valuesFromFile,
  valuesFromFlags,
} from "./sources.ts";

/** The file that is read from the working directory when no other is named. */
export const CONFIG_FILE_NAME = "a2a-minions.config.json";

export interface ConfigSources {
  /** Command-line flags by name, without dashes. */
  readonly flags?: FlagValues;
  readonly env: Environment;
  /** Absolute path of the working directory. */
  readonly workingDirectory: string;
  /** A configuration file named by the user; it must exist. Without it, {@link CONFIG_FILE_NAME} is read if it is there. */
  readonly file?: string;
  /** Reads a file as text; rejects with `code: "ENOENT"` where there is none. */
  readonly readText: ReadText;
}

/**
 * The configuration from flags, environment, file and defaults, in this order of precedence.
 *
 * @throws InvalidConfigurationError with every fault at once.
 * @throws ConfigurationFileError where the file cannot be read or is no JSON.
 */
export async function loadConfig(sources: ConfigSources): Promise<Config> {
  const fields = configFields();
  const faults: ConfigurationFault[] = [];
  const file = await readConfigFile(sources);
  const { env, workingDirectory, readText } = sources;
  const secrets = { env, faults, readText: (path: string) => readText(resolve(workingDirectory, path)) };
  const merged = new Map<string, SourcedValue>();
  const layers = [
    file === undefined
      ? new Map<string, SourcedValue>()
      : inDirectory(dirname(file.path), fields, valuesFromFile(fields, file.content, file.path, faults)),
    modelPairsFromEnvironment(sources.env),
    await valuesFromEnvironment(fields, secrets),
    valuesFromFlags(fields, sources.flags ?? {}),
  ];
  for (const layer of layers) for (const [key, value] of layer) merged.set(key, value);
  faults.push(...lonelyProviders(sources.env, merged));
  const located = inDirectory(sources.workingDirectory, fields, merged);
  const parsed = configSchema.safeParse(nested(located));
  if (parsed.error) faults.push(...parsed.error.issues.map((issue) => faultOf(issue, fields, located)));
  const endpoints = parsed.success ? await withKeys(parsed.data.endpoints, secrets) : {};
  if (!parsed.success || faults.length > 0) throw new InvalidConfigurationError(faults);
  return deepFreeze({ ...parsed.data, endpoints });
}

/** Keys that endpoints keep in environment variables of their own names, or in files that these point to. */
async function withKeys(
  endpoints: Config["endpoints"],
  secrets: SecretSources,
): Promise<Config["endpoints"]> {
  const keyed = Object.entries(endpoints).map(async ([name, endpoint]) => {
    const { apiKeyEnv } = endpoint;
    if (apiKeyEnv === undefined) return [name, endpoint] as const;
    const fromFile = await secretFromFile(`endpoints.${name}.apiKeyEnv`, [apiKeyEnv], secrets);
    const key = secrets.env[apiKeyEnv] || fromFile?.value;
    return [name, key ? { ...endpoint, apiKey: new Secret(String(key)) } : endpoint] as const;
  });
  return Object.fromEntries(await Promise.all(keyed));
}

async function readConfigFile(
  sources: ConfigSources,
): Promise<{ readonly path: string; readonly content: unknown } | undefined> {
  const path = resolve(sources.workingDirectory, sources.file ?? CONFIG_FILE_NAME);
  let text: string;
  try {
    text = await sources.readText(path);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (missing && sources.file === undefined) return undefined;
    throw new ConfigurationFileError(path, missing ? "there is no such file" : "it cannot be read", {
      cause: error,
    });
  }
  try {
    return { path, content: JSON.parse(text) as unknown };
  } catch (error) {
    // The parser's own message quotes the text around the fault, which may be a key.
    throw new ConfigurationFileError(path, `it is no JSON${lineOfFault(text, error)}`);
  }
}

function lineOfFault(text: string, error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? "" : ` (line ${text.slice(0, Number(position)).split("\n").length})`;
}

/** Relative paths become absolute against `directory`; what is absolute already stays. */
function inDirectory(
  directory: string,
  fields: readonly ConfigField[],
  values: ReadonlyMap<string, SourcedValue>,
): Map<string, SourcedValue> {
  const located = new Map(values);
  for (const field of fields.filter((candidate) => candidate.path || candidate.paths)) {
    const given = located.get(field.key);
    if (given === undefined) continue;
    const value = field.paths
      ? eachInDirectory(directory, given.value)
      : oneInDirectory(directory, given.value);
    located.set(field.key, { ...given, value });
  }
  return located;
}

function oneInDirectory(directory: string, value: unknown): unknown {
  return typeof value === "string" && value !== "" ? resolve(directory, value) : value;
}

function eachInDirectory(directory: string, value: unknown): unknown {
  const paths = typeof value === "string" ? value.split(",").map((path) => path.trim()) : value;
  return Array.isArray(paths) ? paths.map((path) => oneInDirectory(directory, path)) : paths;
}

function nested(values: ReadonlyMap<string, SourcedValue>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [key, { value }] of values) {
    const names = key.split(".");
    const last = names.pop() ?? key;
    let node = root;
    for (const name of names) node = childOf(node, name);
    node[last] = value;
  }
  return root;
}

function childOf(node: Record<string, unknown>, name: string): Record<string, unknown> {
  const existing = node[name];
  if (typeof existing === "object" && existing !== null) return existing as Record<string, unknown>;
  const child: Record<string, unknown> = {};
  node[name] = child;
  return child;
}

function faultOf(
  issue: z.core.$ZodIssue,
  fields: readonly ConfigField[],
  values: ReadonlyMap<string, SourcedValue>,
): ConfigurationFault {
  const path = issue.path.map(String).join(".");
  const field = fields.find((candidate) => path === candidate.key || path.startsWith(`${candidate.key}.`));
  const given = field && values.get(field.key);
  const problem = problemText(issue, field?.secret || field?.kind === "table" ? undefined : given?.value);
  const within = field && path !== field.key ? `${path.slice(field.key.length + 1)}: ` : "";
  return { source: given?.source ?? "configuration", key: path, problem: within + problem };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || value instanceof Secret) return value;
  for (const child of Object.values(value)) deepFreeze(child);
  return Object.freeze(value);
}
