import { abortReason } from "#kernel";

/**
 * The promise's outcome, or a rejection as soon as the signal fires.
 *
 * Native code cannot be interrupted between two of its own steps; the caller need not wait for that.
 */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal, what: string): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(abortReason(signal, what));
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
