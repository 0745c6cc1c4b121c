import { AppError } from "#kernel";
import type { TextSink } from "../cli-io.ts";

/** Exactly one JSON document on stdout; two blanks of indent on a terminal, where people read it. */
export function writeJson(sink: TextSink, value: unknown): void {
  sink.write(`${JSON.stringify(value, null, sink.isTerminal ? 2 : undefined)}\n`);
}

/** A failure as the one JSON document of a run: code, message and the error's own typed fields. */
export function errorDocument(error: unknown, message: string): { readonly error: Record<string, unknown> } {
  if (!(error instanceof AppError)) return { error: { code: "unexpected", message } };
  const { name: _name, cause: _cause, stack: _stack, code, ...fields } = error;
  return { error: { code, message, ...plainFields(fields) } };
}

/** Errors inside of errors come out as code and message; all else as JSON has it. */
function plainFields(fields: Record<string, unknown>): Record<string, unknown> {
  const asPlain = (_key: string, value: unknown): unknown =>
    value instanceof AppError ? { code: value.code, message: value.message } : value;
  return JSON.parse(JSON.stringify(fields, asPlain)) as Record<string, unknown>;
}
