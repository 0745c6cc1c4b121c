import { LimitReached } from "./limit-reached.ts";
import type { TextPart } from "./worker-protocol.ts";

/** Characters that go out in one message: small enough that taking it in never holds up the receiving thread. */
const PART_CHARACTERS = 256 * 1024;

/** Takes the text of a document as it is found, counts it against the limit, and passes it on in small parts. */
export class TextSink {
  readonly #send: (part: TextPart) => void;
  readonly #maxCharacters: number;
  #pending = "";
  #page = 0;
  #characters = 0;

  constructor(send: (part: TextPart) => void, maxCharacters: number) {
    this.#send = send;
    this.#maxCharacters = maxCharacters;
  }

  /** Characters of anything but white space are what makes a document more than empty. */
  get isBlank(): boolean {
    return this.#characters === 0;
  }

  /** @throws {LimitReached} when the document holds more text than allowed. */
  write(text: string): void {
    if (text === "") return;
    if (this.#characters === 0 && text.trim() === "") return;
    this.#characters += text.length;
    if (this.#characters > this.#maxCharacters) throw new LimitReached("characters", this.#maxCharacters);
    this.#pending += text;
    if (this.#pending.length >= PART_CHARACTERS) this.#flush();
  }

  writeLine(line: string): void {
    this.write(`${line}\n`);
  }

  /** What is written from now on belongs to the next page. */
  endPage(): void {
    this.#flush();
    this.#page += 1;
  }

  end(): void {
    this.#flush();
  }

  #flush(): void {
    const text = this.#pending;
    this.#pending = "";
    for (let start = 0; start < text.length; start += PART_CHARACTERS) {
      this.#send({ page: this.#page, text: text.slice(start, start + PART_CHARACTERS) });
    }
  }
}
