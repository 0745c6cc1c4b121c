/** First chunks are short, so that an answer begins to show at once; later ones grow, so that a long one makes few writes. */
const FIRST_CHARACTERS = 24;
const LAST_CHARACTERS = 192;
/** Room to find a blank in; beyond it, a word is cut. */
const SLACK_CHARACTERS = 24;

/**
 * Cuts a text that arrives in pieces into chunks. Where the cuts fall depends on the text alone and not on the pieces,
 * so that an answer told again comes out in the same chunks.
 */
export class AnswerChunks {
  #pending = "";
  #target = FIRST_CHARACTERS;

  /** Takes one more piece; gives the chunks that are full. */
  add(text: string): string[] {
    this.#pending += text;
    const full: string[] = [];
    for (let cut = this.#nextCut(); cut !== undefined; cut = this.#nextCut()) {
      full.push(this.#pending.slice(0, cut));
      this.#pending = this.#pending.slice(cut);
      this.#target = Math.min(LAST_CHARACTERS, this.#target * 2);
    }
    return full;
  }

  /** Gives what is left; empty where nothing is. */
  finish(): string {
    const rest = this.#pending;
    this.#pending = "";
    this.#target = FIRST_CHARACTERS;
    return rest;
  }

  /** After the first blank from the target on; undefined until all that the cut depends on has arrived. */
  #nextCut(): number | undefined {
    const longest = this.#target + SLACK_CHARACTERS;
    if (this.#pending.length <= longest) {
      const blank = blankFrom(this.#pending, this.#target);
      return blank === undefined ? undefined : blank + 1;
    }
    const blank = blankFrom(this.#pending.slice(0, longest), this.#target);
    return blank === undefined ? wholeCharacter(this.#pending, longest) : blank + 1;
  }
}

function blankFrom(text: string, from: number): number | undefined {
  const offset = text.slice(from).search(/\s/);
  return offset === -1 ? undefined : from + offset;
}

/** Never between the two halves of a surrogate pair. */
function wholeCharacter(text: string, cut: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(cut - 1)) ? cut + 1 : cut;
}
