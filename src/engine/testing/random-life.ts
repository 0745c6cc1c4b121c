import { AbortedError, AppError } from "#kernel";
import type { RunContext, RunEnding } from "../engine-api.ts";
import type { Stores } from "../ports.ts";
import { isTerminal, type StoredTask, type TaskEvent } from "../task.ts";
import { type MortalStores, mortal } from "./crash.ts";
import { ALICE, BOB, type EngineFixture, openFixture, textOf } from "./engine-fixture.ts";
import { createFakeTime, type FakeTime } from "./fake-time.ts";
import { createMemoryStores } from "./memory-stores.ts";
import { agentMessage, textArtifact } from "./messages.ts";

/** What a task's run does, carried in its request. */
export interface Script {
  readonly steps: number;
  readonly end: "completes" | "fails" | "asks" | "is-deaf";
}

export type Command =
  | { readonly do: "submit"; readonly script: Script; readonly bob: boolean; readonly timeoutMs: number }
  | { readonly do: "send-again"; readonly which: number }
  | { readonly do: "follow-up"; readonly which: number }
  | { readonly do: "cancel"; readonly which: number }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "crash" }
  | { readonly do: "restart"; readonly graceMs: number };

class ScriptedFailure extends AppError<"scripted-failure"> {
  readonly code = "scripted-failure";
}

const STEP_MS = 10;

/**
 * An engine that lives through crashes and restarts, with what it has promised so far. Every promise that does not
 * hold is a violation.
 */
export class RandomLife {
  readonly violations: string[] = [];
  readonly time: FakeTime = createFakeTime();
  readonly #disk: Stores;
  readonly #acknowledged = new Map<string, string>();
  readonly #canceled = new Set<string>();
  readonly #ended = new Map<string, string>();
  #process: MortalStores;
  #fixture: EngineFixture;
  #lives = 0;

  constructor(disk: Stores = createMemoryStores()) {
    this.#disk = disk;
    [this.#process, this.#fixture] = this.#beBorn();
  }

  async begin(): Promise<void> {
    await this.#fixture.engine.start();
  }

  async live(command: Command): Promise<void> {
    try {
      await this.#carryOut(command);
    } catch (error) {
      if (!(error instanceof AppError)) this.violations.push(`${command.do} threw ${String(error)}`);
    }
    await this.time.settle();
    await this.#check();
  }

  /** Lets everything come to its end, and looks whether it did. */
  async conclude(): Promise<readonly StoredTask[]> {
    await this.time.pass(3_600_000);
    await this.#check();
    const tasks = await this.#tasks();
    for (const { id, state } of tasks) {
      const settled = isTerminal(state) || state.kind === "input-required";
      if (!settled) this.violations.push(`${id} was lost: it is still ${state.kind}`);
    }
    return tasks;
  }

  #beBorn(): [MortalStores, EngineFixture] {
    const process = mortal(this.#disk);
    const fixture = openFixture((context) => this.#run(context, process), {
      stores: process.stores,
      time: this.time,
      ids: `life-${++this.#lives}`,
      options: { maxRunning: 2, maxQueued: 6, cleanupMs: 30, maxAttempts: 3 },
    });
    return [process, fixture];
  }

