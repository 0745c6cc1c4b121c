import { describe, expect, it } from "vitest";
import type { ContentPart, TaskMessage } from "#engine";
import { askedOfTask } from "./asked-of-task.ts";

const text = (words: string, name?: string): ContentPart => ({
  kind: "text",
  text: words,
  ...(name === undefined ? {} : { name }),
});

function asked(...messages: readonly (readonly ContentPart[])[]) {
  const history = messages.map(
    (parts, index): TaskMessage => ({ messageId: `m-${index}`, role: "user", parts }),
  );
  const { question, documents } = askedOfTask({ history });
  return [
    question,
    documents.map((one) => (one.kind === "inline" ? `${one.name}: ${one.text}` : one.ref.name)),
  ];
}

const LONG = "word ".repeat(100).trim();

describe("a task's messages", () => {
  it.each<[string, readonly (readonly ContentPart[])[], unknown]>([
    [
      "the first text asks, further ones are documents",
      [[text("Q?"), text("D", "d.txt")]],
      ["Q?", ["d.txt: D"]],
    ],
    ["a short reply is added to the question", [[text("Q?")], [text("Of 2025.")]], ["Q?\n\nOf 2025.", []]],
    [
      "a long reply is the document that was missing",
      [[text("Q?")], [text(LONG)]],
      ["Q?", [`text-1.txt: ${LONG}`]],
    ],
    ["so is a short one with a file's name", [[text("Q?")], [text("D", "d.txt")]], ["Q?", ["d.txt: D"]]],
    [
      "words beside a document stay words",
      [[text("Q?")], [text("Here.", "x.txt"), text("D", "d.txt")]],
      ["Q?\n\nHere.", ["d.txt: D"]],
    ],
  ])("are read: %s", (_, messages, expected) => {
    expect(asked(...messages)).toEqual(expected);
  });
});
