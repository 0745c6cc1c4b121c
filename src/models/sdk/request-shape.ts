import type { AppError } from "#kernel";
import { ContextWindowExceededError, ProviderFailedError, ProviderRejectedError } from "../errors/index.ts";

/** What of a request is really sent. Providers and models refuse different parts; what is refused is left out. */
export interface RequestShape {
  /** By a JSON schema, by JSON mode, or by the prompt's instruction alone. */
  readonly format: "schema" | "json" | "text";
  readonly temperature: boolean;
  readonly seed: boolean;
  /** True where the limit of the reply goes by OpenAI's newer name, for models that refuse the older. */
  readonly completionLimit: boolean;
  /** The window to ask for, where one asks for it; undefined elsewhere. */
  readonly contextTokens: number | undefined;
}

/** The window may grow up to `mostContextTokens`. */
export interface ShapeLimits {
  readonly mostContextTokens: number | undefined;
}

/** How the APIs speak of what holds a reply to JSON. */
const FORMAT_WORDS =
  /schema|response[_ ]?format|response_?mime|json|structured|grammar|output_config|\bformat\b|tool_choice/i;

/** The same request with less of what the provider refused, or undefined where the failure is about something else. */
export function relaxShape(
  shape: RequestShape,
  error: AppError,
  limits: ShapeLimits,
): RequestShape | undefined {
  if (error instanceof ContextWindowExceededError) return growWindow(shape, limits);
  const words = error.message;
  const broken =
    error instanceof ProviderFailedError &&
    error.status === 500 &&
    /schema|grammar|response_format/i.test(words);
  const refused = error instanceof ProviderRejectedError && (error.status === 400 || error.status === 422);
  if (!refused && !broken) return undefined;
  if (!shape.completionLimit && /max_completion_tokens/.test(words))
    return { ...shape, completionLimit: true };
  if (shape.temperature && /temperature/i.test(words)) return { ...shape, temperature: false };
  if (shape.seed && /\bseed\b/i.test(words)) return { ...shape, seed: false };
  if (!FORMAT_WORDS.test(words)) return undefined;
  if (shape.format === "schema") return { ...shape, format: "json" };
  return shape.format === "json" ? { ...shape, format: "text" } : undefined;
}

function growWindow(shape: RequestShape, { mostContextTokens }: ShapeLimits): RequestShape | undefined {
  const { contextTokens } = shape;
  if (contextTokens === undefined || mostContextTokens === undefined || contextTokens >= mostContextTokens)
    return undefined;
  return { ...shape, contextTokens: Math.min(mostContextTokens, contextTokens * 2) };
}
