import type { Command } from "commander";
import { type ConfigField, configFields, loadConfig } from "#config";
import type { CliIo } from "../cli-io.ts";
import { InvalidUsageError } from "../errors.ts";

/** Flags of `ask` that mean something only where the run is on this machine. */
const LOCAL_ONLY = ["history", "skipUnreadable", "config"] as const;

/**
 * The options that were named on the command line, as metadata for a server. Environment and file stay out: they say what
 * holds on this machine.
 *
 * @throws InvalidUsageError for flags that a server cannot follow; InvalidConfigurationError for values out of range
 */
export async function optionsForServer(
  command: Command,
  io: CliIo,
): Promise<Record<string, string | number | boolean>> {
  const given = command.opts<Record<string, unknown>>();
  const fields = configFields().flatMap((field) => namedFlag(field, given));
  const strangers = [
    ...LOCAL_ONLY.filter((name) => given[name] !== undefined).map((name) => `--${dashed(name)}`),
    ...fields.filter(({ key }) => !/^(?:run|models)\./.test(key)).map(({ flag }) => `--${flag}`),
  ];
  if (strangers.length > 0) {
    throw new InvalidUsageError(
      `${strangers.join(", ")} cannot be used with --server: it is set at the server.`,
    );
  }
  const config = await loadConfig({
    flags: Object.fromEntries(fields.map(({ flag, value }) => [flag, value])),
    env: {},
    workingDirectory: io.workingDirectory,
    readText: () => Promise.reject(Object.assign(new Error("No file is read."), { code: "ENOENT" })),
  });
  const run = fields.flatMap(({ key }) => {
    const name = key.slice("run.".length);
    const found = Object.entries(config.run).find(([option]) => `run.${option}` === key);
    return found === undefined || found[1] === undefined ? [] : [[name, found[1]] as const];
  });
  return Object.fromEntries([
    ...run,
    ...modelOptions("local", config.models.local),
    ...modelOptions("remote", config.models.remote),
  ]);
}

interface NamedFlag {
  readonly key: string;
  readonly flag: string;
  readonly value: string | boolean;
}

function namedFlag({ key, flag }: ConfigField, given: Record<string, unknown>): NamedFlag[] {
  if (flag === undefined) return [];
  const value = given[camelCase(flag)];
  return typeof value === "string" || typeof value === "boolean" ? [{ key, flag, value }] : [];
}

function modelOptions(
  side: "local" | "remote",
  reference: string | undefined,
): (readonly [string, string])[] {
  if (reference === undefined) return [];
  const slash = reference.indexOf("/");
  return [
    [`${side}_provider`, reference.slice(0, slash)],
    [`${side}_model`, reference.slice(slash + 1)],
  ];
}

function camelCase(flag: string): string {
  return flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
