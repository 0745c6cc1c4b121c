import { describe, expect, it } from "vitest";
import { QuestionLineInvalidError, QuestionSetEmptyError } from "./errors.ts";
import { readQuestionSet } from "./question-set.ts";

const BENCH = JSON.stringify({
  financebench_id: "fb-1",
  company: "Acme",
  doc_name: "ACME_2020_10K",
  question_type: "metrics-generated",
  question: "What was revenue?",
  answer: "$12.00",
  evidence: [
    { doc_name: "ACME_2020_10K", evidence_page_num: 41, evidence_text: "…" },
    { doc_name: "ACME_2020_10K", evidence_page_num: 41 },
  ],
});
const PLAIN =
  '{"question":"Who signed?","documents":["letter.pdf","annex.pdf"],"evidence_pages":[2,{"document":"annex.pdf","page":0}]}';

describe("reading a question set", () => {
  it("takes the FinanceBench format as it is", () => {
    expect(readQuestionSet(`${BENCH}\n`)).toEqual([
      {
        id: "fb-1",
        question: "What was revenue?",
        answer: "$12.00",
        documents: ["ACME_2020_10K"],
        evidence: [{ documentName: "ACME_2020_10K", page: 41 }],
        kind: "metrics-generated",
      },
    ]);
  });

  it("takes the plain format, where a bare page belongs to the first document", () => {
    expect(readQuestionSet(`\n${PLAIN}\r\n\n`)).toEqual([
      {
        id: "question-2",
        question: "Who signed?",
        answer: undefined,
        documents: ["letter.pdf", "annex.pdf"],
        evidence: [
          { documentName: "letter.pdf", page: 2 },
          { documentName: "annex.pdf", page: 0 },
        ],
        kind: undefined,
      },
    ]);
  });

  it.each([
    ["no JSON", "{oops", /Line 2 .*no valid JSON/],
    ["a list", "[1]", /Line 2 .*a JSON object/],
    ["no document", '{"question":"Why?"}', /Line 2 .*names no document/],
    ["an empty question", '{"question":" ","documents":["a.pdf"]}', /Line 2 .*field "question"/],
    [
      "a page below zero",
      '{"question":"Why?","documents":["a.pdf"],"evidence_pages":[-1]}',
      /Line 2 .*evidence_pages/,
    ],
    [
      "a page that is no number",
      '{"question":"Q","doc_name":"A","evidence":[{"evidence_page_num":"x"}]}',
      /Line 2 .*evidence_page_num/,
    ],
  ])("names the line and the fault of %s", (_, line, message) => {
    const read = () => readQuestionSet(`${BENCH}\n${line}`);
    expect(read).toThrow(QuestionLineInvalidError);
    expect(read).toThrow(message);
  });

  it("refuses a set without questions", () => {
    expect(() => readQuestionSet(" \n\n")).toThrow(QuestionSetEmptyError);
  });
});
