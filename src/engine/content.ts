/** Any JSON value. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

/** Bytes that are stored once, by their content, and named by what holds them. */
export interface DocumentRef {
  /** Hex SHA-256 of the bytes. */
  readonly hash: string;
  /** A label; never a path. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** One part of a message or an artifact. Bytes are referred to, so that rows of tasks and events stay small. */
export type ContentPart =
  | {
      readonly kind: "text";
      readonly text: string;
      /** A label that the sender gave, for citations; never a path. */
      readonly name?: string;
      readonly mediaType?: string;
      readonly metadata?: JsonObject;
    }
  | {
      readonly kind: "data";
      readonly data: JsonValue;
      /** A label that the sender gave, for citations; never a path. */
      readonly name?: string;
      readonly mediaType?: string;
      readonly metadata?: JsonObject;
    }
  | { readonly kind: "document"; readonly document: DocumentRef; readonly metadata?: JsonObject }
  | {
      readonly kind: "link";
      readonly url: string;
      readonly name: string;
      readonly mediaType: string;
      readonly metadata?: JsonObject;
    };

export interface TaskMessage {
  readonly messageId: string;
  readonly role: "user" | "agent";
  readonly parts: readonly ContentPart[];
  readonly metadata?: JsonObject;
  /** URIs of the A2A extensions that the message uses. */
  readonly extensions?: readonly string[];
  readonly referenceTaskIds?: readonly string[];
}

export interface TaskArtifact {
  readonly artifactId: string;
  readonly name?: string;
  readonly description?: string;
  readonly parts: readonly ContentPart[];
  readonly metadata?: JsonObject;
  readonly extensions?: readonly string[];
}
