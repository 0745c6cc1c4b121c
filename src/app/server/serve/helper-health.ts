import type { ComponentHealth } from "#http";

/**
 * How something stands that the server is of use without, slower or not for everything; nothing where none is configured.
 * @param down says so where it does not answer
 */
export function helperHealth(
  name: string,
  helper: { readonly answers: boolean } | undefined,
  down: string,
): readonly ComponentHealth[] {
  if (helper === undefined) return [];
  if (helper.answers) return [{ name, state: "ok", required: false }];
  return [{ name, state: "down", required: false, message: down }];
}
