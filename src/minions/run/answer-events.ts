import { createAnswerStream } from "./answer-stream.ts";
import type { Session } from "./session.ts";

/** Tells a final answer as it is written: piece by piece where the model streams, in one piece where it does not. */
export interface AnswerTelling {
  /** Starts over for a new attempt of the supervisor. */
  startStream(): (delta: string) => void;
  /** The answer stands; what was not streamed yet is told now. */
  propose(answer: string): void;
}

export function tellAnswer(session: Session, round: number): AnswerTelling {
  let told = "";
  const tell = (text: string): void => {
    if (told === "") session.emit({ type: "answer-started", round });
    told += text;
    session.emit({ type: "answer-delta", round, text });
  };
  return {
    startStream() {
      told = "";
      return createAnswerStream(tell);
    },
    propose(answer) {
      if (told !== answer) {
        told = "";
        tell(answer);
      }
      session.emit({ type: "answer-proposed", round, answer });
    },
  };
}
