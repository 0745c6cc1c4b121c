import { PROVIDER_TABLE, type ProviderEntry, type StructuredOutput } from "#models";
import { code, generatedFrom, markdownTable } from "./markdown.ts";

const STRUCTURED: Record<StructuredOutput, string> = {
  "json-schema": "JSON schema, else JSON mode",
  "json-object": "JSON mode",
  grammar: "grammar",
  "typed-steps": "typed steps, no text",
  instruction: "by instruction",
};

/** The reference page of the providers, made from the provider table. */
export function providersPage(): string {
  return [generatedFrom("src/models/providers/provider-table.ts"), INTRODUCTION, table(), BEHAVIOUR, ""].join(
    "\n\n",
  );
}

function table(): string {
  const head = ["Provider", "Key", "Base URL", "Structured output", "Notes"];
  return markdownTable(head, PROVIDER_TABLE.map(row));
}

function row(entry: ProviderEntry): string[] {
  const names = [entry.id, ...entry.aliases].map(code).join(", ");
  const keys = entry.keyVariables.map(code).join(" or ");
  const key = keys === "" ? "none" : `${keys}${entry.keyRequired ? "" : ", where the server asks for one"}`;
  const variable = entry.baseUrlVariable === undefined ? "" : code(entry.baseUrlVariable);
  const address =
    entry.defaultBaseUrl === undefined
      ? `${variable}, must be set`
      : `${code(entry.defaultBaseUrl)} or ${variable}`;
  const usual = entry.defaultModel === undefined ? "" : ` Usual model: ${code(entry.defaultModel)}.`;
  return [
    names,
    key,
    entry.wire === "in-process" ? "none: in this process" : address,
    STRUCTURED[entry.structuredOutput],
    `${entry.notes}${usual}`,
  ];
}

const INTRODUCTION = `# Providers

A model is named \`provider/model\`, on either side: \`--local ollama/llama3.2 --remote openai/gpt-5-mini\`. Only the
first slash divides, so \`together/meta-llama/Llama-3.3-70B-Instruct-Turbo\` and \`llama-cpp//models/small.gguf\` name what
they seem to. Several with commas between are a fall-back chain, best first:
\`openai/gpt-5-mini,anthropic/claude-sonnet-4-5\`.

\`a2a-minions providers\` shows which of them are configured and reachable, and which models they list. It spends no tokens.

## Table`;

const BEHAVIOUR = `Any further server on the OpenAI wire format gets a name of your own under \`endpoints\` in the
[configuration](configuration.md) and is then used as \`name/model\`.

## Structured output

Where a reply must be JSON, the provider is given a JSON schema. A provider or model that refuses the schema is asked in
JSON mode, and one that refuses that, by the prompt's instruction alone; this is remembered for the model. A reply that
does not fit all the same is a reply: the protocols repair it by asking again. A temperature or seed that a model refuses is
left out.

## Context window

The window is what \`contextTokens\` says, else what the server says (Ollama \`/api/show\`, llama.cpp \`/props\`, vLLM, Groq and
Together \`/models\`, LM Studio \`/api/v0/models\`, Google \`/models/NAME\`), else what is known of the model, else unknown. A
prompt that is longer is refused before it is sent. Ollama is asked for a window (\`num_ctx\`) that holds prompt and
reply, in steps of 4,096 tokens, at most the model's own, and told never to cut. It never shrinks between requests, since each
change loads the model anew. A missing model is never pulled.

## Time limits, retries and connections

| What | Default |
|---|---|
| Until a connection stands (\`timeouts.connectMs\`) | 10 s |
| Until the first byte of the answer, which without streaming is the whole reply (\`timeouts.firstByteMs\`) | 300 s |
| The whole call with its retries (\`timeouts.callMs\`) | 900 s |
| Requests at once (\`maxConcurrency\`) | 16; 4 for servers of your own |
| Further attempts (\`maxRetries\`) | 3 |

Tried again: 429, 408, 5xx, broken connections, and limits of connection and first byte. Never tried again: any other 4xx,
and a refused connection. Waits are random between 0 and a bound that doubles from 0.5 s to 20 s; a \`Retry-After\` is
honoured instead, up to 60 s, beyond which the call fails at once so that the next model of a chain can take over. Connections
are kept alive in one pool for each provider. Redirects are not followed, so that a key stays with its provider.

## Fall-back chains

When a model fails, the next one of the chain is asked, with the same messages. A model that was unreachable, rate-limited,
failing, missing or out of time is asked last for 30 s, or for as long as its \`Retry-After\` says. A chain's
window is the smallest of its models'. Embeddings come from the first model that can embed and never fall back, since vectors
of different models do not compare.`;
