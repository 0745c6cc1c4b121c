import { isDeepStrictEqual } from "node:util";
import { AbortedError, AppError } from "#kernel";
import type { RunContext, RunEnding, Submission } from "../engine-api.ts";
import type { Stores } from "../ports.ts";
import { isTerminal, type StoredTask } from "../task.ts";
import { type MortalStores, mortal } from "./crash.ts";
import { ALICE, BOB, type EngineFixture, openFixture } from "./engine-fixture.ts";
import { createFakeTime, type FakeTime } from "./fake-time.ts";
import { createMemoryStores } from "./memory-stores.ts";
import { agentMessage, textArtifact } from "./messages.ts";
import { problemsOf } from "./story-problems.ts";

/** What a task's run does, carried in its request. */
export interface Script {
  readonly steps: number;
  readonly end: "completes" | "fails" | "asks" | "is-deaf";
}

/** What clients do. */
export type ClientCommand =
  | { readonly do: "submit"; readonly script: Script; readonly bob: boolean; readonly timeoutMs: number }
  | { readonly do: "send-again"; readonly which: number }
  | { readonly do: "follow-up"; readonly which: number }
  | { readonly do: "cancel"; readonly which: number };

export type Command =
  | { readonly do: "at-once"; readonly commands: readonly ClientCommand[] }
  | { readonly do: "pass"; readonly ms: number }
  /** The process dies `afterMs` after the clients began; they hear no more. */
  | { readonly do: "crash"; readonly during: readonly ClientCommand[]; readonly afterMs: number }
  | { readonly do: "restart"; readonly during: readonly ClientCommand[]; readonly graceMs: number };

class ScriptedFailure extends AppError<"scripted-failure"> {
  readonly code = "scripted-failure";
}

/** What a client here may be told; all else would be a fault of the engine. */
const REFUSALS: ReadonlySet<string> = new Set(["task-busy", "task-ended", "server-busy", "shutting-down"]);
const STEP_MS = 10;
/** Far more than anything here takes. */
const LONG_MS = 3_600_000;

/**
 * An engine over a slow store that lives through crashes and restarts, with what it has promised so far. Every promise
 * that does not hold is a violation.
 */
export class RandomLife {
  readonly violations: string[] = [];
  readonly time: FakeTime = createFakeTime();
  readonly #disk: Stores;
  readonly #sent: { readonly text: string; readonly rest: Partial<Submission> }[] = [];
  readonly #acknowledged = new Map<string, string>();
  readonly #canceled = new Set<string>();
  readonly #ended = new Map<string, { readonly task: StoredTask; readonly events: number }>();
  #random: number;
  #process: MortalStores;
  #fixture: EngineFixture;
  #lives = 0;

  /** @param seed decides how long each operation of the store takes */
  constructor(seed: number, disk: Stores = createMemoryStores()) {
    this.#random = seed;
    this.#disk = disk;
    [this.#process, this.#fixture] = this.#beBorn();
  }

  async live(command: Command): Promise<void> {
    switch (command.do) {
      case "at-once":
        await this.#letPass(this.#clients(command.commands));
        break;
      case "pass":
        await this.time.pass(command.ms);
        break;
      case "crash":
        void this.#clients(command.during);
        await this.time.pass(command.afterMs);
        this.#process.die();
        await this.#bearAgain();
        break;
      case "restart": {
        const clients = this.#clients(command.during);
        await this.#letPass(Promise.all([clients, this.#fixture.engine.stop(command.graceMs)]));
        await this.#bearAgain();
        break;
      }
    }
    await this.#check();
  }

  async begin(): Promise<void> {
    await this.#letPass(this.#fixture.engine.start());
  }

  /** Lets everything come to its end, and looks whether it did. */
  async conclude(): Promise<readonly StoredTask[]> {
    await this.time.pass(LONG_MS);
    await this.#check();
    const tasks = await this.#tasks();
    for (const { id, state } of tasks) {
      const settled = isTerminal(state) || state.kind === "input-required";
      if (!settled) this.violations.push(`${id} was lost: it is still ${state.kind}`);
    }
    return tasks;
  }

  #beBorn(): [MortalStores, EngineFixture] {
    const process = mortal(this.#disk, () => this.#delay());
    const fixture = openFixture((context) => this.#run(context, process), {
      stores: process.stores,
      time: this.time,
      ids: `life-${++this.#lives}`,
      options: { maxRunning: 2, maxQueued: 6, cleanupMs: 30, maxAttempts: 3, retentionMs: 2 * LONG_MS },
    });
    return [process, fixture];
  }

