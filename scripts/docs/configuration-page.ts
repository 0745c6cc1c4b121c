import { CONFIG_FILE_NAME, type ConfigField, configFields } from "#config";
import { code, generatedFrom, markdownTable } from "./markdown.ts";

const SECTIONS: readonly { readonly prefix: string; readonly title: string; readonly text: string }[] = [
  {
    prefix: "models",
    title: "Models",
    text: [
      "Where neither flag, variable nor file names a model, the embedded engine stands in on that side, and a line on",
      "stderr says so. A key alone never makes a question or a document travel.",
      "",
      "`MINIONS_LOCAL_PROVIDER` with `MINIONS_LOCAL_MODEL`, and `MINIONS_REMOTE_PROVIDER` with `MINIONS_REMOTE_MODEL`,",
      "name a model in two parts. A model alone is of `ollama` on the local side and of `openai` on the remote side;",
      "a provider alone is a fault. `MINIONS_LOCAL` and `MINIONS_REMOTE` win over the pairs.",
    ].join("\n"),
  },
  {
    prefix: "run",
    title: "Runs",
    text: "Defaults of every run. The names are those of A2A metadata, where a request may override each.",
  },
  {
    prefix: "server",
    title: "Server",
    text: "Settings of `a2a-minions serve`. The names of the variables are those that users of the reference know.",
  },
  {
    prefix: "auth",
    title: "Who may use the server",
    text: "Signed tokens beside API keys; [how to authenticate](../how-to/authenticate.md) has the steps. Nothing is taken that is not set up.",
  },
  { prefix: "documents", title: "Documents", text: "" },
  { prefix: "prices", title: "Prices", text: "" },
  {
    prefix: "providers",
    title: "Providers",
    text: ["Each provider has the same settings under its own name."].join("\n"),
  },
  { prefix: "endpoints", title: "Endpoints of your own", text: "" },
  {
    prefix: "llamaCpp",
    title: "GGUF files in process",
    text: "For `llama-cpp/path/to/model.gguf`; see [how to run a local model](../how-to/run-a-local-model.md).",
  },
  {
    prefix: "egress",
    title: "Egress",
    text: "[How to control egress](../how-to/control-egress.md) says when which is of use.",
  },
  {
    prefix: "limits",
    title: "Limits",
    text: "[How to limit use](../how-to/limit-use.md) has the steps.",
  },
  {
    prefix: "audit",
    title: "Audit log",
    text: "See [how to audit](../how-to/audit.md).",
  },
  {
    prefix: "database",
    title: "PostgreSQL",
    text: "For several servers that share their tasks: [how to run several servers on PostgreSQL](../how-to/postgresql.md).",
  },
  {
    prefix: "redis",
    title: "Redis",
    text: "Takes over what may be lost; nothing is wrong while it is away. See [how to scale](../how-to/scale.md).",
  },
  {
    prefix: "bucket",
    title: "Bucket for documents",
    text: "See [how to keep documents in a bucket](../how-to/documents-in-a-bucket.md).",
  },
  {
    prefix: "cache",
    title: "Result cache",
    text: "What models replied, for later tasks of the same owner: [how to reuse results](../how-to/reuse-results.md).",
  },
  { prefix: "log", title: "Log", text: "" },
];

/** The reference page of every setting, made from the configuration schema. */
export function configurationPage(): string {
  const fields = configFields();
  const left = fields.find(({ key }) => !SECTIONS.some(({ prefix }) => key.split(".")[0] === prefix));
  if (left !== undefined) throw new Error(`The page of the configuration has no section for ${left.key}.`);
  const sections = SECTIONS.map(({ prefix, title, text }) => {
    const own = fields.filter((field) => field.key.split(".")[0] === prefix);
    const table = prefix === "providers" ? providerTables(own) : settingsTable(own);
    return [`## ${title}`, text, table].filter((part) => part !== "").join("\n\n");
  });
  return [generatedFrom("src/config"), "# Configuration", INTRODUCTION, ...sections, EXAMPLE].join("\n\n");
}

