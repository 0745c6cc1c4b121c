import type { StoredTask, Stores, TaskEventBody } from "../../src/engine/index.ts";

/** Tasks that the commits go to in turn. */
export const TASKS = 100;
export const AT_ONCE = 50;
export const EVENTS_A_PAGE = 20;

export const OWNER = { tenant: "", owner: "bench" };
export const EVENT: TaskEventBody = {
  type: "status-changed",
  state: { kind: "working" },
  message: { messageId: "m", role: "agent", parts: [{ kind: "text", text: "Reading page. ".repeat(30) }] },
};

export function newTask(id: string): StoredTask {
  return {
    ...OWNER,
    id,
    contextId: "context",
    version: 0,
    lastSeq: 0,
    state: { kind: "working" },
    history: [{ messageId: "m", role: "user", parts: [{ kind: "text", text: "A question. ".repeat(50) }] }],
    artifacts: [],
    metadata: { skill_id: "minions_query" },
    request: { rounds: 3 },
    cancelRequested: false,
    attempts: 0,
    runs: 1,
    timeoutMs: 300_000,
    createdAt: Date.now(),
    statusAt: Date.now(),
  };
}

/** One contender: `commit` changes the task of that number and appends an event; all give how often they ran. */
export interface Contender {
  readonly commitsOneByOne: () => Promise<number>;
  readonly commitsAtOnce?: () => Promise<number>;
  readonly gets: () => Promise<number>;
  readonly pages: () => Promise<number>;
}

/** `reads` and `commits` are how many of them a run makes; `prefix` keeps tasks apart that share a database. */
export async function ourStores(
  stores: Stores,
  {
    commits,
    reads,
    prefix = "t",
  }: { readonly commits: number; readonly reads: number; readonly prefix?: string },
): Promise<Contender> {
  const tasks: StoredTask[] = [];
  for (let index = 0; index < TASKS; index += 1) {
    tasks.push(
      await stores.tasks.commit({
        task: newTask(`${prefix}${index}`),
        expectedVersion: undefined,
        events: [],
        at: 0,
      }),
    );
  }
  const commit = async (index: number): Promise<void> => {
    const task = tasks[index % TASKS] ?? newTask("");
    const change = {
      task: { ...task, statusAt: Date.now() },
      expectedVersion: task.version,
      events: [EVENT],
      at: 1,
    };
    tasks[index % TASKS] = await stores.tasks.commit(change);
  };
  return {
    commitsOneByOne: async () => {
      for (let index = 0; index < commits; index += 1) await commit(index);
      return commits;
    },
    commitsAtOnce: async () => {
      const rounds = Math.ceil((4 * commits) / AT_ONCE);
      const workers = Array.from({ length: AT_ONCE }, async (_, worker) => {
        for (let round = 0; round < rounds; round += 1) await commit(worker);
      });
      await Promise.all(workers);
      return rounds * AT_ONCE;
    },
    gets: async () => {
      for (let index = 0; index < reads; index += 1)
        await stores.tasks.get(`${prefix}${index % TASKS}`, OWNER);
      return reads;
    },
    pages: async () => {
      for (let index = 0; index < reads; index += 1)
        await stores.events.page(`${prefix}${index % TASKS}`, 0, EVENTS_A_PAGE);
      return reads;
    },
  };
}

export async function perSecond(run: () => Promise<number>): Promise<number> {
  const startedMs = performance.now();
  const times = await run();
  return (times / (performance.now() - startedMs)) * 1000;
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
