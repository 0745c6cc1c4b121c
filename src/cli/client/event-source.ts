/** One server-sent event as it came. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/** Longest event that is taken, in characters: a task with its documents can be large, a line without end is not an event. */
const LONGEST_EVENT = 256 * 1024 * 1024;

/**
 * Reads server-sent events off a body (the WHATWG's rules: line ends of any kind, comments, fields over several lines).
 * Ends with the body; an event that was cut off is dropped. Leaving the loop ends the body too.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ReceivedEvent, void, undefined> {
  let event = new PendingEvent();
  for await (const line of linesOf(body)) {
    if (line !== "") {
      event.take(line);
      continue;
    }
    const received = event.finish();
    event = new PendingEvent();
    if (received !== undefined) yield received;
  }
}

class PendingEvent {
  #id: string | undefined;
  #event = "message";
  readonly #data: string[] = [];

  take(line: string): void {
    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") this.#data.push(value);
    else if (name === "event") this.#event = value;
    else if (name === "id" && !value.includes("\0")) this.#id = value;
  }

  /** Undefined for a comment, or fields without data. */
  finish(): ReceivedEvent | undefined {
    if (this.#data.length === 0) return undefined;
    return { id: this.#id, event: this.#event, data: this.#data.join("\n") };
  }
}

/** Whole lines only, without their ends. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let length = 0;
  let afterReturn = false;
  for await (const bytes of body) {
    let text = decoder.decode(bytes, { stream: true });
    if (afterReturn && text.startsWith("\n")) text = text.slice(1);
    afterReturn = text.endsWith("\r");
    const lines = text.split(/\r\n|\r|\n/);
    for (const [index, line] of lines.entries()) {
      pieces.push(line);
      length += line.length;
      if (length > LONGEST_EVENT) throw new RangeError("An event is too long.");
      if (index === lines.length - 1) break;
      yield pieces.join("");
      pieces = [];
      length = 0;
    }
  }
}
