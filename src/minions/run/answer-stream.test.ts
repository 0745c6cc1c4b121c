import { describe, expect, it } from "vitest";
import { createAnswerStream } from "./answer-stream.ts";

function streamed(json: string, pieceLength: number): string {
  let text = "";
  const push = createAnswerStream((more) => {
    text += more;
  });
  for (let at = 0; at < json.length; at += pieceLength) push(json.slice(at, at + pieceLength));
  return text;
}

describe("showing an answer while it is written", () => {
  const cases: [string, string, string][] = [
    ["a plain answer", '{"decision":"provide_final_answer","answer":"1,577 million"}', "1,577 million"],
    ["escapes", '{"answer":"say \\"hi\\"\\nto \\u00e9\\\\ all"}', 'say "hi"\nto é\\ all'],
    ["a fence before", '```json\n{"answer" : "x"}\n```', "x"],
    ["the word answer as a value", '{"message":"the \\"answer\\": \\"no\\"","answer":"yes"}', "yes"],
    ["a null answer", '{"answer":null,"quotes":["answer"]}', ""],
    ["a nested answer", '{"inner":{"answer":"no"},"answer":"yes"}', "yes"],
    ["a question instead", '{"decision":"request_additional_info","message":"which year?"}', ""],
  ];
  it.each(cases)("reads %s in pieces of any size", (_, json, expected) => {
    for (const length of [1, 2, 3, 7, 1000]) expect(streamed(json, length)).toBe(expected);
  });
});
