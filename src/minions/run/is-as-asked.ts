import type { ModelReply, ModelRequest } from "../model-port.ts";
import { readJsonReply } from "./json-reply.ts";

/** True for a reply that is whole and, where JSON was asked for, fits. Only such a one is worth giving again. */
export function isAsAsked({ text, finish }: ModelReply, { output }: ModelRequest): boolean {
  if (finish !== "stop" || text.trim() === "") return false;
  return output.kind === "text" || readJsonReply(text, output.schema).kind === "valid";
}
