import { type OAuthAnswer, type OAuthRequest, refused } from "./oauth-answer.ts";

/** Parameters by name; those without a value count as left out (RFC 6749, section 3.2). */
export type FormFields = ReadonlyMap<string, string>;

export type FormReading =
  | { readonly kind: "fields"; readonly fields: FormFields }
  | { readonly kind: "refused"; readonly answer: OAuthAnswer };

export function readForm({ form }: Pick<OAuthRequest, "form">): FormReading {
  if (form === undefined) {
    return { kind: "refused", answer: refused("invalid_request", "The body must be a form.") };
  }
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (fields.has(name)) {
      return { kind: "refused", answer: refused("invalid_request", "A parameter is given more than once.") };
    }
    fields.set(name, value);
  }
  return { kind: "fields", fields: new Map([...fields].filter(([, value]) => value !== "")) };
}
