import type { HistoryTurn, Opening } from "#minions";
import { STATEMENT_NAMES } from "../lexicon/statements.ts";
import { type AnalysedQuestion, analyseQuestion } from "../question/analysed-question.ts";
import { singleSpaced } from "../text/words.ts";

const MAX_SUMMARY_TURN = 240;

/** Minion's first turn: the question as it is, since the worker reads it by the same rules. */
export function open(question: string): Opening {
  return { reasoning: advise(question), message: question };
}

/** What to look for, in prose. */
export function advise(question: string): string {
  const analysed = analyseQuestion(question);
  const parts = [adviceOnItems(analysed), adviceOnTopics(analysed), adviceOnYears(analysed)].filter(
    (part) => part !== "",
  );
  return parts.length === 0
    ? "Look for sentences and table rows that hold the words of the question."
    : parts.join(" ");
}

function adviceOnItems(question: AnalysedQuestion): string {
  if (question.items.length === 0) return "";
  const places = question.items.map((item) => `${item.name} (${STATEMENT_NAMES[item.statement]})`);
  return `Look for ${places.join(", ")}.`;
}

function adviceOnTopics(question: AnalysedQuestion): string {
  if (question.topics.length === 0) return "";
  return `The subject is ${question.topics.map((topic) => topic.id.replaceAll("-", " ")).join(", ")}.`;
}

function adviceOnYears(question: AnalysedQuestion): string {
  const { years } = question.periods;
  return years.length === 0 ? "" : `The figures must be those of ${years.join(", ")}.`;
}

/** Earlier turns, each cut to its beginning. */
export function summarise(turns: readonly HistoryTurn[]): string {
  return turns
    .map((turn) => {
      const text = singleSpaced(turn.text);
      const short = text.length > MAX_SUMMARY_TURN ? `${text.slice(0, MAX_SUMMARY_TURN)}…` : text;
      return `${turn.role === "user" ? "The user" : "The answer"}: ${short}`;
    })
    .join("\n");
}
