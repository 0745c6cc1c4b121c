import type { DecompositionBrief, DecompositionPlan } from "#minions";
import type { LineItem } from "../lexicon/line-item.ts";
import { STATEMENT_KEYWORDS, STATEMENT_NAMES } from "../lexicon/statements.ts";
import { type AnalysedQuestion, analyseQuestion, nameStems } from "../question/analysed-question.ts";
import { isCommonStem, isStopWord, stem, wordsOf } from "../text/words.ts";

const TOP_K = 20;
const MAX_PAGES_PER_CHUNK = 50;
const MAX_TASKS = 3;
const MAX_KEYWORDS = 80;

interface PlannedTask {
  readonly task: string;
  readonly keywords: Readonly<Record<string, number>>;
}

/**
 * MinionS' decomposition by rule: chunks by page, a task for each statement line that is needed, each narrowed by its own
 * keywords where retrieval is allowed. Without retrieval a chunk takes as many pages as it needs for all of them to be read.
 */
export function plan(brief: DecompositionBrief): DecompositionPlan {
  const names = brief.documents.map((document) => document.name);
  const question = analyseQuestion(brief.question, names);
  const limit = Math.max(1, Math.min(MAX_TASKS, brief.limits.maxTasks, brief.limits.maxJobs));
  const all = tasksOf(question, nameStems(names), limit);
  const tasks = brief.retrieval === undefined ? all.slice(0, tasksThatFit(brief, all.length)) : all;
  const perTask = Math.max(1, Math.floor(brief.limits.maxJobs / tasks.length));
  const topK = Math.min(TOP_K, perTask);
  const isNarrowed = brief.retrieval !== undefined;
  return {
    chunking: { strategy: "chunk_by_page", pagesPerChunk: isNarrowed ? 1 : pagesPerChunk(brief, perTask) },
    documents: null,
    filter: isNarrowed ? { method: "bm25", topK, keywords: tasks[0]?.keywords ?? {} } : null,
    tasks: tasks.map(({ task, keywords }) => ({
      task,
      advice: null,
      filter: isNarrowed ? { keywords, topK } : null,
    })),
    aggregation: "by-task",
  };
}

/** Reading everything comes before asking everything: with few jobs and many pages the first task alone remains. */
function tasksThatFit(brief: DecompositionBrief, wanted: number): number {
  const chunks = chunkCount(brief, MAX_PAGES_PER_CHUNK);
  return Math.max(1, Math.min(wanted, Math.floor(brief.limits.maxJobs / Math.max(1, chunks))));
}

function chunkCount(brief: DecompositionBrief, size: number): number {
  return brief.documents.reduce((sum, document) => sum + Math.ceil(document.pages / size), 0);
}

function pagesPerChunk(brief: DecompositionBrief, chunksAllowed: number): number {
  for (let size = 1; size < MAX_PAGES_PER_CHUNK; size += 1) {
    if (chunkCount(brief, size) <= chunksAllowed) return size;
  }
  return MAX_PAGES_PER_CHUNK;
}

/** The question itself, or one task for each statement that holds lines of a derived figure. */
function tasksOf(question: AnalysedQuestion, names: ReadonlySet<string>, limit: number): PlannedTask[] {
  const isDerived = question.metric !== undefined || question.definition !== undefined;
  const whole = { task: question.text, keywords: keywordsOf(question, question.items, names) };
  if (!isDerived || question.wanted === "reason" || question.items.length < 2 || limit < 2) return [whole];
  const years = question.periods.years.map((year) => `FY${year}`).join(", ");
  const byStatement = Map.groupBy(question.items, (item) => item.statement);
  const tasks = [...byStatement].map(([statement, items]) => ({
    task: `What was ${listed(items)}${years === "" ? "" : ` in ${years}`}? Look in the ${STATEMENT_NAMES[statement]}.`,
    keywords: itemKeywords(items),
  }));
  // A figure that reports state in so many words is asked for as it is, and its parts come second.
  return (question.metric?.isUsuallyStated === true ? [whole, ...tasks] : tasks).slice(0, limit);
}

function listed(items: readonly LineItem[]): string {
  return items.map((item) => item.name).join(" and what was ");
}

function keywordsOf(
  question: AnalysedQuestion,
  items: readonly LineItem[],
  names: ReadonlySet<string>,
): Record<string, number> {
  const keywords = new Map<string, number>();
  const add = (words: string, weight: number): void => {
    for (const word of wordsOf(words)) {
      if (isStopWord(word) || word.length < 2 || word === "fy" || names.has(stem(word))) continue;
      keywords.set(word, Math.max(weight, keywords.get(word) ?? 0));
    }
  };
  for (const word of wordsOf(question.core))
    add(word, isCommonStem(stem(word)) || /^\d+$/.test(word) ? 1 : 3);
  for (const topic of question.topics) add(topic.words, 1);
  if (question.topics.some((topic) => topic.onCover === true)) {
    for (const phrase of STATEMENT_KEYWORDS.cover) keywords.set(phrase, 3);
  }
  return Object.fromEntries([...Object.entries(itemKeywords(items)), ...keywords].slice(0, MAX_KEYWORDS));
}

/** What the line is called, and what else stands on the statement that holds it. */
function itemKeywords(items: readonly LineItem[]): Record<string, number> {
  const keywords = new Map<string, number>();
  for (const item of items) {
    for (const phrase of STATEMENT_KEYWORDS[item.statement]) keywords.set(phrase, 2);
    for (const phrase of [item.name, ...(item.printed ?? [])]) keywords.set(phrase, 3);
  }
  return Object.fromEntries(keywords);
}
