import { z } from "zod";
import { field } from "./field.ts";

const count = z.number().int().min(1).max(1_000_000_000_000);
const dollars = z.number().min(0).max(1_000_000);

/** What one scope (a key, an owner, a tenant) may use; what is left out is not limited. */
const scopeSchema = z.strictObject({
  requestsPerMinute: count.optional(),
  requestsPerHour: count.optional(),
  concurrentTasks: count.optional(),
  remoteTokensPerDay: count.optional(),
  costPerDay: dollars.optional(),
});

const tierSchema = z.strictObject({
  key: scopeSchema.optional(),
  owner: scopeSchema.optional(),
  tenant: scopeSchema.optional(),
  task: z
    .strictObject({
      maxRemoteTokens: count.optional(),
      maxCost: dollars.optional(),
      priority: z.number().int().min(1).max(100).optional(),
    })
    .optional(),
});

/** How much a caller may use. */
export const limitsSchema = z
  .strictObject({
    requestsPerMinute: field(z.number().int().min(0).max(1_000_000_000).default(300_000), {
      description: "Requests that a key of the tier `default` may send a minute; 0 is no limit.",
      env: "A2A_REQUESTS_PER_MINUTE",
      flag: "requests-per-minute",
      unit: "requests",
    }),
    concurrentTasks: field(count.optional(), {
      description: "Unfinished tasks that a key of the tier `default` may have at a time.",
      env: "A2A_CONCURRENT_TASKS",
      flag: "concurrent-tasks",
      unit: "tasks",
      unset: "no limit",
    }),
    remoteTokensPerDay: field(count.optional(), {
      description: "Tokens of remote models that a key of the tier `default` may use in a UTC day.",
      env: "A2A_REMOTE_TOKENS_PER_DAY",
      flag: "remote-tokens-per-day",
      unit: "tokens",
      unset: "no limit",
    }),
    costPerDay: field(dollars.optional(), {
      description: "What the models may cost that a key of the tier `default` uses in a UTC day.",
      env: "A2A_COST_PER_DAY",
      flag: "cost-per-day",
      unit: "US dollars",
      placeholder: "dollars",
      unset: "no limit",
    }),
    maxTaskRemoteTokens: field(count.optional(), {
      description: "Tokens of remote models that one task of the tier `default` may use.",
      env: "A2A_MAX_TASK_REMOTE_TOKENS",
      flag: "max-task-remote-tokens",
      unit: "tokens",
      unset: "no limit",
    }),
    maxTaskCost: field(dollars.optional(), {
      description: "What the models of one task of the tier `default` may cost.",
      env: "A2A_MAX_TASK_COST",
      flag: "max-task-cost",
      unit: "US dollars",
      placeholder: "dollars",
      unset: "no limit",
    }),
    unknownPrice: field(z.enum(["refuse", "count-tokens"]).default("refuse"), {
      description:
        "What becomes of a call whose model has no known price while its cost is limited: refused, or made with its tokens counted alone.",
      env: "A2A_UNKNOWN_PRICE",
      flag: "unknown-price",
    }),
    failedLogins: field(z.number().int().min(1).max(1_000_000).default(20), {
      description:
        "Credentials worth nothing that one address may send within the window before it is told to wait; good ones are always taken.",
      env: "A2A_FAILED_LOGINS",
      flag: "failed-logins",
      unit: "attempts",
    }),
    failedLoginsWindowSeconds: field(z.number().int().min(1).max(86_400).default(300), {
      description: "Window in which failed logins are counted.",
      env: "A2A_FAILED_LOGINS_WINDOW",
      flag: "failed-logins-window",
      unit: "seconds",
    }),
    tiers: field(z.record(z.string().regex(/^[\w.-]{1,64}$/), tierSchema).default({}), {
      description:
        "Tiers of keys by name, each with numbers for `key`, `owner`, `tenant` and `task`: " +
        '`{"gold": {"key": {"requestsPerMinute": 600, "requestsPerHour": 9000, "concurrentTasks": 20, "remoteTokensPerDay": 5000000, "costPerDay": 50}, ' +
        '"tenant": {"costPerDay": 500}, "task": {"maxCost": 2, "maxRemoteTokens": 200000, "priority": 4}}}`. `default` is laid over the settings above.',
      table: true,
    }),
  })
  .prefault({});
