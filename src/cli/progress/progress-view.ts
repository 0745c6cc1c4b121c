import type { AskEvent } from "#app";
import type { TextSink } from "../cli-io.ts";
import { HIDE_CURSOR, SHOW_CURSOR } from "../output/terminal-text.ts";
import { type AskProgress, initialProgress, nextProgress } from "./ask-progress.ts";
import { progressBlock } from "./progress-block.ts";
import { progressLine, verboseLine } from "./progress-line.ts";

/** Shows a run under way. Disposing leaves the terminal as it was found. */
export interface ProgressView extends Disposable {
  show(event: AskEvent): void;
  /** Takes the view off the terminal for good, because the answer is going to be printed there. */
  clear(): void;
}

export type ProgressStyle = "none" | "lines" | "verbose" | "live";

export function createProgressView(style: ProgressStyle, sink: TextSink, documents: number): ProgressView {
  if (style === "live") return new LiveProgress(sink, documents);
  if (style === "none") return lineProgress(() => undefined, sink);
  return lineProgress(style === "verbose" ? verboseLine : progressLine, sink);
}

function lineProgress(lineOf: (event: AskEvent) => string | undefined, sink: TextSink): ProgressView {
  return {
    show(event) {
      const line = lineOf(event);
      if (line !== undefined) sink.write(`${line}\n`);
    },
    clear: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}

const FRAME_MS = 100;

class LiveProgress implements ProgressView {
  readonly #sink: TextSink;
  readonly #timer: NodeJS.Timeout;
  #progress: AskProgress;
  #drawnLines = 0;
  #frame = 0;
  #open = true;

  constructor(sink: TextSink, documents: number) {
    this.#sink = sink;
    this.#progress = initialProgress(documents);
    sink.write(HIDE_CURSOR);
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
    this.#timer.unref();
  }

  show(event: AskEvent): void {
    this.#progress = nextProgress(this.#progress, event);
  }

  clear(): void {
    if (!this.#open) return;
    this.#open = false;
    clearInterval(this.#timer);
    this.#sink.write(`${this.#erasure()}${SHOW_CURSOR}`);
  }

  [Symbol.dispose](): void {
    this.clear();
  }

  #draw(): void {
    const lines = progressBlock(this.#progress, this.#frame++, this.#sink.columns ?? 80);
    this.#sink.write(`${this.#erasure()}${lines.join("\n")}\n`);
    this.#drawnLines = lines.length;
  }

  /** Up to the block's first line, then everything below goes. */
  #erasure(): string {
    return this.#drawnLines === 0 ? "" : `\u001b[${this.#drawnLines}A\u001b[J`;
  }
}
