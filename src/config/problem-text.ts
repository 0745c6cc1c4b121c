import type { z } from "zod";

/** One line for people about a value that was not accepted: what it was, and what is allowed. */
export function problemText(issue: z.core.$ZodIssue, value: unknown): string {
  const allowed = allowedText(issue);
  if (issue.code === "custom") return issue.message;
  return value === undefined ? allowed : `${JSON.stringify(value)} ${allowed}`;
}

function allowedText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_big":
      return `is too big: at most ${issue.maximum}`;
    case "too_small":
      return issue.origin === "string" ? "must not be empty" : `is too small: at least ${issue.minimum}`;
    case "invalid_type":
      return `must be ${article(issue.expected)}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return `has unknown keys: ${issue.keys.join(", ")}`;
    case "invalid_key":
      return issue.issues[0]?.message ?? issue.message;
    case "invalid_union":
      return "has none of the forms that are allowed";
    default:
      return issue.message;
  }
}

function article(expected: string): string {
  if (expected === "int") return "a whole number";
  if (expected === "boolean") return "true or false";
  return expected === "object" ? "an object" : `a ${expected}`;
}
