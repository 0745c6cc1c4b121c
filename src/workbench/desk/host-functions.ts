import { z } from "zod";
import { AppError } from "#kernel";
import { CHUNKING_STRATEGIES, type Chunk } from "#minions";
import type { WorkbenchLimits } from "../limits.ts";
import type { HostCall } from "../sandbox/run-program.ts";
import { CallRefusedError } from "../workbench-errors.ts";
import type { ChunkDesk } from "./chunk-desk.ts";

type HostFunction = (argument: unknown) => unknown;

/** What a program sees of a chunk besides its text. Pages count from 1, as in the sources that supervisors are shown. */
function sightOf({ id, location }: Chunk): Readonly<Record<string, unknown>> {
  return {
    id,
    document: location?.documentId ?? null,
    documentName: location?.documentName ?? null,
    firstPage: location ? location.firstPage + 1 : null,
    lastPage: location ? location.lastPage + 1 : null,
  };
}

/** The functions behind those of the sandbox: each argument is checked, each failure goes back as one line of text. */
export function createHostCalls(desk: ChunkDesk, bounds: WorkbenchLimits): HostCall {
  const functions = new Map<string, HostFunction>(Object.entries(hostFunctions(desk, bounds)));
  return (name, argument) => {
    try {
      const call = functions.get(name);
      if (!call) throw new CallRefusedError("This function is not available here.");
      return JSON.stringify({ error: null, value: call(JSON.parse(argument)) });
    } catch (error) {
      return JSON.stringify({ error: readable(error), value: null });
    }
  };
}

/** Calls for a function that has no documents at hand. */
export const NO_HOST_CALLS: HostCall = () =>
  JSON.stringify({ error: "Chunking and retrieval are available in prepareJobs only.", value: null });

function hostFunctions(desk: ChunkDesk, bounds: WorkbenchLimits): Record<string, HostFunction> {
  const chunkSchema = z.strictObject({
    strategy: z.enum(CHUNKING_STRATEGIES),
    documents: z.array(z.string()),
    size: whole(1, bounds.chunkCharacters).optional(),
    overlap: whole(0, bounds.chunkCharacters).optional(),
    pagesPerChunk: whole(1, bounds.pagesPerChunk).optional(),
  });
  const referenceSchema = z.strictObject({ id: z.string().optional(), text: z.string().optional() });
  const shared = { chunks: z.array(referenceSchema), topK: whole(1, Number.MAX_SAFE_INTEGER) };
  const queries = z.array(z.string().min(1));
  const retrieveSchema = z.discriminatedUnion("method", [
    z.strictObject({
      ...shared,
      method: z.literal("bm25"),
      keywords: z.array(z.tuple([z.string(), z.number().nonnegative()])),
    }),
    z.strictObject({ ...shared, method: z.literal("embedding"), queries }),
    z.strictObject({ ...shared, method: z.literal("multimodal-embedding"), queries }),
  ]);
  return {
    documentText: (id) => desk.text(z.string().parse(id)),
    chunkText: (id) => desk.find({ id: z.string().parse(id) }).text,
    chunk: (argument) => {
      const { strategy, documents, ...settings } = chunkSchema.parse(argument);
      return documents.flatMap((id) => desk.cut(desk.document(id), strategy, settings)).map(sightOf);
    },
    retrieve: (argument) => {
      const { chunks: references, topK, ...wanted } = retrieveSchema.parse(argument);
      const chunks = references.map((reference) => desk.find(reference));
      const query =
        wanted.method === "bm25" ? { ...wanted, keywords: Object.fromEntries(wanted.keywords) } : wanted;
      const chosen = desk.retrieve(chunks, query, topK);
      return positionsOf(
        chosen.map(({ chunk }) => chunk),
        chunks,
      );
    },
  };
}

/** Where each chosen chunk stands in `chunks`; both are in the same order, and a chunk may occur twice. */
function positionsOf(chosen: readonly Chunk[], chunks: readonly Chunk[]): number[] {
  let at = -1;
  return chosen.map((chunk) => {
    at = chunks.indexOf(chunk, at + 1);
    return at;
  });
}

function whole(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.number({ error: message }).int(message).min(least, message).max(most, message);
}

/** A message for the program's author; nothing of this process but what our own errors say. */
function readable(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues
      .map((issue) => `${issue.path.join(".")} ${issue.message}`)
      .slice(0, 3)
      .join("; ");
  }
  return error instanceof AppError ? error.message : "The function failed on these arguments.";
}
