import type { AskEvent } from "#app";
import type { RunResult } from "#minions";
import type { CliIo } from "../cli-io.ts";
import { createStyle, wantsColour } from "../output/style.ts";
import { terminalText } from "../output/terminal-text.ts";
import type { ProgressStyle, ProgressView } from "../progress/progress-view.ts";
import { answerText, evidencePage, ledgerPage } from "./answer-page.ts";

/** How a run is to be shown. */
export interface ShowFlags {
  readonly json?: boolean;
  readonly ledger?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

export function progressStyle(flags: ShowFlags, io: CliIo): ProgressStyle {
  if (flags.quiet) return "none";
  if (flags.verbose) return "verbose";
  return io.stderr.isTerminal && io.env["TERM"] !== "dumb" ? "live" : "lines";
}

/** The answer as it is written, where the user asked to see that. */
export class StreamedAnswer {
  readonly #enabled: boolean;
  readonly #io: CliIo;
  #text = "";

  constructor(enabled: boolean, io: CliIo) {
    this.#enabled = enabled;
    this.#io = io;
  }

  show(event: AskEvent, view: ProgressView): void {
    if (!this.#enabled || event.type !== "answer-delta") return;
    const text = terminalText(event.text);
    if (this.#text === "" && text !== "") view.clear();
    this.#text += text;
    this.#io.stdout.write(text);
  }

  /** Ends the streamed line; true where what was streamed is the answer, so that it need not be printed again. */
  finish(answer: string): boolean {
    if (this.#text === "") return false;
    this.#io.stdout.write("\n");
    return this.#text.trim() === answer.trim();
  }
}

/** The answer with all that stands below it; not the answer itself where it was streamed already. */
export function printPage(result: RunResult, flags: ShowFlags, io: CliIo, streamed?: StreamedAnswer): void {
  const style = createStyle(wantsColour(io.stdout.isTerminal, io.env));
  const answer = answerText(result);
  const sections = streamed?.finish(answer) ? [] : [answer];
  sections.push(evidencePage(result, style));
  if (flags.ledger) sections.push(ledgerPage(result, style));
  const lead = sections.length > 0 && sections[0] !== answer ? "\n" : "";
  io.stdout.write(`${lead}${sections.join("\n\n")}\n`);
}
