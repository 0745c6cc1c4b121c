/** What a message may be. The defaults of the app are those of the Python reference, larger by configuration. */
export interface MessageLimits {
  /** Parts a message. */
  readonly maxParts: number;
  /** Characters of one text part. */
  readonly maxTextCharacters: number;
  /** Bytes of one file, decoded. */
  readonly maxFileBytes: number;
  /** Characters of a file's name. */
  readonly maxNameCharacters: number;
  /** Levels of nesting in data parts and metadata. */
  readonly maxJsonDepth: number;
  /** Characters of one metadata object as JSON: options and labels, not documents. */
  readonly maxMetadataCharacters: number;
  /** A document of the history up to this many bytes comes back inline; a larger one is only named. */
  readonly inlineHistoryBytes: number;
}

/** For the composition root: limits where configuration names none. */
export const DEFAULT_MESSAGE_LIMITS: MessageLimits = {
  maxParts: 10,
  maxTextCharacters: 100_000,
  maxFileBytes: 50 * 1024 * 1024,
  maxNameCharacters: 255,
  maxJsonDepth: 32,
  maxMetadataCharacters: 64 * 1024,
  inlineHistoryBytes: 64 * 1024,
};
