/** What stands in a label for every name that is not among the known ones. */
export const OTHER = "other";

/**
 * Keeps a label's values few: names that clients choose (a model, a skill) would otherwise make one time series each,
 * and a client could fill the server's memory and the monitoring's with them.
 */
export function boundedLabel(known: Iterable<string>): (name: string) => string {
  const names = new Set(known);
  return (name) => (names.has(name) ? name : OTHER);
}
