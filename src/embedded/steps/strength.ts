const STRENGTH = /^Match strength (\d(?:\.\d+)?)/;

/** Jobs are scored apart from each other: the strength travels in the explanation so that a supervisor can rank them. */
export function describeStrength(strength: number): string {
  return `Match strength ${strength.toFixed(2)}: found by rule, by words, figures and the kind of page.`;
}

/** The strength that a worker of this engine stated; undefined from any other. */
export function statedStrength(explanation: string): number | undefined {
  const stated = STRENGTH.exec(explanation)?.[1];
  return stated === undefined ? undefined : Math.min(1, Number(stated));
}
