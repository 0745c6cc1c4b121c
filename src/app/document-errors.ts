import { AppError } from "#kernel";

/** One document that could not be used. */
export interface RefusedDocument {
  readonly name: string;
  /** What kind of refusal it was, for example `scanned`, `encrypted` or `too-large`. */
  readonly reason: string;
  /** What is wrong and what can be done. */
  readonly message: string;
}

/** Documents cannot be used as they are; all of them are listed, each with its reason and remedy. */
export class DocumentsRefusedError extends AppError<"documents-refused"> {
  readonly code = "documents-refused";
  readonly documents: readonly RefusedDocument[];

  constructor(documents: readonly RefusedDocument[]) {
    super(documents.map((document) => document.message).join("\n"));
    this.documents = documents;
  }
}
