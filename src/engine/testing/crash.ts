import type { Stores } from "../ports.ts";

/** Stores as one process sees them, until it dies: from then on nothing that it asks for happens or answers. */
export interface MortalStores {
  readonly stores: Stores;
  readonly dead: boolean;
  die(): void;
  /** From then on every write fails as a full disk would make it; `undefined` heals. */
  failWrites(error: Error | undefined): void;
}

const WRITES: ReadonlySet<PropertyKey> = new Set(["commit", "put", "requestCancel", "removeFinished"]);

const STREAMS: ReadonlySet<PropertyKey> = new Set(["unfinished", "unanswered", "list"]);

/** @param delay how long an operation takes before and again after it happens; a death in between loses its answer */
export function mortal(stores: Stores, delay?: () => Promise<void>): MortalStores {
  let dead = false;
  let failure: Error | undefined;
  const never = new Promise<never>(() => undefined);
  const living = async (): Promise<void> => {
    await delay?.();
    if (dead) await never;
  };

  const guard = <Room extends object>(room: Room): Room =>
    new Proxy(room, {
      get(target, name) {
        const member = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        const call = (given: unknown[]): unknown => Reflect.apply(member, target, given);
        if (STREAMS.has(name)) return (...given: unknown[]) => call(given);
        return async (...given: unknown[]) => {
          await living();
          if (failure !== undefined && WRITES.has(name)) throw failure;
          const [outcome] = await Promise.allSettled([call(given)]);
          await living();
          if (outcome.status === "rejected") throw outcome.reason;
          return outcome.value;
        };
      },
    });

  return {
    stores: {
      tasks: guard(stores.tasks),
      events: guard(stores.events),
      journal: guard(stores.journal),
      documents: guard(stores.documents),
      ping: (signal) => stores.ping(signal),
      [Symbol.asyncDispose]: async () => undefined,
    },
    get dead() {
      return dead;
    },
    die: () => {
      dead = true;
    },
    failWrites: (error) => {
      failure = error;
    },
  };
}
