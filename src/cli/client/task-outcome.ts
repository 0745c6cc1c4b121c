import type { Artifact, Part, StreamResponse, Task, TaskStatus } from "@a2a-js/sdk";
import { type ZodType, z } from "zod";
import { APPROVAL_FORM, type ApprovalRequest, type AskEvent, type PublicResult, RESULT_FORM } from "#app";
import type { RunResult } from "#minions";
import {
  ApprovalAwaitedError,
  InputRequiredError,
  ServerReplyUnreadableError,
  TaskFailedError,
} from "./errors.ts";
import { stateName } from "./task-states.ts";

/** Collects what a stream tells of one task: events for the progress view, and at the end the result. */
export class TaskOutcome {
  readonly #server: string;
  #taskId = "";
  #status: TaskStatus | undefined;
  #result: RunResult | undefined;

  constructor(server: string) {
    this.#server = server;
  }

  /** Empty until the server has named it. */
  get taskId(): string {
    return this.#taskId;
  }

  /** Takes one piece; gives the events in it. */
  take({ payload }: StreamResponse): AskEvent[] {
    switch (payload?.$case) {
      case "task":
        this.takeTask(payload.value);
        return [];
      case "statusUpdate":
        this.#taskId = payload.value.taskId;
        this.#status = payload.value.status;
        return eventsIn(payload.value.metadata);
      case "artifactUpdate":
        this.#taskId = payload.value.taskId;
        return this.#takeArtifact(payload.value.artifact);
      default:
        return [];
    }
  }

  takeTask(task: Task): void {
    this.#taskId = task.id;
    this.#status = task.status;
    for (const artifact of task.artifacts) this.#takeArtifact(artifact);
  }

  /**
   * The result of a task that has come to rest.
   * @throws TaskFailedError, InputRequiredError, ServerReplyUnreadableError
   */
  result(): RunResult {
    const state = stateName(this.#status?.state);
    const said = textOf(this.#status?.message?.parts ?? []);
    switch (state) {
      case "completed":
        if (this.#result !== undefined) return this.#result;
        throw new ServerReplyUnreadableError(
          this.#server,
          "a completed task without a result of a known form",
        );
      case "input-required": {
        const approval = this.approval();
        if (approval !== undefined) throw new ApprovalAwaitedError(this.#taskId, approval);
        throw new InputRequiredError(this.#taskId, said || "The task asks for something.");
      }
      case "auth-required":
        throw new InputRequiredError(this.#taskId, said || "The task asks for something.");
      case "canceled":
        throw new TaskFailedError(this.#taskId, "canceled", `The task ${this.#taskId} was canceled.`);
      default: {
        const code: unknown = this.#status?.message?.metadata?.["code"];
        const failure = typeof code === "string" ? code : state;
        throw new TaskFailedError(this.#taskId, failure, said || `The task ${this.#taskId} is ${state}.`);
      }
    }
  }

  /** What the task wants approval for; undefined where it wants none. */
  approval(): ApprovalRequest | undefined {
    const parts = this.#status?.message?.parts ?? [];
    return parts.map(approvalIn).find((request) => request !== undefined);
  }

  #takeArtifact(artifact: Artifact | undefined): AskEvent[] {
    const parts = artifact?.parts ?? [];
    const found = parts.map(resultIn).find((result) => result !== undefined);
    if (found !== undefined) {
      this.#result = found;
      return [];
    }
    const text = textOf(parts);
    return text === "" ? [] : [{ type: "answer-delta", round: 0, text }];
  }
}

const approvalSchema: ZodType<ApprovalRequest> = z.object({
  form: z.literal(APPROVAL_FORM),
  taskId: z.string(),
  step: z.string(),
  stepPath: z.string(),
  recipients: z.array(z.object({ provider: z.string(), model: z.string(), host: z.string() })),
  bytes: z.number(),
  sha256: z.string(),
  promptTokens: z.number(),
  maxOutputTokens: z.number(),
  promptCost: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("known"), usd: z.number() }),
    z.object({ kind: z.literal("unknown"), models: z.array(z.string()) }),
  ]),
  covers: z.enum(["task", "payload"]),
  answers: z.tuple([z.literal("approve"), z.literal("reject")]),
  payload: z.string(),
});

/** Asked of the user as it is told: what is not of the form is no question for approval. */
function approvalIn({ content }: Part): ApprovalRequest | undefined {
  return content?.$case === "data" ? approvalSchema.safeParse(content.value).data : undefined;
}

/** The texts that went to the remote side stay with the server; their sizes and hashes come along. */
function resultIn({ content }: Part): RunResult | undefined {
  if (content?.$case !== "data") return undefined;
  const data = content.value as Partial<PublicResult> | null | undefined;
  if (data?.form !== RESULT_FORM) return undefined;
  const { form: _form, ...result } = data as PublicResult;
  return { ...result, ledger: result.ledger.map((entry) => ({ ...entry, text: "(kept by the server)" })) };
}

function eventsIn(metadata: { readonly [key: string]: unknown } | undefined): AskEvent[] {
  const events = metadata?.["events"];
  if (!Array.isArray(events)) return [];
  return events.filter(
    (event) => typeof event === "object" && event !== null && "type" in event,
  ) as AskEvent[];
}

function textOf(parts: readonly Part[]): string {
  return parts.map(({ content }) => (content?.$case === "text" ? content.value : "")).join("");
}