  /** A process starts over what the one before left. */
  async #bearAgain(): Promise<void> {
    [this.#process, this.#fixture] = this.#beBorn();
    await this.begin();
  }

  /** 0, 1 or 2 ms, as the seed has it. */
  #delay(): Promise<void> {
    this.#random = (this.#random * 1_103_515_245 + 12_345) % 2_147_483_648;
    const ms = Math.floor(this.#random / 65_536) % 3;
    return new Promise((resolve) => {
      this.time.timers.after(ms, resolve);
    });
  }

  async #letPass(work: Promise<unknown>): Promise<void> {
    let over = false;
    const done = work.finally(() => {
      over = true;
    });
    for (let ms = 0; !over && ms < 1000; ms += 1) await this.time.pass(1);
    if (!over) this.violations.push("something does not come to its end");
    else await done;
  }

  async #clients(commands: readonly ClientCommand[]): Promise<void> {
    await Promise.all(
      commands.map(async (command) => {
        try {
          await this.#carryOut(command);
        } catch (error) {
          const refused = error instanceof AppError && REFUSALS.has(error.code);
          if (!refused) this.violations.push(`${command.do} met ${String(error)}`);
        }
      }),
    );
  }

  async #carryOut(command: ClientCommand): Promise<void> {
    switch (command.do) {
      case "submit": {
        const { script, timeoutMs, bob } = command;
        const rest = { owner: bob ? BOB : ALICE, request: { ...script }, timeoutMs };
        return this.#send({ text: `${this.#sent.length}`, rest });
      }
      case "send-again": {
        const sent = this.#sent[command.which % this.#sent.length];
        return sent && this.#send(sent);
      }
      case "follow-up": {
        const task = await this.#pick(command.which);
        if (task === undefined) return;
        const owner = { tenant: task.tenant, owner: task.owner };
        return this.#send({ text: `${this.#sent.length}`, rest: { owner, taskId: task.id } });
      }
      case "cancel": {
        const task = await this.#pick(command.which);
        if (task === undefined) return;
        await this.#fixture.engine.cancel(task.id, task);
        this.#canceled.add(task.id);
      }
    }
  }

  async #send(sent: { readonly text: string; readonly rest: Partial<Submission> }): Promise<void> {
    if (!this.#sent.includes(sent)) this.#sent.push(sent);
    const { id } = await this.#fixture.submit(sent.text, sent.rest);
    const before = this.#acknowledged.get(sent.text);
    if (before !== undefined && before !== id) this.violations.push(`message ${sent.text} made two tasks`);
    this.#acknowledged.set(sent.text, id);
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
      const leave = whenAlive(() => reject(new AbortedError("The step")));
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  async #check(): Promise<void> {
    for (const task of await this.#tasks()) {
      const events = await this.#disk.events.page(task.id, 0, 10_000);
      const { steps } = task.request as unknown as Script;
      for (const problem of problemsOf(task, events, steps)) this.violations.push(`${task.id}: ${problem}`);
      const end = isTerminal(task.state) ? { task, events: events.length } : undefined;
      const before = this.#ended.get(task.id);
      if (before !== undefined && !isDeepStrictEqual(before, end))
        this.violations.push(`${task.id} changed after its end`);
      if (end !== undefined) this.#ended.set(task.id, end);
      if (this.#canceled.has(task.id) && task.state.kind !== "canceled") {
        this.violations.push(`${task.id} was canceled and is ${task.state.kind}`);
      }
    }
  }
}
