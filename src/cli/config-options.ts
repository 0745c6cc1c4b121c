import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { type Config, type ConfigField, configFields, type FlagValues, loadConfig } from "#config";
import type { CliIo } from "./cli-io.ts";

const GROUPS: Readonly<Record<string, string>> = {
  server: "Server:",
  limits: "Limits:",
  auth: "Server:",
  models: "Models:",
  run: "Run options:",
  documents: "Documents:",
  prices: "Prices and log:",
  log: "Prices and log:",
};

/** Which settings a command has flags for. */
export type FieldChoice = (field: ConfigField) => boolean;

/** Settings of a question, and none of a server. */
export const questionFields: FieldChoice = ({ key }) => !/^(?:server|limits|auth)\./.test(key);

/** Gives a command the flags of the configuration schema, in groups, plus `--config`. */
export function addConfigOptions(command: Command, chosen: FieldChoice = questionFields): Command {
  for (const field of configFields().filter(chosen)) {
    const heading = GROUPS[field.key.split(".")[0] ?? ""] ?? "Options:";
    for (const option of optionsOf(field)) command.addOption(option.helpGroup(heading));
  }
  const config = new Option(
    "--config <path>",
    "configuration file (default: a2a-minions.config.json in the working directory, if there)",
  );
  return command.addOption(config);
}

function optionsOf(field: ConfigField): Option[] {
  if (field.flag === undefined) return [];
  const description = `${lowerFirst(plainText(field.description))}${remarks(field)}`;
  if (field.kind !== "switch") {
    return [new Option(`--${field.flag} <${field.placeholder ?? valueName(field)}>`, description)];
  }
  const off = new Option(`--no-${field.flag}`, `do not ${description}`);
  const on = new Option(`--${field.flag}`, description);
  return field.defaultValue === true ? [on.hideHelp(), off] : [on, off.hideHelp()];
}

function valueName(field: ConfigField): string {
  if (field.kind === "number") return field.unit ?? "number";
  return field.kind === "choice" ? "choice" : "text";
}

/** Choices, limits, default and variable, in brackets after the description. */
function remarks(field: ConfigField): string {
  const known = field.defaultValue === undefined ? field.unset : String(field.defaultValue);
  const parts = [
    field.choices.length > 0 && field.choices.join(", "),
    field.minimum !== undefined && field.maximum !== undefined && `${field.minimum} to ${field.maximum}`,
    known !== undefined && `default: ${known}`,
    field.env !== undefined && `env: ${field.env}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`.replace(/\.$/, "");
}

function plainText(markdown: string): string {
  return markdown.replaceAll("`", "");
}

/**
 * The configuration that holds for a command: its own flags over environment, file and defaults.
 *
 * @throws InvalidConfigurationError or ConfigurationFileError
 */
export function configOf(command: Command, io: CliIo): Promise<Config> {
  const options = command.opts<Record<string, unknown>>();
  const flags: Record<string, string | boolean | undefined> = {};
  for (const { flag } of configFields()) {
    if (flag === undefined) continue;
    const value = options[attributeName(flag)];
    if (typeof value === "string" || typeof value === "boolean") flags[flag] = value;
  }
  const file = options["config"];
  return loadConfig({
    flags: flags satisfies FlagValues,
    env: io.env,
    workingDirectory: io.workingDirectory,
    readText: (path) => readFile(path, "utf8"),
    ...(typeof file === "string" ? { file } : {}),
  });
}

/** As commander names it: `max-rounds` is `maxRounds`. */
function attributeName(flag: string): string {
  return new Option(`--${flag}`).attributeName();
}
