import type { TaskArtifact } from "#engine";
import { checkQuotes, extractQuotes, type RunEvent, type SourceDocument } from "#minions";
import { toJson } from "../to-json.ts";

export const FINDINGS_FORM = "a2a-minions/findings/1";

const LABEL = "What was found at home before the task ended. This is no answer, and nobody has checked it.";

interface Finding {
  readonly round: number;
  /** Where a job read it, such as "report.pdf p. 60". */
  readonly source?: string;
  readonly text: string;
}

/** What the local side found of a run, for a task that ends before its answer. */
export class Findings {
  readonly #found: Finding[] = [];
  readonly #quotes: string[] = [];
  #documents: readonly SourceDocument[] = [];

  /** What the run reads. */
  readFrom(documents: readonly SourceDocument[]): void {
    this.#documents = documents;
  }

  take(event: RunEvent): void {
    if (event.type === "worker-replied") {
      this.#found.push({ round: event.round, text: event.text });
      this.#quotes.push(...extractQuotes(event.text));
    } else if (event.type === "job-finished" && event.answer !== null) {
      this.#found.push({ round: event.round, source: event.source, text: event.answer });
      if (event.citation !== null) this.#quotes.push(event.citation);
    }
  }

  /** Undefined where nothing was found. It is no answer, and says so. Quotes are checked against the documents. */
  artifact(): TaskArtifact | undefined {
    if (this.#found.length === 0) return undefined;
    const lines = this.#found.map(({ source, text }) => (source === undefined ? text : `${source}: ${text}`));
    const citations = checkQuotes(
      this.#documents,
      this.#quotes.map((quote) => ({ quote })),
    );
    return {
      artifactId: "findings",
      name: "findings",
      description: LABEL,
      parts: [
        { kind: "text", text: [LABEL, ...lines].join("\n\n") },
        { kind: "data", data: toJson({ form: FINDINGS_FORM, findings: this.#found, citations }) },
      ],
    };
  }
}
