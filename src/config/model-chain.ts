import { z } from "zod";

/**
 * A model as `provider/model`, or several of them with commas between as a fall-back chain, best first.
 *
 * Only the form is checked here, so that a slip is reported with its source; which providers there are is known to
 * those who open the models.
 */
export const modelReferenceSchema = z
  .string()
  .trim()
  .regex(/^[^/,\s]+\/[^,]*[^,\s]/, "is not provider/model (or several of them with commas between)");
