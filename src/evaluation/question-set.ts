import { z } from "zod";
import { QuestionLineInvalidError, QuestionSetEmptyError } from "./errors.ts";

/** A page that holds what the answer rests on. */
export interface EvidencePage {
  readonly documentName: string;
  /** 0-based. */
  readonly page: number;
}

/** One question of a set, with what is known of its answer. */
export interface EvaluationQuestion {
  /** From the set, or `question-<line>`. */
  readonly id: string;
  readonly question: string;
  /** Undefined where the set gives none. */
  readonly answer: string | undefined;
  /** Names of the documents to read, as the set gives them: with or without an extension. */
  readonly documents: readonly string[];
  /** Without repeats; empty where the set gives none. */
  readonly evidence: readonly EvidencePage[];
  /** The set's own class of question, for totals by kind. */
  readonly kind: string | undefined;
}

const name = z.string().min(1);
const pageNumber = z.number().int().nonnegative();
const common = {
  question: z.string().trim().min(1),
  answer: z.union([z.string(), z.number().transform(String)]).nullish(),
};

/** The format of the FinanceBench questions. Fields that are not named here are ignored. */
const benchLine = z.object({
  ...common,
  financebench_id: name.optional(),
  id: name.optional(),
  doc_name: name,
  question_type: name.nullish(),
  evidence: z.array(z.object({ doc_name: name.optional(), evidence_page_num: pageNumber })).default([]),
});

/** The plain format; a bare page number belongs to the first document. */
const plainLine = z.object({
  ...common,
  id: z.union([name, z.number().transform(String)]).optional(),
  documents: z.array(name).min(1),
  kind: name.nullish(),
  evidence_pages: z.array(z.union([pageNumber, z.object({ document: name, page: pageNumber })])).default([]),
});

/**
 * Reads a question set: one JSON object on each line, blank lines ignored. Pages are 0-based in both formats.
 *
 * - `question`, `answer`, `doc_name`, `evidence: [{ doc_name, evidence_page_num }]`, as FinanceBench gives them;
 * - `question`, `answer`, `documents: [names]`, `evidence_pages: [page | { document, page }]`, and `id` and `kind` if wanted.
 *
 * @throws {QuestionLineInvalidError} with the number of the first line that does not fit.
 * @throws {QuestionSetEmptyError} where no line holds a question.
 */
export function readQuestionSet(jsonl: string): EvaluationQuestion[] {
  const questions: EvaluationQuestion[] = [];
  const lines = jsonl.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== "") questions.push(readLine(line, index + 1));
  }
  if (questions.length === 0) throw new QuestionSetEmptyError();
  return questions;
}

function readLine(text: string, line: number): EvaluationQuestion {
  const value = parseJson(text, line);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new QuestionLineInvalidError(line, "a JSON object is expected.");
  }
  if ("documents" in value) return fromPlain(check(plainLine, value, line), line);
  if ("doc_name" in value) return fromBench(check(benchLine, value, line), line);
  throw new QuestionLineInvalidError(line, 'it names no document: give "documents" (a list) or "doc_name".');
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new QuestionLineInvalidError(line, "it is no valid JSON.", { cause });
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, line: number): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const field =
    issue === undefined || issue.path.length === 0 ? "the line" : `field "${issue.path.join(".")}"`;
  throw new QuestionLineInvalidError(line, `${field} is wrong: ${issue?.message ?? "it does not fit"}.`);
}

function fromBench(value: z.infer<typeof benchLine>, line: number): EvaluationQuestion {
  const evidence = value.evidence.map((entry) => ({
    documentName: entry.doc_name ?? value.doc_name,
    page: entry.evidence_page_num,
  }));
  const documents = [...new Set([value.doc_name, ...evidence.map((entry) => entry.documentName)])];
  return {
    id: value.financebench_id ?? value.id ?? `question-${line}`,
    question: value.question,
    answer: value.answer ?? undefined,
    documents,
    evidence: withoutRepeats(evidence),
    kind: value.question_type ?? undefined,
  };
}

function fromPlain(value: z.infer<typeof plainLine>, line: number): EvaluationQuestion {
  const first = value.documents[0] ?? "";
  const evidence = value.evidence_pages.map((entry) =>
    typeof entry === "number"
      ? { documentName: first, page: entry }
      : { documentName: entry.document, page: entry.page },
  );
  return {
    id: value.id ?? `question-${line}`,
    question: value.question,
    answer: value.answer ?? undefined,
    documents: [...new Set(value.documents)],
    evidence: withoutRepeats(evidence),
    kind: value.kind ?? undefined,
  };
}

function withoutRepeats(pages: readonly EvidencePage[]): EvidencePage[] {
  return [...new Map(pages.map((page) => [`${page.page} ${page.documentName}`, page])).values()];
}