const INTRODUCTION = [
  "A setting is taken from the first of these that has it: a flag on the command line, an environment variable, the",
  `configuration file, the default. The file is \`${CONFIG_FILE_NAME}\` in the working directory, or what \`--config\` names.`,
  "",
  "All faults are reported at once, each with its source. An empty variable counts as not set. Switches take `true`,",
  "`false`, `1`, `0`, `yes`, `no`, `on` and `off`. Secrets are never printed. Relative paths count from the file that",
  "holds them, or from the working directory.",
  "",
  "Every secret can be kept in a file instead, as container platforms mount them: the variable's name with `_FILE` at its",
  "end holds the path. Line breaks at the file's end are left out; a file that cannot be read or is empty, and a secret that is",
  "set both ways, are faults.",
].join("\n");

const EXAMPLE = [
  "## Example",
  "",
  "```json",
  JSON.stringify(
    {
      models: { local: "ollama/llama3.2", remote: "openai/gpt-5-mini,anthropic/claude-haiku-4-5" },
      run: { skill_id: "minions_query", max_rounds: 2 },
      documents: { ocr: true },
      providers: { ollama: { baseUrl: "http://gpu-box:11434" } },
      endpoints: { "my-server": { baseUrl: "http://localhost:9000/v1", apiKeyEnv: "MY_SERVER_KEY" } },
      prices: { local: { ollama: { perHour: 0.05 } } },
    },
    null,
    2,
  ),
  "```",
  "",
].join("\n");

function settingsTable(fields: readonly ConfigField[]): string {
  return markdownTable(
    ["In the file", "Flag", "Variable", "Values", "Default", "What it does"],
    fields.map((field) => [
      code(field.key),
      field.flag === undefined ? "" : code(`--${field.flag}`),
      variables(field),
      valuesText(field),
      defaultText(field),
      field.description,
    ]),
  );
}

/** Key and address by provider, then once what all providers share. */
function providerTables(fields: readonly ConfigField[]): string {
  const nameOf = (field: ConfigField): string => field.key.split(".")[1] ?? "";
  const names = [...new Set(fields.map(nameOf))];
  const find = (name: string, leaf: string): ConfigField | undefined =>
    fields.find((field) => field.key === `providers.${name}.${leaf}`);
  const byProvider = names.map((name) => {
    const [key, address] = [find(name, "apiKey"), find(name, "baseUrl")];
    return [
      code(name),
      key === undefined ? "" : variables(key),
      address === undefined ? "" : variables(address),
      address?.unset ?? "",
    ];
  });
  const shared = fields
    .filter((field) => nameOf(field) === names[0])
    .map((field) => [
      code(`providers.<name>.${field.key.split(".")[2]}`),
      valuesText(field),
      field.key.endsWith("apiKey") ? "" : field.key.endsWith("baseUrl") ? "see above" : defaultText(field),
      field.key.endsWith("apiKey")
        ? "The provider's key; a secret."
        : field.key.endsWith("baseUrl")
          ? "The provider's address."
          : field.description,
    ]);
  return [
    markdownTable(
      ["Provider", "Variable of the key", "Variable of the address", "Address unless told"],
      byProvider,
    ),
    markdownTable(["In the file", "Values", "Default", "What it does"], shared),
  ].join("\n\n");
}

function variables(field: ConfigField): string {
  return [field.env, ...(field.envAliases ?? [])]
    .filter((name) => name !== undefined)
    .map(code)
    .concat(field.secret && field.env !== undefined ? [`or a file: ${code(`${field.env}_FILE`)}`] : [])
    .join(", ");
}

function valuesText(field: ConfigField): string {
  if (field.choices.length > 0) return field.choices.map(code).join(", ");
  const unit = field.unit === undefined ? "" : ` ${field.unit}`;
  if (field.kind === "number") {
    const range = field.minimum === undefined ? "number" : `${field.minimum} to ${field.maximum}`;
    return `${range}${unit}`;
  }
  if (field.kind === "switch") return "true, false";
  if (field.kind === "table") return "object or list, in the file only";
  return field.secret ? "secret" : (field.placeholder ?? "text");
}

function defaultText(field: ConfigField): string {
  const { defaultValue, unset } = field;
  if (defaultValue === undefined) return unset ?? "";
  return typeof defaultValue === "object" ? "none" : code(String(defaultValue));
}
