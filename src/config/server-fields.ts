import { z } from "zod";
import { developmentAccessFields } from "./development-access-fields.ts";
import { field } from "./field.ts";
import { networkFields } from "./network-fields.ts";
import { urlPartsSchema } from "./url-part-fields.ts";

/** Settings of `a2a-minions serve`. */
export const serverSchema = z
  .strictObject({
    host: field(z.string().trim().min(1).default("127.0.0.1"), {
      description: "Address that the server listens at; `0.0.0.0` is every network of the machine.",
      env: "A2A_HOST",
      flag: "host",
      placeholder: "address",
    }),
    port: field(z.number().int().min(0).max(65_535).default(8_000), {
      description: "Port that the server listens at; 0 is any free one.",
      env: "A2A_PORT",
      flag: "port",
      placeholder: "port",
    }),
    baseUrl: field(
      z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" }).optional(),
      {
        description:
          "Address under which clients reach the server, for example behind a proxy; it stands on the agent card.",
        env: "A2A_BASE_URL",
        flag: "base-url",
        placeholder: "url",
        unset: "host and port",
      },
    ),
    data: field(z.string().min(1).default("data"), {
      description: "Folder that holds tasks, documents and keys. One server at a time can use it.",
      env: "A2A_DATA",
      flag: "data",
      placeholder: "folder",
      path: true,
    }),
    ...developmentAccessFields,
    maxRunning: field(z.number().int().min(1).max(1_000).default(16), {
      description: "Tasks that run at a time.",
      env: "A2A_MAX_RUNNING",
      flag: "max-running",
      unit: "tasks",
    }),
    maxRunningPerOwner: field(z.number().int().min(1).max(1_000).optional(), {
      description: "Tasks of one owner that run at a time; owners take turns in any case.",
      env: "A2A_MAX_RUNNING_PER_OWNER",
      flag: "max-running-per-owner",
      unit: "tasks",
      unset: "as many as run at all",
    }),
    maxQueued: field(z.number().int().min(0).max(1_000_000).default(1_000), {
      description: "Tasks that may wait; with more, the server answers that it is busy.",
      env: "A2A_MAX_QUEUED",
      flag: "max-queued",
      unit: "tasks",
    }),
    maxTasks: field(z.number().int().min(1).max(10_000_000).default(1_000), {
      description: "Tasks that are kept; with more, the oldest that have ended go.",
      env: "A2A_MAX_TASKS",
      flag: "max-tasks",
      unit: "tasks",
    }),
    retentionHours: field(z.number().min(0.01).max(87_600).default(24), {
      description: "How long a task is kept after it has ended.",
      env: "A2A_RETENTION_HOURS",
      flag: "retention-hours",
      unit: "hours",
    }),
    graceSeconds: field(z.number().min(0).max(3_600).default(10), {
      description:
        "How long running tasks may go on when the server is asked to stop; the rest goes on at the next start.",
      env: "A2A_GRACE_SECONDS",
      flag: "grace-seconds",
      unit: "seconds",
    }),
    ...networkFields,
    urlParts: urlPartsSchema,
  })
  .prefault({});
