import { type Part, Role, type SendMessageRequest } from "@a2a-js/sdk";
import type { AskEvent, DocumentFile } from "#app";
import type { RunResult } from "#minions";
import { decideApproval } from "../approval/decide.ts";
import type { CliIo } from "../cli-io.ts";
import { approvalAnswer } from "../client/approval-answer.ts";
import { ApprovalAwaitedError } from "../client/errors.ts";
import { connect, type ServerConnection } from "../client/server-connection.ts";
import type { Fetch, ServerAddress } from "../client/server-fetch.ts";
import { TaskOutcome } from "../client/task-outcome.ts";
import { followTask } from "../client/task-stream.ts";
import { EXIT_ANSWERED, EXIT_NO_ANSWER } from "../exit-codes.ts";
import { writeJson } from "../output/json.ts";
import { createProgressView, type ProgressView } from "../progress/progress-view.ts";
import { type AskFlags, requestOf } from "./ask-command.ts";
import { printPage, progressStyle, StreamedAnswer } from "./print-answer.ts";

export interface AskServerFlags extends AskFlags {
  /** Conversation to go on with. */
  readonly context?: string;
  /** Task that asked for something. */
  readonly task?: string;
}

export interface AskServerDeps {
  readonly io: CliIo;
  readonly address: ServerAddress;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly fetch: Fetch;
  readonly newId: () => string;
}

/** How long the server may take to cancel what the user gave up, in milliseconds. */
const CANCEL_MS = 3_000;

/**
 * Asks a server over A2A and shows the same as a run on this machine. When the user gives up, the task is canceled.
 *
 * @returns the exit code
 * @throws the errors of the client, and those of reading the files
 */
export async function askServerCommand(
  words: readonly string[],
  flags: AskServerFlags,
  deps: AskServerDeps,
): Promise<number> {
  const { io, address, fetch } = deps;
  const asked = await requestOf(words, flags, io);
  const connection = await connect(address, fetch, io.signal);
  const parts = [textPart(asked.question), ...(await documentParts(asked.documents, io.signal))];
  const streamed = new StreamedAnswer(flags.stream === true && !flags.json, io);
  using view = createProgressView(progressStyle(flags, io), io.stderr, asked.documents.length);
  const follow = async (request: SendMessageRequest): Promise<RunResult> => {
    const outcome = new TaskOutcome(address.url);
    try {
      const stream = followTask(
        connection,
        { kind: "send", request },
        { signal: io.signal, onReconnect: () => tellReconnect(flags, io) },
      );
      for await (const { response } of stream) {
        for (const event of outcome.take(response)) show(event, view, streamed);
      }
    } catch (error) {
      if (io.signal.aborted) await cancel(outcome.taskId, deps);
      throw error;
    }
    return outcome.result();
  };
  const result = await approved(messageOf(parts, flags, deps), follow, view, deps);
  view.clear();
  return finish(result, flags, io, streamed);
}

/** Lets the user decide whenever the task waits for that, where there is a user to ask. */
async function approved(
  first: SendMessageRequest,
  follow: (request: SendMessageRequest) => Promise<RunResult>,
  view: ProgressView,
  { io, newId }: AskServerDeps,
): Promise<RunResult> {
  for (let request = first; ; ) {
    try {
      return await follow(request);
    } catch (error) {
      if (!(error instanceof ApprovalAwaitedError)) throw error;
      view.clear();
      const decision = await decideApproval(error.request, io);
      if (decision === undefined) throw error;
      request = approvalAnswer(error.taskId, error.request, decision, newId());
    }
  }
}

function finish(result: RunResult, flags: AskServerFlags, io: CliIo, streamed: StreamedAnswer): number {
  if (flags.json) writeJson(io.stdout, result);
  else printPage(result, flags, io, streamed);
  return result.outcome.kind === "answered" ? EXIT_ANSWERED : EXIT_NO_ANSWER;
}

/** Events come from outside: one that is not of the form that its type promises is not shown. */
export function show(event: AskEvent, view: ProgressView, streamed?: StreamedAnswer): void {
  try {
    view.show(event);
    streamed?.show(event, view);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

function messageOf(
  parts: Part[],
  { context = "", task = "" }: AskServerFlags,
  { newId, options }: AskServerDeps,
): SendMessageRequest {
  return {
    tenant: "",
    message: {
      messageId: newId(),
      contextId: context,
      taskId: task,
      role: Role.ROLE_USER,
      parts,
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    },
    configuration: undefined,
    metadata: { ...options },
  };
}

function textPart(text: string): Part {
  return { content: { $case: "text", value: text }, metadata: undefined, filename: "", mediaType: "" };
}

async function documentParts(files: readonly DocumentFile[], signal: AbortSignal): Promise<Part[]> {
  const parts: Part[] = [];
  for (const { name, bytes } of files) {
    const content = typeof bytes === "function" ? await bytes(signal) : bytes;
    const value = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    parts.push({ content: { $case: "raw", value }, metadata: undefined, filename: name, mediaType: "" });
  }
  return parts;
}

function tellReconnect(flags: AskServerFlags, io: CliIo): void {
  if (!flags.quiet) io.stderr.write("The line broke and is back.\n");
}

/** Best effort: the user has gone already, and a server that does not answer keeps the task. */
async function cancel(taskId: string, { address, fetch, io }: AskServerDeps): Promise<void> {
  if (taskId === "") return;
  const signal = AbortSignal.timeout(CANCEL_MS);
  try {
    const connection: ServerConnection = await connect(address, fetch, signal);
    await connection.call((client) =>
      client.cancelTask({ tenant: "", id: taskId, metadata: undefined }, { signal }),
    );
    io.stderr.write(`Canceled the task ${taskId}.\n`);
  } catch {
    io.stderr.write(`The task ${taskId} may still run: a2a-minions tasks cancel ${taskId}\n`);
  }
}
