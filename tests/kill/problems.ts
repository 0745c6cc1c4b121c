import { isDeepStrictEqual } from "node:util";
import { type ArtifactJson, isEnd, type ReceivedEvent } from "./follow-task.ts";
import { hasRunningTasks, type KillRecord } from "./run-kills.ts";
import type { FollowedTask } from "./task-client.ts";

/** Everything that a crash may not do and did; empty where every promise was kept. */
export function problemsOf(record: KillRecord): string[] {
  const problems = record.tasks.flatMap((task) => [
    ...problemsOfTask(task, record).map((problem) => `${task.name} (${task.taskId}): ${problem}`),
  ]);
  if (record.totalSize !== record.tasks.length) {
    problems.push(`${record.tasks.length} messages made ${record.totalSize} tasks`);
  }
  return [...problems, ...problemsOfCalls(record)];
}

function problemsOfTask(task: FollowedTask, record: KillRecord): string[] {
  const { events, replay, canceled } = task;
  const problems: string[] = [];
  const state = task.task?.status.state;
  const expected = canceled ? "TASK_STATE_CANCELED" : "TASK_STATE_COMPLETED";
  if (state !== expected) problems.push(`is ${state} in place of ${expected}: ${lastWords(replay)}`);
  if (!isDeepStrictEqual(events, replay)) problems.push("a client that resumed saw another story");
  if (replay.findIndex(isEnd) !== replay.length - 1) problems.push("something follows its end");
  const seqs = record.crashes.at(-1)?.seqs.get(task.taskId ?? "") ?? [];
  if (seqs.some((seq, index) => seq !== index + 1)) problems.push("its stored events have a gap or a double");
  // The first event is the client's own message, which streams do not tell it.
  const toldIds = replay.map(({ id }) => id);
  if (!isDeepStrictEqual(toldIds, seqs.slice(1))) problems.push(`it was told ${toldIds} of ${seqs}`);
  problems.push(...toldTwice(replay));
  if (canceled) return problems;
  return [...problems, ...problemsOfArtifact(task), ...problemsOfBudget(task, record)];
}

/** What was paid is booked, and nothing is held any more. */
function problemsOfBudget({ taskId }: FollowedTask, { crashes }: KillRecord): string[] {
  const books = crashes.at(-1)?.budgets.get(taskId ?? "");
  if (books === undefined) return ["nothing of it was booked"];
  const { reserved, settled, journaled } = books;
  const problems = reserved === 0 ? [] : [`${reserved} tokens of it are still held`];
  return settled >= journaled
    ? problems
    : [...problems, `it used ${journaled} tokens, and ${settled} are booked`];
}

function lastWords(replay: readonly ReceivedEvent[]): string {
  return JSON.stringify(replay.at(-1)?.update).slice(0, 300);
}

interface ToldEvent {
  readonly type: string;
  readonly side?: string;
  readonly stepPath?: string;
  readonly round?: number;
  readonly jobId?: number;
}

/** Calls and jobs have names: none may be told a second time. */
function toldTwice(replay: readonly ReceivedEvent[]): string[] {
  const told = new Set<string>();
  const twice: string[] = [];
  for (const { update } of replay) {
    const { metadata } = (update.statusUpdate ?? {}) as { metadata?: { events?: readonly ToldEvent[] } };
    for (const { type, side, stepPath, round, jobId } of metadata?.events ?? []) {
      if (type !== "model-called" && type !== "job-finished" && type !== "round-started") continue;
      const name = [type, side, stepPath, round, jobId].filter((part) => part !== undefined).join(" ");
      if (told.has(name)) twice.push(`"${name}" was told twice`);
      told.add(name);
    }
  }
  return twice;
}

function problemsOfArtifact({ replay, task }: FollowedTask): string[] {
  const problems: string[] = [];
  let written = "";
  let whole: ArtifactJson | undefined;
  for (const { update } of replay) {
    if (update.artifactUpdate === undefined) continue;
    const { artifact, append = false, lastChunk = false } = update.artifactUpdate;
    if (whole !== undefined) problems.push("its artifact goes on after the last chunk");
    if (lastChunk) whole = artifact;
    else written = (append ? written : "") + textOf(artifact);
  }
  if (whole === undefined) return [...problems, "its artifact has no end"];
  if (written !== "" && written !== textOf(whole)) problems.push("its chunks do not make up its answer");
  if (!whole.parts.some(({ data }) => data !== undefined)) problems.push("its result is missing");
  if (!isDeepStrictEqual(task?.artifacts, [whole]))
    problems.push("its artifact is not the one that was told");
  return problems;
}

function textOf({ parts }: ArtifactJson): string {
  return parts.map(({ text = "" }) => text).join("");
}

/** Money: what is stored stays stored, and what is stored is never asked for again. */
function problemsOfCalls({ calls, crashes }: KillRecord): string[] {
  const problems: string[] = [];
  const kept = crashes.at(-1)?.paidCalls ?? new Set();
  const everKept = new Set(crashes.flatMap(({ paidCalls }) => [...paidCalls]));
  for (const call of everKept)
    if (!kept.has(call)) problems.push(`the reply of call ${call} was stored and lost`);
  for (const [request, same] of Map.groupBy(calls, (paid) => paid.request)) {
    const stored = same.findIndex(({ call }) => everKept.has(call));
    if (stored !== -1 && stored < same.length - 1) {
      const again = same.slice(stored + 1).map(({ call }) => call);
      problems.push(
        `call ${same[stored]?.call} (${request.slice(0, 8)}) was paid again by ${again.join(", ")}`,
      );
    }
  }
  return problems;
}

/** What a run of the harness came to, in numbers. */
export function figuresOf(record: KillRecord): Record<string, number> {
  const { kills, stops, tasks, calls, crashes, cuts } = record;
  const requests = Map.groupBy(calls, ({ request }) => request);
  const kept = crashes.at(-1)?.paidCalls ?? new Set();
  return {
    kills,
    "kills with tasks running": crashes.slice(0, kills).filter(hasRunningTasks).length,
    "graceful stops": stops,
    tasks: tasks.length,
    canceled: tasks.filter(({ canceled }) => canceled).length,
    "messages sent again": tasks.reduce((sum, { sends }) => sum + sends - 1, 0),
    "lines cut": cuts,
    events: tasks.reduce((sum, { replay }) => sum + replay.length, 0),
    "model calls": calls.length,
    "different requests": requests.size,
    "calls repeated": calls.length - requests.size,
    "replies stored": kept.size,
    "oldest reply lost, ms": Math.round(oldestLostMs(record)),
  };
}

/**
 * How far from an end of the server the reply was sent, at most, that was not stored and so was paid again: before it, on
 * its way to be stored, or after it, to a process that was gone.
 */
function oldestLostMs({ calls, crashes, endsMs }: KillRecord): number {
  const kept = new Set(crashes.flatMap(({ paidCalls }) => [...paidCalls]));
  const repeated = [...Map.groupBy(calls, ({ request }) => request).values()].flatMap((same) =>
    same.slice(0, -1),
  );
  const distances = repeated.flatMap(({ call, repliedAtMs }) =>
    kept.has(call) || repliedAtMs === undefined
      ? []
      : [Math.min(...endsMs.map((endMs) => Math.abs(endMs - repliedAtMs)))],
  );
  return Math.max(0, ...distances);
}
