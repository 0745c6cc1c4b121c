import { assertNever, type Clock, type Timers } from "#kernel";
import type { Turn } from "../dispatch/dispatcher.ts";
import type { RunContext, RunEnding, TaskRunner } from "../engine-api.ts";
import { VersionConflictError } from "../errors.ts";
import type { TaskCommits } from "../lifecycle/task-commits.ts";
import type { TaskHappening } from "../lifecycle/transition.ts";
import type { EngineObserver, StopCause } from "../observer.ts";
import type { Stores, TaskChange } from "../ports.ts";
import type { StoredTask } from "../task.ts";
import { JournalSteps } from "./journal-steps.ts";
import type { RunControl } from "./run-control.ts";
import { failureOf, keptDying, takenOverTooOften, timedOut } from "./run-failure.ts";
import { RunWriter } from "./run-writer.ts";
import { isStoreAway, StorePatience } from "./store-patience.ts";
import { type Leave, Suspects } from "./suspects.ts";
import { readToldBefore, ToldBefore } from "./told-before.ts";

export interface TaskRunDeps {
  readonly stores: Stores;
  readonly commits: TaskCommits;
  readonly runner: TaskRunner;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: () => string;
  readonly observe: EngineObserver;
  readonly suspects: Suspects;
  readonly maxAttempts: number;
  readonly maxTakeOvers: number;
  readonly cleanupMs: number;
}

/** A run that began: its task, and what it writes and pays with. */
interface BegunRun {
  readonly task: StoredTask;
  readonly writer: RunWriter;
  readonly steps: JournalSteps;
  /** Where the task was suspected of ending what ran it. */
  readonly leave: Leave | undefined;
}

/** How the runner itself came to an end. */
type Outcome =
  | { readonly kind: "ended"; readonly ending: RunEnding }
  | { readonly kind: "threw"; readonly error: unknown };

/**
 * One run of one task, from taking it up until its slot is free again. The task's end is stored as soon as it is known;
 * the slot is free when the runner has stopped too, or `cleanupMs` after it was told to.
 *
 * @throws whatever a store throws: the task then stands as it was last stored and is to be run again
 */
export async function runTask(turn: Turn, control: RunControl, deps: TaskRunDeps): Promise<void> {
  const begun = await begin(turn, control, deps);
  if (begun === undefined) return;
  const { task } = begun;
  using _leave = begun.leave;
  using _deadline = deps.timers.after((task.deadlineAt ?? 0) - deps.clock.now(), () =>
    control.timeOut(task.timeoutMs),
  );
  const running = settle(deps.runner, contextOf(begun, control), control);
  const first = await Promise.race([running, control.stopped]);
  const ended =
    typeof first === "object" &&
    control.cause === undefined &&
    control.fault === undefined &&
    (await finish(first, begun, control, deps));
  control.end();
  if (!ended && control.cause !== undefined) {
    await conclude(control.cause, task, deps);
    const left = running.then((outcome) => leave(outcome, begun.steps, control));
    await atMost(deps.cleanupMs, left, deps.timers);
  }
  if (control.fault !== undefined) {
    await new StorePatience(control, deps.timers).untilAnswered(() => handBack(task, deps));
    throw control.fault.error;
  }
}

/**
 * A run that leaves its task to another did not die: it does not count as one that did. Where another has begun already,
 * the task's books are that one's.
 */
async function handBack(task: StoredTask, { stores, commits }: TaskRunDeps): Promise<void> {
  for (;;) {
    const now = await stores.tasks.load(task.id);
    if (now === undefined || now.runs !== task.runs) return;
    const planned = commits.plan(now, { type: "run-handed-back" });
    if (planned.kind === "refused") return;
    if ((await unlessConflict(commits.store(planned.change))) !== undefined) return;
  }
}

/** Takes the task up, or ends it where it is not to be run. Undefined: there is nothing to run. */
async function begin(turn: Turn, control: RunControl, deps: TaskRunDeps): Promise<BegunRun | undefined> {
  const patience = new StorePatience(control, deps.timers);
  using held = new DisposableStack();
  let leave: Leave | undefined;
  let seen: StoredTask | undefined;
  for (;;) {
    const before = await patience.untilAnswered(() => deps.stores.tasks.load(turn.id));
    if (before === undefined) return undefined;
    // Somebody else began it between our reading and our writing: it is theirs.
    if (seen !== undefined && (before.runs !== seen.runs || before.lastSeq !== seen.lastSeq))
      return undefined;
    seen = before;
    if (control.cause === "shutdown" || control.cause === "overtaken") return undefined;
    const happening = opening(before, turn, deps);
    if (happening.type === "run-begun" && Suspects.includes(before) && leave === undefined) {
      leave = await deps.suspects.enter(control.stopped);
      if (leave !== undefined) held.use(leave);
      // Much may have happened meanwhile.
      continue;
    }
    const planned = deps.commits.plan(before, happening);
    if (planned.kind === "refused") return undefined;
    const task = await patience.untilAnswered((again) => storeOpening(planned.change, again, turn, deps));
    if (task === undefined) continue;
    if (happening.type !== "run-begun") return undefined;
    const begun = await startRun(before, task, { turn, control, deps, patience, leave });
    held.move();
    return begun;
  }
}

interface Start {
  readonly turn: Turn;
  readonly control: RunControl;
  readonly deps: TaskRunDeps;
  readonly patience: StorePatience;
  readonly leave: Leave | undefined;
}

