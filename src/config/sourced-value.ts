/** A value and where it was said, before it is checked. */
export interface SourcedValue {
  readonly value: unknown;
  readonly source: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a secret that is kept in a file of its own. */
export type ReadText = (path: string) => Promise<string>;
