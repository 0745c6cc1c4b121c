import type { LegacyPart, LegacyStreamEvent, LegacyTask, LegacyTaskStatus } from "../v0-3/legacy-types.ts";
import { isOver, referenceState, textOf } from "./write-reference-task.ts";

type Speaker = "supervisor" | "worker" | "system";

/**
 * Turns one stream of 0.3 into events of the reference: what is said as messages, and where the task stands as
 * `taskStatusUpdate`, the last of them final. The answer is said once, when it is whole: pieces of it would look like
 * so many answers to a client that has no word for pieces.
 */
export class ReferenceEvents {
  readonly #written = new Map<string, readonly LegacyPart[]>();
  readonly #knownAs: string;
  #said: string | undefined;

  /** @param knownAs the id under which the client knows the task */
  constructor(knownAs: string) {
    this.#knownAs = knownAs;
  }

  /** The events that one of 0.3 makes, often none or one. */
  of(event: LegacyStreamEvent): object[] {
    switch (event.kind) {
      case "task":
        return this.#begin(event);
      case "message":
        return [this.#say(event.messageId, "system", event.parts, true)];
      case "status-update":
        return this.#update(event);
      case "artifact-update": {
        const { artifactId, parts } = event.artifact;
        const whole = event.append === true ? [...(this.#written.get(artifactId) ?? []), ...parts] : parts;
        this.#written.set(artifactId, whole);
        if (event.lastChunk !== true || joined(whole) === this.#said) return [];
        return [this.#say(artifactId, "supervisor", whole, true)];
      }
    }
  }

  /** The task as it stands: one that is over already brings its answer. */
  #begin({ status, artifacts = [] }: LegacyTask): object[] {
    for (const { artifactId, parts } of artifacts) this.#written.set(artifactId, parts);
    const said = isOver(referenceState(status))
      ? artifacts.map(({ artifactId, parts }) => this.#say(artifactId, "supervisor", parts, true))
      : [];
    return [...said, ...this.#status(status)];
  }

  #update({ status, metadata }: Extract<LegacyStreamEvent, { kind: "status-update" }>): object[] {
    const { message } = status;
    const over = isOver(referenceState(status));
    if (message === undefined || over) return this.#status(status);
    const speaker = speakerOf(metadata?.["source"]);
    return [this.#say(message.messageId, speaker, message.parts, metadata?.["is_final"] === true)];
  }

  #status(status: LegacyTaskStatus): object[] {
    const state = referenceState(status);
    const message = isOver(state) ? textOf(status.message?.parts ?? []) : undefined;
    return [
      {
        kind: "taskStatusUpdate",
        taskId: this.#knownAs,
        state,
        final: isOver(state),
        timestamp: status.timestamp,
        ...(message !== undefined && { message }),
      },
    ];
  }

  #say(messageId: string, speaker: Speaker, parts: readonly LegacyPart[], isFinal: boolean): object {
    this.#said = joined(parts);
    return {
      kind: "message",
      role: "agent",
      parts,
      messageId,
      metadata: {
        source: "minions",
        original_role: speaker,
        event_type: `${speaker}_message`,
        is_final: isFinal,
      },
    };
  }
}

function joined(parts: readonly LegacyPart[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function speakerOf(source: unknown): Speaker {
  return source === "supervisor" || source === "worker" ? source : "system";
}
