import type { ResolvedRun } from "./resolve-run.ts";
import type { RuntimeParts } from "./runtime-parts.ts";

/**
 * With OCR, pictures become text for a worker that does not see, and in privacy mode for every worker, since what they
 * show can only be checked as text. Without OCR they stay pictures, and the run says what is to be done.
 */
export function picturesNeedOcr(
  { config }: RuntimeParts,
  { options, local }: Pick<ResolvedRun, "options" | "local">,
): (signal: AbortSignal) => Promise<boolean> {
  return async (signal) =>
    config.documents.ocr && (options.privacy_mode || !(await local.profile(signal)).seesImages);
}
