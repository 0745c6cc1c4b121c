import type { Stores } from "../ports.ts";

/** Stores as one process sees them, until it dies: from then on nothing that it asks for happens or answers. */
export interface MortalStores {
  readonly stores: Stores;
  readonly dead: boolean;
  die(): void;
  /** From then on every write fails as a full disk would make it; `undefined` heals. */
  failWrites(error: Error | undefined): void;
}

export function mortal(stores: Stores): MortalStores {
  let dead = false;
  let failure: Error | undefined;
  const never = new Promise<never>(() => undefined);
  const WRITES = new Set<PropertyKey>(["commit", "put", "requestCancel", "removeFinished"]);

  const guard = <Room extends object>(room: Room): Room =>
    new Proxy(room, {
      get(target, name) {
        const member = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...given: unknown[]) => {
          if (dead) return never;
          if (failure !== undefined && WRITES.has(name)) return Promise.reject(failure);
          const result: unknown = Reflect.apply(member, target, given);
          // What was asked for before the death happens; its answer reaches nobody.
          return result instanceof Promise ? result.then((value) => (dead ? never : value)) : result;
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
