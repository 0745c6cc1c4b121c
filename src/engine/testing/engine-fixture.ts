import type { ContentPart } from "../content.ts";
import { createEngine } from "../create-engine.ts";
import type { Dispatcher } from "../dispatch/dispatcher.ts";
import type { Engine, RunContext, RunEnding, Submission } from "../engine-api.ts";
import type { AdmitSubmission, EngineOptions } from "../engine-options.ts";
import type { EngineObservation } from "../observer.ts";
import type { ChangeHints, Stores } from "../ports.ts";
import type { StoredTask, TaskEvent, TaskOwner } from "../task.ts";
import { createFakeTime, type FakeTime } from "./fake-time.ts";
import { createMemoryStores } from "./memory-stores.ts";
import { userMessage } from "./messages.ts";

export const ALICE: TaskOwner = { tenant: "acme", owner: "alice" };
export const BOB: TaskOwner = { tenant: "acme", owner: "bob" };
export const NEVER = new AbortController().signal;

const OPTIONS: EngineOptions = {
  maxRunning: 4,
  maxQueued: 100,
  maxTasks: 1000,
  retentionMs: 86_400_000,
  graceMs: 1000,
  pollMs: 10_000,
};

export interface FixtureSettings {
  readonly stores?: Stores;
  readonly time?: FakeTime;
  readonly hints?: ChangeHints;
  readonly dispatcher?: Dispatcher;
  readonly options?: Partial<EngineOptions>;
  readonly admit?: AdmitSubmission;
  /** Names the ids, so that two engines over the same stores give none twice. Default: "id". */
  readonly ids?: string;
}

/** An engine over memory, with time that stands still and every observation kept. */
export interface EngineFixture {
  readonly engine: Engine;
  readonly stores: Stores;
  readonly time: FakeTime;
  readonly observations: readonly EngineObservation[];
  observed<Type extends EngineObservation["type"]>(type: Type): Extract<EngineObservation, { type: Type }>[];
  /** Submits a message of its own id, hash and text `text`. */
  submit(text: string, rest?: Partial<Submission>): Promise<StoredTask>;
  /** What is stored of a task, whoever's it is. */
  task(id: string): Promise<StoredTask>;
  /** The task's events, in words. */
  story(id: string): Promise<string[]>;
}

export function openFixture(
  run: (context: RunContext) => Promise<RunEnding>,
  settings: FixtureSettings = {},
): EngineFixture {
  const { stores = createMemoryStores(), time = createFakeTime(), ids = "id", hints, dispatcher } = settings;
  const observations: EngineObservation[] = [];
  let made = 0;
  const engine = createEngine({
    stores,
    runner: { run },
    clock: time.clock,
    timers: time.timers,
    newId: () => `${ids}-${++made}`,
    options: { ...OPTIONS, ...settings.options },
    observe: (observation) => observations.push(observation),
    ...(hints === undefined ? {} : { hints }),
    ...(settings.admit === undefined ? {} : { admit: settings.admit }),
    ...(dispatcher === undefined ? {} : { dispatcher }),
  });
  const task = async (id: string): Promise<StoredTask> => {
    const found = await stores.tasks.load(id);
    if (found === undefined) throw new Error(`No task ${id}`);
    return found;
  };
  return {
    engine,
    stores,
    time,
    observations,
    observed: (type) => observations.filter((one) => one.type === type) as never,
    submit: (text, rest) =>
      engine.submit({
        owner: ALICE,
        message: userMessage(text, `message-${text}`),
        contentHash: `hash-${text}`,
        metadata: {},
        request: {},
        timeoutMs: 60_000,
        ...rest,
      }),
    task,
    story: async (id) => (await stores.events.page(id, 0, 1000)).map(inWords),
  };
}

/** An event in words: what happened and what was said. */
export function inWords({ body }: TaskEvent): string {
  switch (body.type) {
    case "message-added":
      return `message: ${textOf(body.message.parts)}`;
    case "artifact-updated":
      return `artifact${body.append ? " +" : ""}: ${textOf(body.artifact.parts)}`;
    case "status-changed": {
      const said = body.message === undefined ? "" : `: ${textOf(body.message.parts)}`;
      return `${body.state.kind}${said}`;
    }
  }
}

export function textOf(parts: readonly ContentPart[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : part.kind)).join("");
}
