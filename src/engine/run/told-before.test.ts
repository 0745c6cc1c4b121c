import { describe, expect, it } from "vitest";
import type { TaskHappening } from "../lifecycle/transition.ts";
import type { TaskEvent, TaskEventBody } from "../task.ts";
import { agentMessage, textArtifact, userMessage } from "../testing/messages.ts";
import { ToldBefore } from "./told-before.ts";

/** Stories are written as words: "p:x" is progress, "a:x" the artifact from its start, "a+x" a chunk added, "m:x" a message. */
function bodyOf(word: string): TaskEventBody {
  const [kind, mark, text] = [word.charAt(0), word.charAt(1), word.slice(2)];
  if (kind === "m") return { type: "message-added", message: userMessage(text) };
  if (kind === "p") {
    return {
      type: "status-changed",
      state: { kind: "working" },
      message: agentMessage(text, `id of ${text}`),
    };
  }
  return {
    type: "artifact-updated",
    artifact: textArtifact("answer", text),
    append: mark === "+",
    lastChunk: false,
  };
}

function happeningOf(word: string): TaskHappening {
  const body = bodyOf(word);
  if (body.type === "artifact-updated") return { ...body, type: "artifact-written" };
  if (body.type === "message-added") throw new Error("A run adds no message.");
  return { type: "progress-told", message: agentMessage(word.slice(2), `another id ${Math.random()}`) };
}

function wordOf(happening: TaskHappening): string {
  if (happening.type === "progress-told") {
    return `p:${happening.message.parts.map((part) => (part.kind === "text" ? part.text : "")).join("")}`;
  }
  if (happening.type !== "artifact-written") return happening.type;
  const text = happening.artifact.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
  return `a${happening.append ? "+" : ":"}${text}`;
}

function retell(told: string, again: string): string {
  const words = told.split(" ").filter(Boolean);
  const events: TaskEvent[] = words.map((word, index) => ({
    taskId: "task",
    seq: index + 1,
    at: 0,
    body: bodyOf(word),
  }));
  const toldBefore = new ToldBefore(events);
  return again
    .split(" ")
    .map((word) => toldBefore.keepNew(happeningOf(word)))
    .filter((happening) => happening !== undefined)
    .map(wordOf)
    .join(" ");
}

describe("a run that starts over", () => {
  const TABLE: readonly [name: string, told: string, again: string, written: string][] = [
    ["tells everything when nothing was told", "", "p:one a:x a+y", "p:one a:x a+y"],
    ["tells nothing a second time", "p:one a:x a+y p:two", "p:one a:x a+y p:two", ""],
    ["goes on where the one before it broke off", "p:one a:x", "p:one a:x a+y p:two", "a+y p:two"],
    ["may tell in another order", "p:job-1 p:job-2", "p:job-2 p:job-1 p:job-3", "p:job-3"],
    ["tells as often as it does", "p:again", "p:again p:again", "p:again"],
    ["tells what comes out differently", "p:one", "p:other p:one", "p:other"],
    ["writes an artifact anew from where it differs", "a:x a+y a+z", "a:x a+Y a+Z", "a:xY a+Z"],
    ["replaces an artifact that begins differently", "a:x a+y", "a:X a+y", "a:X a+y"],
    ["writes an artifact anew when it comes in one piece", "a:x a+y", "a:xy", "a:xy"],
    ["keeps to versions of an artifact", "a:draft a:final", "a:draft a:final a+!", "a+!"],
    ["goes back to no earlier version", "a:draft a:final", "a:draft a+! a:final", "a:draft! a:final"],
    ["does not take the turn before for its own", "p:one a:x m:more", "p:one a:x", "p:one a:x"],
  ];
  for (const [name, told, again, written] of TABLE) {
    it(name, () => expect(retell(told, again)).toBe(written));
  }

  /** Several runs, each of which dies at the end of its words; gives what the last one writes. */
  function written(...runs: string[]): string {
    const events: TaskEvent[] = [];
    let words: string[] = [];
    for (const run of runs) {
      const toldBefore = new ToldBefore(events);
      words = [];
      for (const word of run.split(" ")) {
        const happening = toldBefore.keepNew(happeningOf(word));
        if (happening?.type !== "artifact-written") continue;
        words.push(wordOf(happening));
        const body: TaskEventBody = { ...happening, type: "artifact-updated" };
        events.push({ taskId: "task", seq: events.length + 1, at: 0, body });
      }
    }
    return words.join(" ");
  }

  const LIVES: readonly [name: string, runs: string[], written: string][] = [
    ["adds to what one before it began anew", ["a:x a+y", "a:X a+Y", "a:X a+Y a+Z"], "a+Z"],
    [
      "adds to what one before it wrote anew from the middle on",
      ["a:x a+y a+z", "a:x a+Y", "a:x a+Y a+Z"],
      "a+Z",
    ],
    ["tells nothing of an end that was told", ["a:x a+y", "a:X a+Y a:XY.", "a:X a+Y a:XY."], ""],
    ["goes on behind two that died", ["a:x", "a:x a+y", "a:x a+y a+z"], "a+z"],
    ["writes anew where each one came out differently", ["a:x", "a:X", "a:1 a+2"], "a:1 a+2"],
  ];
  it.each(LIVES)("%s", (_, runs, expected) => expect(written(...runs)).toBe(expected));

  it("takes JSON of another order of keys for the same", () => {
    const message = agentMessage("Job done.");
    const toldBefore = new ToldBefore([
      {
        taskId: "task",
        seq: 1,
        at: 0,
        body: {
          type: "status-changed",
          state: { kind: "working" },
          message,
          metadata: { a: 1, b: { c: 2, d: 3 } },
        },
      },
    ]);
    const again = { type: "progress-told", message, metadata: { b: { d: 3, c: 2 }, a: 1 } } as const;
    expect(toldBefore.keepNew(again)).toBeUndefined();
  });
});
