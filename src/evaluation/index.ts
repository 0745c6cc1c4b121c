export { type EvaluationError, QuestionLineInvalidError, QuestionSetEmptyError } from "./errors.ts";
export { matchNumbers, type NumericMatch } from "./numeric-match.ts";
export { type EvaluationQuestion, type EvidencePage, readQuestionSet } from "./question-set.ts";
export { renderTable } from "./render-table.ts";
export {
  type EvidenceRank,
  isSameDocument,
  type QuestionScore,
  type SideTokens,
  scoreFailure,
  scoreQuestion,
} from "./score-question.ts";
export { type EvaluationSummary, type ScoreTotals, summarise, type Tally } from "./summary.ts";
