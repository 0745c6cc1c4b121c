import { z } from "zod";
import { CHUNKING_STRATEGIES, RETRIEVAL_METHODS } from "./chunk.ts";

export const SKILL_IDS = ["minion_query", "minions_query"] as const;
export type SkillId = (typeof SKILL_IDS)[number];

const temperature = z.number().min(0).max(2);
const maxTokens = z.number().int().min(1).max(1_000_000);

/**
 * Every option of a run as it travels in A2A metadata: one schema for the CLI, the server and the library.
 *
 * Models are not defaulted here: what is not named falls back to configuration and then to the embedded engine.
 */
export const runMetadataSchema = z.strictObject({
  skill_id: z.enum(SKILL_IDS).default("minion_query").describe("Which protocol answers."),
  local_provider: z.string().min(1).optional().describe("Provider of the worker model."),
  local_model: z.string().min(1).optional().describe("The worker model, as its provider names it."),
  remote_provider: z.string().min(1).optional().describe("Provider of the supervisor model."),
  remote_model: z.string().min(1).optional().describe("The supervisor model, as its provider names it."),
  local_temperature: temperature.default(0).describe("Sampling temperature of the worker."),
  remote_temperature: temperature.default(0).describe("Sampling temperature of the supervisor."),
  local_max_tokens: maxTokens.default(4096).describe("Longest worker reply, in tokens."),
  remote_max_tokens: maxTokens.default(4096).describe("Longest supervisor reply, in tokens."),
  max_rounds: z.number().int().min(1).max(10).default(3).describe("Most rounds of the conversation."),
  timeout: z.number().min(10).max(3600).default(300).describe("Time limit of the whole run, in seconds."),
  max_cost: z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe(
      "Most that the models of the task may cost, in US dollars; never above what the server allows.",
    ),
  max_remote_tokens: z
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .optional()
    .describe("Most tokens that the task may use of the remote side; never above what the server allows."),
  privacy_mode: z.boolean().default(false).describe("Keep personal data from the remote side."),
  local_only: z
    .boolean()
    .default(false)
    .describe("Let nothing leave: the local model, or the embedded engine, is the supervisor too."),
  fresh: z
    .boolean()
    .default(false)
    .describe(
      "Ask the models themselves: take nothing from the server's result cache, where it has one, and leave nothing in it.",
    ),
  max_jobs_per_round: z.number().int().min(1).max(100).optional().describe("Most worker jobs a round."),
  num_tasks_per_round: z.number().int().min(1).max(10).default(3).describe("Most distinct tasks a round."),
  num_samples_per_task: z.number().int().min(1).max(5).default(1).describe("Worker samples of each job."),
  chunking_strategy: z
    .enum(CHUNKING_STRATEGIES)
    .default("chunk_by_section")
    .describe("How documents are cut."),
  use_retrieval: z.enum(RETRIEVAL_METHODS).optional().describe("Retrieval that the supervisor may use."),
  num_ctx: z
    .number()
    .int()
    .min(512)
    .max(2_000_000)
    .optional()
    .describe("Context window of the worker in tokens; chosen to fit when not given."),
  decomposition: z
    .enum(["auto", "code", "plan"])
    .default("auto")
    .describe(
      "How the supervisor decomposes: by code with the plan as fall-back, by code alone, or by plan alone.",
    ),
  parallelism: z.number().int().min(1).max(64).default(8).describe("Worker jobs under way at once."),
});

/** As received. */
export type RunMetadata = z.input<typeof runMetadataSchema>;
/** Checked, with defaults filled in. */
export type RunOptions = z.output<typeof runMetadataSchema>;

/** Upper bound of jobs a round where `max_jobs_per_round` names none. */
export const DEFAULT_MAX_JOBS_PER_ROUND = 100;
