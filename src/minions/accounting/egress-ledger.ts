import { createHash } from "node:crypto";
import type { ModelMessage, ModelRef } from "../model-port.ts";
import type { LedgerEntry } from "../result.ts";
import type { ModelStepKind } from "../steps.ts";

export interface RemoteCall {
  readonly step: ModelStepKind;
  readonly stepPath: string;
  readonly recipient: ModelRef;
  /** False for engines inside this process. */
  readonly leftProcess: boolean;
  readonly messages: readonly ModelMessage[];
}

/** Writes down every call to the remote side, so that a user can see what left, where to, and why. */
export interface EgressLedger {
  record(call: RemoteCall): LedgerEntry;
  /** The call that was written down last went to another model than it was meant for. */
  redirect(recipient: ModelRef): void;
  /** The call of this step, written down last, was not made: an earlier run's reply to the same was reused. */
  spare(stepPath: string): void;
  /** In order of sending. */
  entries(): readonly LedgerEntry[];
}

export function createEgressLedger(): EgressLedger {
  const entries: LedgerEntry[] = [];
  return {
    record({ step, stepPath, recipient, leftProcess, messages }) {
      const content = measureMessages(messages);
      const sequence = entries.length + 1;
      const entry: LedgerEntry = { sequence, step, stepPath, recipient, leftProcess, ...content };
      entries.push(entry);
      return entry;
    },
    redirect(recipient) {
      const last = entries.pop();
      if (last !== undefined) entries.push({ ...last, recipient });
    },
    spare(stepPath) {
      const at = entries.findLastIndex((entry) => entry.stepPath === stepPath);
      const entry = entries[at];
      if (entry !== undefined) entries[at] = { ...entry, leftProcess: false, reused: true };
    },
    entries: () => [...entries],
  };
}

/** What leaves with messages: their text form, how large it is with the images, and the hash of both. */
export function measureMessages(
  messages: readonly ModelMessage[],
): Pick<LedgerEntry, "text" | "bytes" | "sha256"> {
  const { text, images } = serialiseMessages(messages);
  const hash = createHash("sha256").update(text, "utf8");
  for (const image of images) hash.update(image);
  const imageBytes = images.reduce((sum, image) => sum + image.byteLength, 0);
  return { text, bytes: Buffer.byteLength(text, "utf8") + imageBytes, sha256: hash.digest("hex") };
}

/**
 * The text form of messages that the ledger keeps and hashes: `role:`, a line break, the text, a blank line.
 * An image stands in the text as its type and size; its bytes are hashed after the text, in order of appearance.
 */
export function serialiseMessages(messages: readonly ModelMessage[]): {
  readonly text: string;
  readonly images: readonly Uint8Array[];
} {
  const images: Uint8Array[] = [];
  const blocks = messages.map(({ role, content }) => {
    if (typeof content === "string") return `${role}:\n${content}`;
    const parts = content.map((part) => {
      if (part.type === "text") return part.text;
      images.push(part.data);
      return `[image ${part.mediaType}, ${part.data.byteLength} bytes]`;
    });
    return `${role}:\n${parts.join("\n")}`;
  });
  return { text: blocks.join("\n\n"), images };
}
