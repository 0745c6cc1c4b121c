import { APICallError } from "@ai-sdk/provider";
import { z } from "zod";

const failedGenerationSchema = z.object({
  error: z.object({ code: z.literal("json_validate_failed"), failed_generation: z.string().min(1) }),
});

/**
 * What the model wrote, where the provider (Groq) answers 400 because it does not fit the schema; undefined otherwise.
 * It is a reply like any other that does not parse: whoever asked can repair it.
 */
export function failedGeneration(thrown: unknown): string | undefined {
  if (!APICallError.isInstance(thrown) || thrown.statusCode !== 400) return undefined;
  try {
    const body: unknown = JSON.parse(thrown.responseBody ?? "");
    return failedGenerationSchema.safeParse(body).data?.error.failed_generation;
  } catch {
    return undefined;
  }
}
