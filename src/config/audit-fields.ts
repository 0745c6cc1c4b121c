import { z } from "zod";
import { field } from "./field.ts";

/** Where it is written down who did what. It is kept with the keys in any case. */
export const auditSchema = z
  .strictObject({
    file: field(z.string().min(1).optional(), {
      description:
        "File that gets every entry of the audit log, too, as a line of JSON: for a log collector, or on a disk that only grows.",
      env: "A2A_AUDIT_FILE",
      flag: "audit-file",
      placeholder: "path",
      path: true,
      unset: "no file",
    }),
  })
  .prefault({});
