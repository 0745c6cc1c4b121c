import type { RequestFacts } from "../request/request-facts.ts";

const MAX_CHARACTERS = 128;

/** Remembers for the log which task a call is about, as its parameters say. */
export function noteTask(facts: RequestFacts, params: unknown): void {
  facts.taskId ??= taskIdIn(params)?.slice(0, MAX_CHARACTERS);
}

function taskIdIn(params: unknown): string | undefined {
  if (typeof params !== "object" || params === null) return undefined;
  if ("message" in params) return messageTaskId(params.message);
  if ("taskId" in params && typeof params.taskId === "string") return params.taskId;
  return "id" in params && typeof params.id === "string" ? params.id : undefined;
}

function messageTaskId(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null || !("taskId" in message)) return undefined;
  return typeof message.taskId === "string" && message.taskId !== "" ? message.taskId : undefined;
}
