const STRENGTH = /^Match strength (\d(?:\.\d+)?)/;

/** A score of 1 is a good match; the curve keeps the best apart where a plain cap would make them equal. */
export function strengthOf(score: number): number {
  return 1 - Math.exp(-Math.max(0, score) / 1.1);
}

/** Jobs are scored apart from each other: the strength travels in the explanation so that a supervisor can rank them. */
export function describeStrength(strength: number): string {
  return `Match strength ${strength.toFixed(3)}: found by rule, by words, figures and the kind of page.`;
}

/** The strength that a worker of this engine stated; undefined from any other. */
export function statedStrength(explanation: string): number | undefined {
  const stated = STRENGTH.exec(explanation)?.[1];
  return stated === undefined ? undefined : Math.min(1, Number(stated));
}
