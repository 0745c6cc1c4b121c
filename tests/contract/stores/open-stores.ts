import type { Stores } from "#engine";
import type { Clock } from "#kernel";
import type { OnOperation } from "#stores";

/** What the contract decides about the stores that it opens; all else is the implementation's. */
export interface ContractOptions {
  readonly clock: Clock;
  readonly unheldDocumentGraceMs: number;
  readonly onOperation?: OnOperation;
}

/** Opens empty stores, of which nothing is left once they are disposed. */
export type OpenStores = (options: ContractOptions) => Promise<Stores>;

/** A clock that stands still until it is moved. */
export class StandingClock implements Clock {
  #now = 1_700_000_000_000;

  now(): number {
    return this.#now;
  }

  monotonicMs(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

export const GRACE_MS = 60_000;

export function openFresh(open: OpenStores, clock: Clock = new StandingClock()): Promise<Stores> {
  return open({ clock, unheldDocumentGraceMs: GRACE_MS });
}
