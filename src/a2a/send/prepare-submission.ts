import type { Message, SendMessageRequest } from "@a2a-js/sdk";
import {
  type ContentPart,
  ContextMismatchError,
  type Engine,
  type JsonObject,
  type StoredTask,
  type Submission,
  type TaskMessage,
  type TaskOwner,
} from "#engine";
import { hasScope, type Principal } from "../call/principal.ts";
import {
  type FieldViolation,
  InvalidRequestError,
  RequestForbiddenError,
  ScopeMissingError,
} from "../errors/request-errors.ts";
import { checkMessage, requireQuestion } from "./check-message.ts";
import { contentHash } from "./content-hash.ts";
import { type GatheredOptions, gatherOptions, plainOptions } from "./gather-options.ts";
import { isJsonObject } from "./json-value.ts";
import { checkPartTypes, type PartTaker, takeParts } from "./take-parts.ts";

/** What the app made of the options of a run. */
export type OptionsReading =
  | {
      readonly kind: "ok";
      /** For the runner; opaque here and to the engine. */
      readonly request: JsonObject;
      /** Limit of the whole run. */
      readonly timeoutMs: number;
      /** Scope that the caller needs for it, such as the skill's; undefined asks for none. */
      readonly scope?: string;
    }
  /** `field` is the option's own name. `forbidden`: well-formed, and not allowed to this caller. */
  | { readonly kind: "invalid" | "forbidden"; readonly violations: readonly FieldViolation[] };

export type ReadOptions = (options: JsonObject, principal: Principal) => OptionsReading;

export interface SubmissionDeps extends Omit<PartTaker, "signal"> {
  readonly engine: Pick<Engine, "get">;
  readonly readOptions: ReadOptions;
  /** URI of the extension under which options may stand. */
  readonly optionsExtension: string;
}

export interface Caller {
  readonly principal: Principal;
  readonly owner: TaskOwner;
  readonly signal: () => AbortSignal;
}

/**
 * A request to send as the engine takes it. Everything is checked before a document is stored or fetched.
 * @throws InvalidRequestError, RequestForbiddenError, MediaTypeUnsupportedError, OperationUnsupportedError, ScopeMissingError,
 * TaskNotFoundError, ContextMismatchError
 */
export async function prepareSubmission(
  request: SendMessageRequest,
  caller: Caller,
  deps: SubmissionDeps,
): Promise<Submission> {
  const message = checkMessage(request, deps.limits);
  const metadata = {
    request: metadataOf(request.metadata, deps),
    message: metadataOf(message.metadata, deps),
  };
  const gathered = gatherOptions(metadata.request, metadata.message, deps.optionsExtension);
  if (gathered.conflicts.length > 0) throw new InvalidRequestError(gathered.conflicts);
  checkPartTypes(message.parts, deps);
  requireQuestion(message);
  const task = await findTask(message, caller.owner, deps);
  const { run, timeoutMs } = readRun(gathered, task, caller.principal, deps);
  const parts = await takeParts(message.parts, { ...deps, signal: caller.signal });
  return {
    owner: caller.owner,
    message: takeMessage(message, parts, metadata.message),
    contentHash: contentHash(request, message, parts, metadata),
    ...(task === undefined ? {} : { taskId: task.id }),
    ...(message.contextId === "" ? {} : { contextId: message.contextId }),
    metadata: { ...metadata.request, ...gathered.options },
    request: run,
    timeoutMs,
  };
}

/** The task to continue; whether it takes the message at all is for the engine to say. */
async function findTask(
  message: Message,
  owner: TaskOwner,
  { engine }: SubmissionDeps,
): Promise<StoredTask | undefined> {
  if (message.taskId === "") return undefined;
  const task = await engine.get(message.taskId, owner);
  if (message.contextId !== "" && message.contextId !== task.contextId) throw new ContextMismatchError();
  return task;
}

/**
 * What to run. A message that continues a task changes only the options that it names: defaults must not win over
 * what the task was begun with.
 */
function readRun(
  { options, paths }: GatheredOptions,
  task: StoredTask | undefined,
  principal: Principal,
  deps: SubmissionDeps,
): { readonly run: JsonObject; readonly timeoutMs: number } {
  const reading = deps.readOptions(
    task === undefined ? options : { ...plainOptions(task.metadata), ...options },
    principal,
  );
  if (reading.kind !== "ok") {
    const violations = reading.violations.map(({ field, description }) => ({
      field: paths.get(field) ?? `metadata.${field}`,
      description,
    }));
    throw reading.kind === "invalid"
      ? new InvalidRequestError(violations)
      : new RequestForbiddenError(violations);
  }
  if (reading.scope !== undefined && !hasScope(principal, reading.scope)) {
    throw new ScopeMissingError(reading.scope);
  }
  if (task !== undefined && paths.size === 0) return { run: {}, timeoutMs: task.timeoutMs };
  return { run: reading.request, timeoutMs: reading.timeoutMs };
}

function takeMessage(message: Message, parts: readonly ContentPart[], metadata: JsonObject): TaskMessage {
  const { messageId, extensions, referenceTaskIds } = message;
  return {
    messageId,
    role: "user",
    parts,
    ...(message.metadata === undefined ? {} : { metadata }),
    ...(extensions.length === 0 ? {} : { extensions }),
    ...(referenceTaskIds.length === 0 ? {} : { referenceTaskIds }),
  };
}

function metadataOf(metadata: unknown, { limits }: SubmissionDeps): JsonObject {
  return isJsonObject(metadata, limits.maxJsonDepth) ? metadata : {};
}
