/** When the table was last compared with the providers' model pages. */
export const KNOWN_WINDOWS_AS_OF = "2026-11-22";

interface KnownWindow {
  readonly provider: string;
  readonly model: RegExp;
  /** Prompt and completion together. Where a family has several, the smallest. */
  readonly contextTokens: number;
}

/**
 * Context windows of hosted models whose providers cannot be asked; the first match holds. A model that is not here has
 * an unknown window: its provider says itself when a prompt is too long, which is better than a guess that refuses it.
 */
export const KNOWN_WINDOWS: readonly KnownWindow[] = [
  { provider: "openai", model: /^gpt-3\.5-turbo/, contextTokens: 16_385 },
  {
    provider: "openai",
    model: /^(?:chatgpt-4o|gpt-4o|gpt-4-turbo|gpt-5(?:\.\d)?-chat)/,
    contextTokens: 128_000,
  },
  { provider: "openai", model: /^gpt-4\.1/, contextTokens: 1_047_576 },
  { provider: "openai", model: /^gpt-5\.4(?:-pro|-20|$)/, contextTokens: 1_048_576 },
  { provider: "openai", model: /^gpt-5(?:-|$|\.[1-4])/, contextTokens: 400_000 },
  { provider: "openai", model: /^gpt-4(?:-0613|$)/, contextTokens: 8_192 },
  { provider: "openai", model: /^o[134](?:-|$)/, contextTokens: 200_000 },
  { provider: "anthropic", model: /^claude-(?:fable|(?:opus|sonnet)-5|haiku-5-5)/, contextTokens: 1_000_000 },
  { provider: "anthropic", model: /^claude-(?:3|(?:opus|sonnet|haiku)-4)/, contextTokens: 200_000 },
  { provider: "google", model: /^gemini-2/, contextTokens: 1_048_576 },
  { provider: "deepseek", model: /^deepseek-(?:v4|flash)/, contextTokens: 1_000_000 },
  { provider: "deepseek", model: /^deepseek-(?:chat|reasoner)/, contextTokens: 128_000 },
];

export function knownWindow(provider: string, model: string): number | undefined {
  return KNOWN_WINDOWS.find((known) => known.provider === provider && known.model.test(model))?.contextTokens;
}

const SEEING_NAMES =
  /(?:^|[-/:_])(?:vl|vision|llava|bakllava|pixtral|moondream|minicpm-v|internvl|gemma-?3|gemma-?4|llama-?4)|-vl\b|vision|\dv\b/i;

/** Whether a model's name promises that it sees images; for providers that cannot be asked. */
export function seesImagesByName(provider: string, model: string): boolean {
  if (provider === "openai") return !/^gpt-3\.5|^o1-mini|^o3-mini/.test(model);
  if (provider === "anthropic" || provider === "google") return true;
  return SEEING_NAMES.test(model);
}
