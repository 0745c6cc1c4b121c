import { Deadline } from "#kernel";

export type ComponentState = "ok" | "degraded" | "down";

/** One thing that the server works with, as it was last seen. */
export interface ComponentHealth {
  /** "store", "queue", or a provider's name. */
  readonly name: string;
  readonly state: ComponentState;
  /** True where the server can take no task without it. */
  readonly required: boolean;
  /** Fit for everybody: no address, no key. */
  readonly message?: string;
  /** Milliseconds since the epoch. */
  readonly checkedAt?: number;
}

/** What the health routes ask. Nothing of it spends tokens or goes to a provider while a client waits. */
export interface HealthSource {
  components(signal: AbortSignal): Promise<readonly ComponentHealth[]>;
  /** Tasks that are kept. */
  storedTasks(): Promise<number>;
}

export interface HealthDeps {
  /** Resolves when the database answers. */
  readonly ping: (signal: AbortSignal) => Promise<void>;
  /** As the task store counts them. */
  readonly countByState: () => Promise<Readonly<Partial<Record<string, number>>>>;
  /** Queue and providers, as a background probe last saw them. */
  readonly others?: () => readonly ComponentHealth[];
  /** How long the store may take before it counts as down, in milliseconds. Default: 2000. */
  readonly pingMs?: number;
  /** Told why the store does not answer; clients are not. */
  readonly onStoreDown?: (error: unknown) => void;
}

/** Health from the store's own answer and what a background probe has seen of the rest. */
export function createHealth(deps: HealthDeps): HealthSource {
  return {
    async components(signal) {
      return [await storeHealth(deps, signal), ...(deps.others?.() ?? [])];
    },
    async storedTasks() {
      const counts = Object.values(await deps.countByState());
      return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    },
  };
}

async function storeHealth(deps: HealthDeps, signal: AbortSignal): Promise<ComponentHealth> {
  using deadline = new Deadline("The store's answer", deps.pingMs ?? 2000, signal);
  try {
    await Promise.race([deps.ping(deadline.signal), rejectOn(deadline.signal)]);
    return { name: "store", state: "ok", required: true };
  } catch (error) {
    deps.onStoreDown?.(error);
    return { name: "store", state: "down", required: true, message: "The store does not answer." };
  }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
