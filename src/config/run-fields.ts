import { type ZodType, z } from "zod";
import { type RunOptions, runMetadataSchema } from "#minions";
import { type FieldMeta, field } from "./field.ts";

/** Options that name models are not here: models are settings of their own. */
export type RunDefaultKey = Exclude<
  keyof RunOptions,
  "local_provider" | "local_model" | "remote_provider" | "remote_model"
>;

const shape = runMetadataSchema.shape;

/** The same option as a setting: its text, limits and default stay those of the metadata; name and flag follow it. */
function option<Schema extends ZodType>(key: RunDefaultKey, schema: Schema, more: Partial<FieldMeta> = {}) {
  return field(schema, {
    description: schema.description ?? key,
    env: `MINIONS_${key.toUpperCase()}`,
    flag: key.replaceAll("_", "-"),
    ...more,
  });
}

/** Defaults of every run, by the names that A2A clients use in metadata; a request may override each. */
export const runSchema = z
  .strictObject({
    skill_id: option("skill_id", shape.skill_id, { env: "MINIONS_SKILL", flag: "skill" }),
    max_rounds: option("max_rounds", shape.max_rounds, { unit: "rounds" }),
    timeout: option("timeout", shape.timeout, { unit: "seconds" }),
    max_cost: option("max_cost", shape.max_cost, {
      unit: "US dollars",
      placeholder: "dollars",
      unset: "no limit",
    }),
    max_remote_tokens: option("max_remote_tokens", shape.max_remote_tokens, {
      unit: "tokens",
      unset: "no limit",
    }),
    privacy_mode: option("privacy_mode", shape.privacy_mode),
    local_only: option("local_only", shape.local_only),
    fresh: option("fresh", shape.fresh),
    chunking_strategy: option("chunking_strategy", shape.chunking_strategy),
    use_retrieval: option("use_retrieval", shape.use_retrieval, { unset: "none" }),
    decomposition: option("decomposition", shape.decomposition),
    num_tasks_per_round: option("num_tasks_per_round", shape.num_tasks_per_round, { unit: "tasks" }),
    num_samples_per_task: option("num_samples_per_task", shape.num_samples_per_task, { unit: "samples" }),
    max_jobs_per_round: option("max_jobs_per_round", shape.max_jobs_per_round, {
      unit: "jobs",
      unset: "100",
    }),
    parallelism: option("parallelism", shape.parallelism, { unit: "jobs" }),
    num_ctx: option("num_ctx", shape.num_ctx, { unit: "tokens", unset: "chosen to fit" }),
    local_temperature: option("local_temperature", shape.local_temperature),
    remote_temperature: option("remote_temperature", shape.remote_temperature),
    local_max_tokens: option("local_max_tokens", shape.local_max_tokens, { unit: "tokens" }),
    remote_max_tokens: option("remote_max_tokens", shape.remote_max_tokens, { unit: "tokens" }),
  } satisfies Record<RunDefaultKey, ZodType>)
  .prefault({});
