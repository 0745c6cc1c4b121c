import type { FastifyRequest } from "fastify";

const MAX_CHARACTERS = 128;

/** Remembers for the log which task a call is about, from its parameters or its result. */
export function noteTask(request: FastifyRequest, json: unknown): void {
  request.facts.taskId ??= taskIdIn(json)?.slice(0, MAX_CHARACTERS);
}

function taskIdIn(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  if ("task" in json) return taskIdIn(json.task);
  if ("message" in json) return messageTaskId(json.message);
  if ("taskId" in json && typeof json.taskId === "string") return json.taskId;
  return "id" in json && typeof json.id === "string" ? json.id : undefined;
}

function messageTaskId(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null || !("taskId" in message)) return undefined;
  return typeof message.taskId === "string" && message.taskId !== "" ? message.taskId : undefined;
}
