import { type ListTasksResponse, StreamResponse, Task, TaskState } from "@a2a-js/sdk";
import { approvalPage } from "../approval/approval-page.ts";
import { show } from "../ask/ask-server.ts";
import { printPage } from "../ask/print-answer.ts";
import type { CliIo } from "../cli-io.ts";
import { approvalAnswer } from "../client/approval-answer.ts";
import { ServerRefusedError } from "../client/errors.ts";
import type { ServerConnection } from "../client/server-connection.ts";
import { TaskOutcome } from "../client/task-outcome.ts";
import { isAtRest, STATE_NAMES, type StateName, stateName } from "../client/task-states.ts";
import { followTask, type StreamStart } from "../client/task-stream.ts";
import { InvalidUsageError } from "../errors.ts";
import { EXIT_ANSWERED, EXIT_NO_ANSWER } from "../exit-codes.ts";
import { writeJson } from "../output/json.ts";
import { createStyle, type Style, wantsColour } from "../output/style.ts";
import { createProgressView } from "../progress/progress-view.ts";
import { taskHead, tasksTable } from "./task-lines.ts";

export interface TasksDeps {
  readonly io: CliIo;
  readonly connection: ServerConnection;
}

export interface ListFlags {
  readonly state?: string;
  readonly context?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

const PAGE = 100;
const DEFAULT_LIMIT = 50;

/** Lists tasks, newest status first. @throws InvalidUsageError for a state or a limit that is none */
export async function listTasks(flags: ListFlags, { io, connection }: TasksDeps): Promise<number> {
  const limit = limitOf(flags.limit);
  const status = flags.state === undefined ? TaskState.TASK_STATE_UNSPECIFIED : stateOf(flags.state);
  const tasks: Task[] = [];
  let total = 0;
  for (let pageToken = ""; tasks.length < limit; ) {
    const page: ListTasksResponse = await connection.call((client) =>
      client.listTasks({
        tenant: "",
        contextId: flags.context ?? "",
        status,
        pageSize: Math.min(PAGE, limit - tasks.length),
        pageToken,
        statusTimestampAfter: undefined,
        includeArtifacts: false,
      }),
    );
    tasks.push(...page.tasks);
    total = page.totalSize;
    pageToken = page.nextPageToken;
    if (pageToken === "" || page.tasks.length === 0) break;
  }
  if (flags.json) writeJson(io.stdout, { tasks: tasks.map((task) => Task.toJSON(task)), totalSize: total });
  else if (tasks.length === 0) io.stderr.write("There is no such task.\n");
  else {
    io.stdout.write(`${tasksTable(tasks, styleOf(io))}\n`);
    if (total > tasks.length) io.stderr.write(`${tasks.length} of ${total}; --limit shows more.\n`);
  }
  return EXIT_ANSWERED;
}

export interface ShowTaskFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Shows a task as it stands, and its answer where it has one. */
export async function getTask(id: string, flags: ShowTaskFlags, deps: TasksDeps): Promise<number> {
  const task = await fetchTask(id, deps);
  if (flags.json) writeJson(deps.io.stdout, Task.toJSON(task));
  else {
    const outcome = new TaskOutcome(deps.connection.address.url);
    outcome.takeTask(task);
    const approval = outcome.approval();
    const style = styleOf(deps.io);
    deps.io.stdout.write(`${taskHead(task, style, approval === undefined)}\n`);
    if (task.status?.state === TaskState.TASK_STATE_COMPLETED) {
      deps.io.stdout.write("\n");
      printPage(outcome.result(), {}, deps.io);
    }
    if (approval !== undefined) deps.io.stdout.write(`\n${approvalPage(approval, style)}\n`);
  }
  return EXIT_ANSWERED;
}

export async function cancelTask(id: string, { io, connection }: TasksDeps): Promise<number> {
  const task = await connection.call((client) => client.cancelTask({ tenant: "", id, metadata: undefined }));
  io.stderr.write(`The task ${id} is ${stateName(task.status?.state)}.\n`);
  return EXIT_ANSWERED;
}

/**
 * Follows a task from now on and shows its answer; one that has ended already is shown as it is.
 * @throws TaskFailedError, InputRequiredError
 */
export async function watchTask(id: string, flags: ShowTaskFlags, deps: TasksDeps): Promise<number> {
  try {
    return await follow({ kind: "subscribe", taskId: id }, flags, deps);
  } catch (error) {
    // A2A refuses to follow what has ended.
    if (!(error instanceof ServerRefusedError)) throw error;
    const task = await fetchTask(id, deps);
    if (!isAtRest(task.status?.state)) throw error;
    const outcome = new TaskOutcome(deps.connection.address.url);
    outcome.takeTask(task);
    return finish(outcome, flags, deps.io);
  }
}

/**
 * Lets leave, or not, what a task waits to send; then follows it until it ends or waits again.
 * @throws TaskFailedError, ApprovalAwaitedError, InvalidUsageError for a task that waits for no approval
 */
export async function answerApproval(
  id: string,
  answer: "approve" | "reject",
  flags: ShowTaskFlags,
  deps: TasksDeps & { readonly newId: () => string },
): Promise<number> {
  const outcome = new TaskOutcome(deps.connection.address.url);
  outcome.takeTask(await fetchTask(id, deps));
  const approval = outcome.approval();
  if (approval === undefined) throw new InvalidUsageError(`The task ${id} waits for no approval.`);
  return follow({ kind: "send", request: approvalAnswer(id, approval, answer, deps.newId()) }, flags, deps);
}

/** Tells a task's whole story again from its first event, and goes on with it where it still runs. */
export function replayTask(id: string, flags: ShowTaskFlags, deps: TasksDeps): Promise<number> {
  return follow({ kind: "subscribe", taskId: id, afterSeq: 0 }, { verbose: true, ...flags }, deps);
}

/** With `--json`, every event is a line of JSON. */
async function follow(
  from: StreamStart,
  flags: ShowTaskFlags,
  { io, connection }: TasksDeps,
): Promise<number> {
  const outcome = new TaskOutcome(connection.address.url);
  const style = flags.quiet || flags.json ? "none" : flags.verbose ? "verbose" : "lines";
  using view = createProgressView(style, io.stderr, 0);
  for await (const { seq, response } of followTask(connection, from, { signal: io.signal })) {
    for (const event of outcome.take(response)) show(event, view);
    if (flags.json) io.stdout.write(`${JSON.stringify({ seq, event: StreamResponse.toJSON(response) })}\n`);
  }
  view.clear();
  return finish(outcome, flags, io);
}

function finish(outcome: TaskOutcome, flags: ShowTaskFlags, io: CliIo): number {
  const result = outcome.result();
  if (!flags.json) printPage(result, {}, io);
  return result.outcome.kind === "answered" ? EXIT_ANSWERED : EXIT_NO_ANSWER;
}

function fetchTask(id: string, { connection }: TasksDeps): Promise<Task> {
  return connection.call((client) => client.getTask({ tenant: "", id }));
}

function stateOf(text: string): TaskState {
  const found = Object.entries(STATE_NAMES).find(([name]) => name === (text as StateName));
  if (found !== undefined) return found[1];
  throw new InvalidUsageError(`--state takes one of ${Object.keys(STATE_NAMES).join(", ")}.`);
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new InvalidUsageError("--limit takes a whole number from 1.");
}

function styleOf(io: CliIo): Style {
  return createStyle(wantsColour(io.stdout.isTerminal, io.env));
}
