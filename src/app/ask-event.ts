import type { RunEvent } from "#minions";

/** What a client needs to draw one question being answered: the reading of its documents, then the run itself. */
export type AskEvent =
  | RunEvent
  | {
      readonly type: "document-read";
      readonly name: string;
      readonly pages: number;
      readonly characters: number;
      /** Documents read so far, this one included, of `total`. */
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: "image-taken"; readonly name: string; readonly done: number; readonly total: number }
  /** Only where the caller asked to go on without documents that cannot be read; otherwise the run fails. */
  | {
      readonly type: "document-refused";
      readonly name: string;
      readonly reason: string;
      readonly message: string;
      readonly done: number;
      readonly total: number;
    };
