import type { JsonReader } from "#a2a";

/** The options that the reference's clients may name. */
const OPTIONS = [
  "skill_id",
  "local_provider",
  "local_model",
  "local_temperature",
  "local_max_tokens",
  "remote_provider",
  "remote_model",
  "remote_temperature",
  "remote_max_tokens",
  "max_rounds",
  "timeout",
  "privacy_mode",
  "local_only",
  "max_jobs_per_round",
  "num_tasks_per_round",
  "num_samples_per_task",
  "chunking_strategy",
  "use_retrieval",
  "num_ctx",
] as const;

/**
 * The options of a task. What is no option is dropped, as the reference does: its web page sends the keys of model
 * providers along, and those must not be stored. Null means not given. Of the message's metadata the reference reads
 * the skill alone, and only where the request names none.
 */
export function readOptions(params: JsonReader): Record<string, unknown> {
  const given = params.nested("metadata");
  const ofMessage = params.nested("message")?.nested("metadata");
  const options: Record<string, unknown> = {};
  for (const name of OPTIONS) {
    const value = given?.raw(name) ?? (name === "skill_id" ? ofMessage?.raw(name) : undefined);
    if (value !== undefined) options[name] = value;
  }
  return options;
}
