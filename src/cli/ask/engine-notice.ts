import type { Config } from "#config";

const HOW =
  "Name models with --local and --remote (such as --local ollama/llama3.2 --remote openai/gpt-5-mini), " +
  "MINIONS_LOCAL and MINIONS_REMOTE, or a2a-minions.config.json.";

/** One line that says where the embedded engine stands in because no model is named; undefined where both are named. */
export function engineNotice(config: Config): string | undefined {
  const { local, remote } = config.models;
  if (local !== undefined && remote !== undefined) return undefined;
  const side =
    local === undefined && remote === undefined
      ? "No model is named: both sides are the embedded engine, which quotes and does not reason, and nothing leaves this machine."
      : local === undefined
        ? "No local model is named: the worker is the embedded engine, which quotes and does not reason."
        : "No remote model is named: the supervisor is the embedded engine, which goes by rule and does not reason.";
  return `${side} ${HOW}`;
}
