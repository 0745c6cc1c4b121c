const OVERFLOW =
  /context[_ ]length|context[_ ]window|context[_ ]size|maximum context|prompt is too long|input length exceeds|input token count .{0,40}exceeds|too many (?:input )?tokens/i;

/** How each API states its two figures; `needed` and `available` in tokens. */
const FIGURES = [
  /"n_prompt_tokens":\s*(?<needed>\d+).*"n_ctx":\s*(?<available>\d+)/s,
  /(?<needed>\d+) tokens > (?<available>\d+) maximum/,
  /maximum context length is (?<available>\d+) tokens.{0,120}?(?<needed>\d+)/s,
  /input token count \(?(?<needed>\d+)\)? exceeds.{0,60}?(?<available>\d+)/is,
];

/** What an error answer says about a prompt that is longer than the window; undefined when it is about something else. */
export function contextOverflow(
  status: number,
  text: string,
): { needed: number | undefined; available: number | undefined } | undefined {
  if (![400, 413, 422, 500].includes(status) || !OVERFLOW.test(text)) return undefined;
  for (const pattern of FIGURES) {
    const groups = pattern.exec(text)?.groups;
    if (groups !== undefined)
      return { needed: Number(groups["needed"]), available: Number(groups["available"]) };
  }
  return { needed: undefined, available: undefined };
}
