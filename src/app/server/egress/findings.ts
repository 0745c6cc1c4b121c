import type { TaskArtifact } from "#engine";
import type { RunEvent } from "#minions";
import { toJson } from "../to-json.ts";

export const FINDINGS_FORM = "a2a-minions/findings/1";

interface Finding {
  readonly round: number;
  /** Where a job read it, such as "report.pdf p. 60". */
  readonly source?: string;
  readonly text: string;
}

/** What the local side found of a run, for a task that ends before its answer. */
export class Findings {
  readonly #found: Finding[] = [];

  take(event: RunEvent): void {
    if (event.type === "worker-replied") {
      this.#found.push({ round: event.round, text: event.text });
    } else if (event.type === "job-finished" && event.answer !== null) {
      this.#found.push({ round: event.round, source: event.source, text: event.answer });
    }
  }

  /** Undefined where nothing was found. It is no answer, and says so. */
  artifact(): TaskArtifact | undefined {
    if (this.#found.length === 0) return undefined;
    const lines = this.#found.map(({ source, text }) => (source === undefined ? text : `${source}: ${text}`));
    return {
      artifactId: "findings",
      name: "findings",
      description: "What was found at home before the task ended; no answer, and not checked.",
      parts: [
        { kind: "text", text: lines.join("\n\n") },
        { kind: "data", data: toJson({ form: FINDINGS_FORM, findings: this.#found }) },
      ],
    };
  }
}
