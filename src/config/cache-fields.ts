import { z } from "zod";
import { field } from "./field.ts";

/** What tasks may give to later tasks of the same owner. The journal, which is of one task, needs no setting. */
export const cacheSchema = z
  .strictObject({
    results: field(z.boolean().default(false), {
      description:
        "Keep what models reply, and give it again where a later task of the same owner asks the very same: nothing is sent and nothing is paid. Replies quote documents and are kept also when their task is removed, until they expire.",
      env: "A2A_CACHE_RESULTS",
      flag: "cache-results",
    }),
    resultHours: field(z.number().min(0.01).max(8_760).default(24), {
      description: "How long a reply is kept, counted from when the model gave it.",
      env: "A2A_CACHE_RESULT_HOURS",
      flag: "cache-result-hours",
      unit: "hours",
    }),
    resultMegabytes: field(z.number().int().min(1).max(65_536).default(256), {
      description:
        "Room for all owners' replies in the data folder or the database; the oldest go first. None is larger than a sixteenth of it.",
      env: "A2A_CACHE_RESULT_MEGABYTES",
      flag: "cache-result-megabytes",
      unit: "megabytes",
    }),
  })
  .prefault({});
