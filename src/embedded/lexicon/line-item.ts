import type { StatementKind } from "./statements.ts";

/** A line of a financial statement: how people ask for it and how reports print it. */
export interface LineItem {
  readonly id: string;
  /** For people, in running text. */
  readonly name: string;
  readonly statement: StatementKind;
  /** Other words that reports print for it, for keyword search. */
  readonly printed?: readonly string[];
  /** Over the question in lower case. */
  readonly asked: RegExp;
  /** Over squeezed row labels, the most fitting first. */
  readonly labels: readonly RegExp[];
  /** Squeezed labels that look alike and are something else. */
  readonly not?: RegExp;
  /** An expense or a payment: reports print it with and without a minus; only its amount counts. */
  readonly isOutflow?: true;
}
