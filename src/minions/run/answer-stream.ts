const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/**
 * Reads the string value of the top-level field `answer` out of JSON that arrives in pieces, so that a final answer
 * can be shown while it is being written. Gives back only what is new; text in any other shape gives nothing.
 */
export function createAnswerStream(onText: (text: string) => void): (delta: string) => void {
  let state: "seeking" | "in-answer" | "done" = "seeking";
  let pending = "";
  return (delta) => {
    if (state === "done") return;
    pending += delta;
    if (state === "seeking") {
      const start = answerStart(pending);
      if (start === -1) return;
      pending = pending.slice(start);
      state = "in-answer";
    }
    const read = readString(pending);
    pending = pending.slice(read.consumed);
    if (read.closed) state = "done";
    if (read.text !== "") onText(read.text);
  };
}

/** Offset of the first character of the answer's value; -1 until it has arrived. Keys inside strings do not count. */
function answerStart(json: string): number {
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    else if (character === '"') {
      const value = depth === 1 ? /"answer"\s*:\s*"/y : undefined;
      if (value) {
        value.lastIndex = index;
        if (value.test(json)) return value.lastIndex;
      }
      const rest = readString(json.slice(index + 1));
      if (!rest.closed) return -1;
      index += rest.consumed;
    }
  }
  return -1;
}

interface StringReading {
  readonly text: string;
  /** Characters used up, the closing quote included. An escape that is not whole yet is left. */
  readonly consumed: number;
  readonly closed: boolean;
}

function readString(json: string): StringReading {
  let text = "";
  let index = 0;
  while (index < json.length) {
    const character = json[index] ?? "";
    if (character === '"') return { text, consumed: index + 1, closed: true };
    if (character !== "\\") {
      text += character;
      index += 1;
      continue;
    }
    const escaped = json[index + 1];
    const length = escaped === "u" ? 6 : 2;
    if (escaped === undefined || index + length > json.length) break;
    text += escaped === "u" ? unicodeEscape(json, index) : (SIMPLE_ESCAPES[escaped] ?? escaped);
    index += length;
  }
  return { text, consumed: index, closed: false };
}

function unicodeEscape(json: string, index: number): string {
  const code = Number.parseInt(json.slice(index + 2, index + 6), 16);
  return Number.isNaN(code) ? "" : String.fromCharCode(code);
}
