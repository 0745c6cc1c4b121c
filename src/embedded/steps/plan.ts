import type { DecompositionBrief, DecompositionPlan } from "#minions";
import { STATEMENT_NAMES } from "../lexicon/statements.ts";
import { type AnalysedQuestion, analyseQuestion, nameStems } from "../question/analysed-question.ts";
import { isCommonStem, isStopWord, stem, wordsOf } from "../text/words.ts";

const TOP_K = 20;
const MAX_PAGES_PER_CHUNK = 50;
const MAX_TASKS = 3;

/** MinionS' decomposition by rule: chunks by page, narrowed by keywords where retrieval is allowed, a task for each line needed. */
export function plan(brief: DecompositionBrief): DecompositionPlan {
  const question = analyseQuestion(brief.question);
  const tasks = tasksOf(question, Math.max(1, Math.min(MAX_TASKS, brief.limits.maxTasks)));
  const perTask = Math.max(1, Math.floor(brief.limits.maxJobs / tasks.length));
  const names = nameStems(brief.documents.map((document) => document.name));
  return {
    chunking: { strategy: "chunk_by_page", pagesPerChunk: pagesPerChunk(brief, perTask) },
    documents: null,
    filter:
      brief.retrieval === undefined
        ? null
        : { method: "bm25", topK: Math.min(TOP_K, perTask), keywords: keywordsOf(question, names) },
    tasks: tasks.map((task) => ({ task, advice: null, filter: null })),
    aggregation: "by-task",
  };
}

/** One page a chunk where retrieval narrows; otherwise as many as it takes to read everything within the job limit. */
function pagesPerChunk(brief: DecompositionBrief, chunksAllowed: number): number {
  if (brief.retrieval !== undefined) return 1;
  for (let size = 1; size < MAX_PAGES_PER_CHUNK; size += 1) {
    const chunks = brief.documents.reduce((sum, document) => sum + Math.ceil(document.pages / size), 0);
    if (chunks <= chunksAllowed) return size;
  }
  return MAX_PAGES_PER_CHUNK;
}

function tasksOf(question: AnalysedQuestion, limit: number): string[] {
  const needed = question.metric === undefined && question.definition === undefined ? [] : question.items;
  if (needed.length < 2 || limit < 2) return [question.text];
  const years = question.periods.years.map((year) => `FY${year}`).join(" and ");
  return needed.slice(0, limit).map((item) => {
    const when = years === "" ? "" : ` for ${years}`;
    return `What is ${item.name}${when}? Look in the ${STATEMENT_NAMES[item.statement]}.`;
  });
}

function keywordsOf(question: AnalysedQuestion, names: ReadonlySet<string>): Record<string, number> {
  const keywords = new Map<string, number>();
  const add = (words: string, weight: number): void => {
    for (const word of wordsOf(words)) {
      if (isStopWord(word) || word.length < 2 || names.has(stem(word))) continue;
      keywords.set(word, Math.max(weight, keywords.get(word) ?? 0));
    }
  };
  for (const topic of question.topics) add(topic.words, 1);
  for (const item of question.items) add(`${item.name} ${STATEMENT_NAMES[item.statement]}`, 2);
  for (const word of wordsOf(question.core))
    add(word, isCommonStem(stem(word)) || /^\d+$|^fy/.test(word) ? 1 : 3);
  return Object.fromEntries([...keywords].slice(0, 60));
}
