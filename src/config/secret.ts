import { inspect } from "node:util";

const REDACTED = "[secret]";

/** Keeps a key or password out of every log, error and dump: only {@link Secret.reveal} gives it away. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself; call it where the value is handed to the party it is meant for, and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
