const ACCEPTABLE = /^[A-Za-z0-9._-]{1,128}$/;

/** The client's own id where it is fit for logs and headers, else a new one. */
export function requestIdOf(given: string | string[] | undefined, newId: () => string): string {
  return typeof given === "string" && ACCEPTABLE.test(given) ? given : newId();
}
