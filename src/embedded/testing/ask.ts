import type { Model, ModelRequest, ModelStep, SourceDocument } from "#minions";
import { parseWorkerReply } from "../answer/worker-reply.ts";

/** A request that carries `step`, as the protocols would make it. */
export function requestFor(step: ModelStep): ModelRequest {
  return {
    side: "local",
    stepPath: "test",
    step,
    messages: [{ role: "user", content: "What the prompt would say." }],
    output: { kind: "text" },
    temperature: 0,
    maxOutputTokens: 1_000,
  };
}

export async function replyTo(model: Model, step: ModelStep): Promise<string> {
  const reply = await model.generate(requestFor(step), new AbortController().signal);
  return reply.text;
}

export interface WorkerAnswer {
  readonly text: string;
  readonly statement: string;
  readonly found: boolean;
  readonly quotes: readonly string[];
  /** 0-based, in the order quoted, without repeats. */
  readonly pages: readonly number[];
}

/** Puts one message to the worker, over one document. */
export async function askWorker(
  model: Model,
  document: SourceDocument,
  message: string,
): Promise<WorkerAnswer> {
  const text = await replyTo(model, { kind: "minion-work", message, exchanges: [], documents: [document] });
  const pages = [...text.matchAll(/^\(.+, page (\d+)\)$/gm)].map((match) => Number(match[1]) - 1);
  return { text, ...parseWorkerReply(text), pages: [...new Set(pages)] };
}

/** A document of plain text, one string for each page. */
export function textDocument(name: string, ...pages: readonly string[]): SourceDocument {
  return {
    id: "doc-1",
    name,
    mediaType: "text/plain",
    paged: pages.length > 1,
    pages: pages.map((text, index) => ({ index, text })),
  };
}
