import { systemClock } from "#kernel";
import { type CodeLanguage, type CodeParser, detectCodeLanguage, type SourceDocument } from "#minions";
import { createCodeParser, GrammarUnavailableError } from "../code-parser/index.ts";
import { prepareJobs } from "../program/prepare-jobs.ts";
import { transformOutputs } from "../program/transform-outputs.ts";
import { CallerLine } from "./caller-line.ts";
import { markWorking } from "./control.ts";
import { ProgramClock } from "./program-clock.ts";
import type { PrepareOrder, WorkCall, WorkResult } from "./work-order.ts";

/** The worker thread's one task: one call of one program. Nothing of it is kept for the next. */
export default async function work({ order, bounds, control, line }: WorkCall): Promise<WorkResult> {
  markWorking(control);
  const clock = new ProgramClock(control, systemClock.monotonicMs);
  if (order.kind === "transform") return await transformOutputs(order, { bounds, clock });
  const caller = new CallerLine(line, control);
  const documents = caller.documents(order.documentCount);
  const parser = mentionsCode(order) ? await parserFor(documents) : undefined;
  const embed = order.canEmbed ? caller.embed : undefined;
  return await prepareJobs(order, documents, { bounds, clock, parser, embed });
}

/** Whether the chunkers for code may be wanted: loading grammars takes longer than most programs. */
function mentionsCode({ program, chunking }: PrepareOrder): boolean {
  const said = program.kind === "plan" ? program.plan.chunking.strategy : `${chunking} ${program.source}`;
  return /code|function_?and_?class/i.test(said);
}

async function parserFor(documents: readonly SourceDocument[]): Promise<CodeParser | undefined> {
  const languages = new Set<CodeLanguage>();
  for (const document of documents) {
    const language = detectCodeLanguage(document);
    if (language !== undefined) languages.add(language);
  }
  if (languages.size === 0) return undefined;
  try {
    return await createCodeParser([...languages]);
  } catch (error) {
    // Chunkers cut code by paragraph where they have no parser: worse chunks are better than no answer.
    if (error instanceof GrammarUnavailableError) return undefined;
    throw error;
  }
}
