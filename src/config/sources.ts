import { z } from "zod";
import type { ConfigurationFault } from "./errors.ts";
import type { ConfigField } from "./fields.ts";
import { type SecretSources, secretFromFile } from "./secret-files.ts";
import type { Environment, SourcedValue } from "./sourced-value.ts";

/** Values of one source by the field's key. */
export type SourcedValues = ReadonlyMap<string, SourcedValue>;

/** Text of flags and environment as the kind of value that the field takes; text that does not fit stays as it is. */
export function valueFromText(field: ConfigField, text: string): unknown {
  if (field.kind === "number") return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  if (field.kind === "switch") {
    const parsed = z.stringbool().safeParse(text);
    return parsed.success ? parsed.data : text;
  }
  return text;
}

/** Flags by their names without dashes; `true` and `false` are those of switches. */
export type FlagValues = Readonly<Record<string, string | boolean | undefined>>;

export function valuesFromFlags(fields: readonly ConfigField[], flags: FlagValues): SourcedValues {
  const values = new Map<string, SourcedValue>();
  for (const field of fields) {
    const given = field.flag === undefined ? undefined : flags[field.flag];
    if (given === undefined) continue;
    const value = typeof given === "string" ? valueFromText(field, given) : given;
    values.set(field.key, { value, source: `--${field.flag}` });
  }
  return values;
}

/** An empty variable counts as not set, as people expect of `NAME= command`. */
export async function valuesFromEnvironment(
  fields: readonly ConfigField[],
  sources: SecretSources,
): Promise<SourcedValues> {
  const { env } = sources;
  const values = new Map<string, SourcedValue>();
  for (const field of fields) {
    if (field.env === undefined) continue;
    const names = [field.env, ...(field.envAliases ?? [])];
    const fromFile = field.secret ? await secretFromFile(field.key, names, sources) : undefined;
    const name = names.find((candidate) => env[candidate]);
    const text = name === undefined ? undefined : env[name];
    if (name !== undefined && text)
      values.set(field.key, { value: valueFromText(field, text), source: name });
    else if (fromFile !== undefined) values.set(field.key, fromFile);
  }
  return values;
}

const MODEL_PAIRS = [
  { key: "models.local", prefix: "MINIONS_LOCAL", usual: "ollama" },
  { key: "models.remote", prefix: "MINIONS_REMOTE", usual: "openai" },
] as const;

/**
 * The pairs MINIONS_LOCAL_PROVIDER + MINIONS_LOCAL_MODEL (and REMOTE) as one `provider/model`.
 *
 * A model alone is of the provider that these variables always meant: ollama on the local side, openai on the remote.
 */
export function modelPairsFromEnvironment(env: Environment): SourcedValues {
  const values = new Map<string, SourcedValue>();
  for (const { key, prefix, usual } of MODEL_PAIRS) {
    const model = env[`${prefix}_MODEL`];
    const provider = env[`${prefix}_PROVIDER`] || usual;
    if (model) values.set(key, { value: `${provider}/${model}`, source: `${prefix}_MODEL` });
  }
  return values;
}

/** A provider without a model names nothing that a question may go to: a fault, where nothing else names the model. */
export function lonelyProviders(env: Environment, named: SourcedValues): ConfigurationFault[] {
  return MODEL_PAIRS.filter(({ key, prefix }) => env[`${prefix}_PROVIDER`] && !named.has(key)).map(
    ({ key, prefix }) => ({
      source: `${prefix}_PROVIDER`,
      key,
      problem: `names a provider and no model; set ${prefix}_MODEL too`,
    }),
  );
}

/** Flattens a file's JSON along the fields' keys; what no field knows is a fault. */
export function valuesFromFile(
  fields: readonly ConfigField[],
  content: unknown,
  path: string,
  faults: ConfigurationFault[],
): SourcedValues {
  const known = new Set(fields.map((field) => field.key));
  const values = new Map<string, SourcedValue>();
  const walk = (node: unknown, key: string): void => {
    if (known.has(key)) {
      values.set(key, { value: node, source: `${path} (${key})` });
      return;
    }
    const isSection = key === "" || fields.some((field) => field.key.startsWith(`${key}.`));
    if (!isSection) {
      faults.push({ source: path, key, problem: `${key} is not a setting` });
    } else if (typeof node !== "object" || node === null || Array.isArray(node)) {
      faults.push({ source: path, key, problem: `${key || "the file"} must be an object of settings` });
    } else {
      for (const [name, child] of Object.entries(node)) walk(child, key === "" ? name : `${key}.${name}`);
    }
  };
  walk(content, "");
  return values;
}