  async #carryOut(command: Command): Promise<void> {
    const { engine } = this.#fixture;
    const messages = [...this.#acknowledged.keys()];
    switch (command.do) {
      case "submit":
        return this.#send(`${messages.length}`, { ...command, owner: command.bob ? BOB : ALICE });
      case "send-again": {
        const text = messages[command.which % messages.length];
        if (text !== undefined) await this.#send(text, {});
        return;
      }
      case "follow-up": {
        const task = await this.#pick(command.which);
        if (task !== undefined) await this.#send(`${messages.length}`, { owner: task, taskId: task.id });
        return;
      }
      case "cancel": {
        const task = await this.#pick(command.which);
        if (task === undefined) return;
        await engine.cancel(task.id, task);
        this.#canceled.add(task.id);
        return;
      }
      case "pass":
        return this.time.pass(command.ms);
      case "crash":
        this.#process.die();
        [this.#process, this.#fixture] = this.#beBorn();
        return this.begin();
      case "restart": {
        const stopping = engine.stop(command.graceMs);
        await this.time.pass(command.graceMs + 100);
        await stopping;
        [this.#process, this.#fixture] = this.#beBorn();
        return this.begin();
      }
    }
  }

  async #send(
    text: string,
    rest: {
      readonly owner?: { readonly tenant: string; readonly owner: string };
      readonly taskId?: string;
      readonly script?: Script;
      readonly timeoutMs?: number;
    },
  ): Promise<void> {
    const { script, owner, taskId, timeoutMs = 60_000 } = rest;
    const before = this.#acknowledged.get(text);
    const from = before === undefined ? undefined : await this.#disk.tasks.load(before);
    const { id } = await this.#fixture.submit(text, {
      owner: owner ?? from ?? ALICE,
      request: script === undefined ? {} : { ...script },
      timeoutMs,
      ...(taskId === undefined ? {} : { taskId }),
    });
    if (before !== undefined && before !== id) this.violations.push(`message ${text} made two tasks`);
    this.#acknowledged.set(text, id);
  }

  async #pick(which: number): Promise<StoredTask | undefined> {
    const tasks = await this.#tasks();
    return tasks[which % tasks.length];
  }

  async #tasks(): Promise<StoredTask[]> {
    const loaded = await Promise.all(
      [...new Set(this.#acknowledged.values())].map(async (id) => {
        const task = await this.#disk.tasks.load(id);
        if (task === undefined) this.violations.push(`${id} is gone`);
        return task;
      }),
    );
    return loaded.filter((task) => task !== undefined);
  }

  async #run(context: RunContext, process: MortalStores): Promise<RunEnding> {
    const { steps, end } = context.task.request as unknown as Script;
    for (let step = 0; step < steps; step += 1) {
      await this.#sleep(process, context.signal);
      const answer = await context.once(`step-${step}`, "hash", () => this.#pay(context, step, process));
      await context.tell(agentMessage(answer));
      await context.writeArtifact(textArtifact("answer", answer), {
        append: step > 0,
        lastChunk: step === steps - 1,
      });
    }
    if (end === "is-deaf") return new Promise(() => undefined);
    if (end === "fails") throw new ScriptedFailure("As the script says.");
    if (end === "asks" && context.task.history.length === 1) {
      return { kind: "input-required", message: agentMessage("Which?") };
    }
    return { kind: "completed" };
  }

  async #pay(context: RunContext, step: number, process: MortalStores): Promise<string> {
    const key = { taskId: context.task.id, stepPath: `step-${step}` };
    if ((await this.#disk.journal.find(key)) !== undefined) {
      this.violations.push(`${key.taskId} paid ${key.stepPath} again`);
    }
    await this.#sleep(process, context.signal);
    return `answer-${step}`;
  }

  /** A dead process never wakes up. */
  #sleep(process: MortalStores, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const whenAlive = (then: () => void) => () => {
        if (!process.dead) then();
      };
      this.time.timers.after(STEP_MS, whenAlive(resolve));
      signal.addEventListener(
        "abort",
        whenAlive(() => reject(new AbortedError("The step"))),
      );
    });
  }

  async #check(): Promise<void> {
    for (const task of await this.#tasks()) {
      const events = await this.#disk.events.page(task.id, 0, 10_000);
      for (const problem of problemsOf(task, events)) this.violations.push(`${task.id}: ${problem}`);
      const end = isTerminal(task.state) ? JSON.stringify([task, events.length]) : undefined;
      const before = this.#ended.get(task.id);
      if (before !== undefined && before !== end) this.violations.push(`${task.id} changed after its end`);
      if (end !== undefined) this.#ended.set(task.id, end);
      if (this.#canceled.has(task.id) && task.state.kind !== "canceled") {
        this.violations.push(`${task.id} was canceled and is ${task.state.kind}`);
      }
    }
  }
}

/** Where a task and its events do not tell one story. */
function problemsOf(task: StoredTask, events: readonly TaskEvent[]): string[] {
  const problems: string[] = [];
  if (events.some(({ seq }, index) => seq !== index + 1)) problems.push("its events have a gap");
  if (events.length !== task.lastSeq) problems.push(`it has ${events.length} events of ${task.lastSeq}`);
  const states = events.flatMap(({ body }) => (body.type === "status-changed" ? [body.state] : []));
  if (states.at(-1)?.kind !== task.state.kind) problems.push("its events end in another state");
  if (states.slice(0, -1).some(isTerminal)) problems.push("something follows its end");
  const told = new Set<string>();
  for (const { body } of events) {
    if (body.type === "message-added") told.clear();
    if (body.type !== "status-changed" || body.message === undefined) continue;
    const text = textOf(body.message.parts);
    if (told.has(text)) problems.push(`"${text}" was told twice`);
    told.add(text);
  }
  const answer = textOf(task.artifacts[0]?.parts ?? []);
  const steps = answer.split("answer-").slice(1);
  if (steps.some((step, index) => step !== `${index}`)) problems.push(`its artifact reads ${answer}`);
  const whole = (task.request as unknown as Script).steps;
  if (task.state.kind === "completed" && steps.length !== whole)
    problems.push(`its artifact reads ${answer}`);
  return problems;
}
