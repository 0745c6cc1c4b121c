import { createHash } from "node:crypto";

/** Statements that are kept prepared on each connection. */
const MAX_NAMED = 128;
/** Statements whose uses are counted. */
const MAX_COUNTED = 1024;
/** A statement that came so often is worth keeping prepared. */
const USES_BEFORE_NAMED = 4;

/** They are as quick without; and one that is not found where it should be prepared would undo what it was to commit. */
const ENDS_OF_TRANSACTIONS = /^(begin|start|commit|rollback|savepoint|release)\b/i;

/**
 * Decides which statements the database prepares once for a connection: those that come again and again. A bounded
 * number, since texts that differ by the length of a list would otherwise fill the memory of every connection.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<string, number>();
  #stopped = false;

  /** From now on no statement is kept: something in between mixes up what is prepared where. */
  stop(): void {
    this.#stopped = true;
  }

  /** Undefined where the statement is better sent as a whole. */
  nameOf(sql: string): string | undefined {
    if (this.#stopped || ENDS_OF_TRANSACTIONS.test(sql)) return undefined;
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size >= MAX_NAMED) return known;
    const uses = (this.#uses.get(sql) ?? 0) + 1;
    if (uses < USES_BEFORE_NAMED) {
      if (this.#uses.size >= MAX_COUNTED) this.#uses.clear();
      this.#uses.set(sql, uses);
      return undefined;
    }
    this.#uses.delete(sql);
    const name = createHash("sha256").update(sql).digest("base64url").slice(0, 24);
    this.#names.set(sql, name);
    return name;
  }
}
