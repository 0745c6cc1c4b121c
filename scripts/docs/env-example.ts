import { type ConfigField, configFields } from "#config";

/** `.env.example`: every variable, commented out, with what it does and its default. */
export function envExample(): string {
  const fields = configFields().filter((field) => field.env !== undefined);
  const blocks = fields.map((field) => `# ${comment(field)}\n#${field.env}=${exampleValue(field)}`);
  return `${HEADER}\n\n${MODEL_PAIRS}\n\n${blocks.join("\n\n")}\n`;
}

const HEADER = [
  "# Made by `npm run docs` from src/config. Copy to .env and take the # from the lines you need;",
  "# then `node --env-file=.env …`, or `set -a; . ./.env`. Nothing here is needed to begin with.",
  "# A key alone never makes a question or a document travel: name a model too.",
  "# Every secret can be kept in a file instead: the variable's name with _FILE at its end holds the path.",
].join("\n");

const MODEL_PAIRS = [
  "# The same models in two parts. A model alone is of ollama on the local side and of openai on the remote side;",
  "# a provider alone is a fault. MINIONS_LOCAL and MINIONS_REMOTE, below, win over them.",
  "#MINIONS_LOCAL_PROVIDER=",
  "#MINIONS_LOCAL_MODEL=",
  "#MINIONS_REMOTE_PROVIDER=",
  "#MINIONS_REMOTE_MODEL=",
].join("\n");

function comment(field: ConfigField): string {
  const isSaid = field.unit === undefined || field.description.includes(field.unit);
  const unit = isSaid ? "" : ` In ${field.unit}.`;
  const choices = field.choices.length === 0 ? "" : ` One of ${field.choices.join(", ")}.`;
  const unset = field.defaultValue === undefined && field.unset ? ` Not set: ${field.unset}.` : "";
  return `${field.description.replaceAll("`", "")}${choices}${unit}${unset}`;
}

function exampleValue(field: ConfigField): string {
  return field.defaultValue === undefined ? "" : String(field.defaultValue);
}