async function startRun(before: StoredTask, task: StoredTask, start: Start): Promise<BegunRun> {
  const { turn, control, deps, patience, leave } = start;
  deps.observe({ type: "run-begun", taskId: task.id, attempt: task.attempts, waitMs: turn.waitMs });
  const fresh = before.state.kind === "submitted";
  const toldBefore = fresh
    ? new ToldBefore()
    : await patience.untilAnswered(() => readToldBefore(deps.stores.events, task));
  const gotFurther = (): void => leave?.gotFurther();
  const writer = new RunWriter({ commits: deps.commits, control, patience, task, toldBefore, gotFurther });
  const steps = new JournalSteps({
    journal: deps.stores.journal,
    control,
    patience,
    run: task.runs,
    observe: deps.observe,
    gotFurther,
  });
  return { task, writer, steps, leave };
}

/**
 * Stores how the turn begins; undefined where somebody else wrote first. A change whose answer was lost is known by the
 * row: while this instance holds the turn, nobody else begins the run. Without that the run would begin once more, and
 * count as one that died.
 */
async function storeOpening(
  change: TaskChange,
  again: boolean,
  { lost }: Turn,
  { stores, commits }: TaskRunDeps,
): Promise<StoredTask | undefined> {
  const stored = await unlessConflict(commits.store(change));
  if (stored !== undefined || !again || lost?.aborted === true) return stored;
  const now = await stores.tasks.load(change.task.id);
  const isOurs = now?.version === (change.expectedVersion ?? 0) + 1 && now.runs === change.task.runs;
  return isOurs ? now : undefined;
}

/** What becomes of a task whose turn has come. */
function opening(task: StoredTask, { takeOvers }: Turn, deps: TaskRunDeps): TaskHappening {
  if (task.cancelRequested) return { type: "cancel-requested" };
  if (task.attempts >= deps.maxAttempts) {
    return { type: "task-failed", failure: keptDying(task.attempts) };
  }
  if (takeOvers >= deps.maxTakeOvers) return { type: "task-failed", failure: takenOverTooOften(takeOvers) };
  if (task.deadlineAt !== undefined && task.deadlineAt <= deps.clock.now()) {
    return { type: "task-failed", failure: timedOut(task.timeoutMs) };
  }
  return { type: "run-begun" };
}

function contextOf({ task, writer, steps }: BegunRun, control: RunControl): RunContext {
  return {
    task,
    signal: control.signal,
    tell: (message, metadata) =>
      writer.write({ type: "progress-told", message, ...(metadata === undefined ? {} : { metadata }) }),
    writeArtifact: (artifact, how) => writer.write({ type: "artifact-written", artifact, ...how }),
    once: (stepPath, requestHash, run) => steps.once(stepPath, requestHash, run),
  };
}

async function settle(runner: TaskRunner, context: RunContext, control: RunControl): Promise<Outcome> {
  try {
    return { kind: "ended", ending: await runner.run(context) };
  } catch (error) {
    // A store that the runner itself asked, for a document for example.
    if (isStoreAway(error)) control.noteFault(error);
    return { kind: "threw", error };
  }
}

/**
 * Stores how the run ended; false where the run was stopped or lost its task meanwhile. A run that lost its task ends in
 * silence: the task's story is not its own.
 */
async function finish(
  outcome: Outcome,
  begun: BegunRun,
  control: RunControl,
  deps: TaskRunDeps,
): Promise<boolean> {
  const happening: TaskHappening =
    outcome.kind === "ended"
      ? happeningOf(outcome.ending)
      : { type: "task-failed", failure: failureOf(outcome.error, begun.task.id, deps) };
  try {
    await begun.writer.end(happening);
    return true;
  } catch (error) {
    if (control.cause === undefined) throw error;
    return false;
  }
}

function happeningOf(ending: RunEnding): TaskHappening {
  switch (ending.kind) {
    case "completed":
      return {
        type: "run-completed",
        ...(ending.message === undefined ? {} : { message: ending.message }),
      };
    case "input-required":
      return { type: "input-asked", message: ending.message };
    case "rejected":
      return { type: "task-rejected", failure: ending.failure };
    default:
      return assertNever(ending);
  }
}

/** Stores what a stop means for the task, whether or not the runner listens. */
async function conclude(cause: StopCause, task: StoredTask, deps: TaskRunDeps): Promise<void> {
  switch (cause) {
    case "canceled":
      await deps.commits.enforce(task.id, { type: "cancel-requested" });
      return;
    case "timed-out":
      await deps.commits.enforce(task.id, { type: "task-failed", failure: timedOut(task.timeoutMs) });
      return;
    case "shutdown":
      await handBack(task, deps);
      return;
    case "overtaken": {
      // The row may have changed because a cancel was asked for, and whoever asked may not have come to store it.
      const now = await deps.stores.tasks.load(task.id);
      if (now?.cancelRequested) await deps.commits.enforce(task.id, { type: "cancel-requested" });
      return;
    }
    default:
      return assertNever(cause);
  }
}

/** A runner that was told to stop has: an end that it still came to is dropped, what it paid for is stored. */
async function leave(outcome: Outcome, steps: JournalSteps, control: RunControl): Promise<void> {
  if (outcome.kind === "ended") control.dropLate();
  await steps.settled();
}

async function atMost(limitMs: number, work: Promise<void>, timers: Timers): Promise<void> {
  const passed = Promise.withResolvers<void>();
  using _limit = timers.after(limitMs, passed.resolve);
  await Promise.race([work, passed.promise]);
}

async function unlessConflict(stored: Promise<StoredTask>): Promise<StoredTask | undefined> {
  try {
    return await stored;
  } catch (error) {
    if (error instanceof VersionConflictError) return undefined;
    throw error;
  }
}
