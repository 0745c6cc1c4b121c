/** A document as a caller hands it over: the name is a label for people, never a path. */
export interface DocumentFile {
  readonly name: string;
  /** What the sender said of its kind; the content decides. */
  readonly declaredMediaType?: string;
  /** Where it is known before reading: what is too large is then refused unread. */
  readonly byteLength?: number;
  /** The bytes, or how to get them when their turn comes, so that a hundred files need not be in memory at once. */
  readonly bytes: Uint8Array | ((signal: AbortSignal) => Promise<Uint8Array>);
}
