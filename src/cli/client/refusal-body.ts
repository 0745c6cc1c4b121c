import { z } from "zod";

/** A `google.rpc.Status` with its details, as A2A answers errors over HTTP. */
const refusalSchema = z.object({
  error: z.object({
    message: z.string().optional(),
    status: z.string().optional(),
    details: z
      .array(
        z.object({
          reason: z.string().optional(),
          fieldViolations: z.array(z.object({ field: z.string(), description: z.string() })).optional(),
        }),
      )
      .optional(),
  }),
});

const LONGEST_MESSAGE = 2_000;

/** What a server's error body says, and something useful where it says nothing that can be read. */
export function refusalIn(
  body: string,
  status: number,
): { readonly message: string; readonly reason: string } {
  const parsed = refusalSchema.safeParse(parseJson(body));
  if (!parsed.success)
    return { message: `it answered with HTTP status ${status}.`, reason: `HTTP_${status}` };
  const {
    message = `HTTP status ${status}`,
    status: name = `HTTP_${status}`,
    details = [],
  } = parsed.data.error;
  const violations = details.flatMap((detail) => detail.fieldViolations ?? []);
  const lines = violations.map(({ field, description }) => `  ${field}: ${description}`);
  return {
    message: [message, ...lines.filter((line) => !message.includes(line.trim()))]
      .join("\n")
      .slice(0, LONGEST_MESSAGE),
    reason: details.find((detail) => detail.reason !== undefined)?.reason ?? name,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Told as an answer that cannot be read.
  }
}
