import type { ContentPart, DocumentRef, StoredTask, TaskMessage } from "#engine";
import { answersApproval } from "../egress/approvals-of-task.ts";

/** A document as a message carries it. */
export type AskedDocument =
  | { readonly kind: "stored"; readonly ref: DocumentRef }
  | { readonly kind: "inline"; readonly name: string; readonly mediaType: string; readonly text: string };

/** What a task asks, over all messages of its user. */
export interface AskedOfTask {
  readonly question: string;
  readonly documents: readonly AskedDocument[];
  /** True once the user was asked for something and has replied. */
  readonly continued: boolean;
}

/** A reply that is named as a file or longer than this, without any other document, is the document itself. */
const LONGEST_WORDS = 400;

/**
 * Reads question and documents out of a task's messages. Of each message the first text that says anything is what the user says, and every
 * other part is a document; what a reply says is added to the question. Answers to questions for approval are passed over.
 */
export function askedOfTask(task: Pick<StoredTask, "history">): AskedOfTask {
  const messages = task.history
    .filter((message, index) => message.role === "user" && !answersApproval(task.history, index))
    .map(readMessage);
  const [first, ...replies] = messages;
  const words = [first?.words ?? ""];
  const documents = [...(first?.documents ?? [])];
  for (const { words: said, name, documents: brought } of replies) {
    const mayBeDocument = brought.length === 0 && documents.length === 0;
    const isDocument = mayBeDocument && (said.length > LONGEST_WORDS || (name !== undefined && said !== ""));
    documents.push(...brought, ...(isDocument ? [textDocument(said, documents.length, { name })] : []));
    if (said !== "" && !isDocument) words.push(said);
  }
  return { question: words.join("\n\n").trim(), documents, continued: replies.length > 0 };
}

interface ReadMessage {
  readonly words: string;
  /** Of the part that holds the words, where the user named it as a file. */
  readonly name: string | undefined;
  readonly documents: readonly AskedDocument[];
}

function readMessage(message: TaskMessage): ReadMessage {
  const spoken = message.parts.findIndex((part) => part.kind === "text" && part.text.trim() !== "");
  const words = message.parts[spoken];
  return {
    words: words?.kind === "text" ? words.text.trim() : "",
    name: words?.kind === "text" ? words.name : undefined,
    documents: message.parts.flatMap((part, index) => (index === spoken ? [] : documentOf(part, index))),
  };
}

/** Links are resolved when the message is taken; none is left for the run. */
function documentOf(part: ContentPart, index: number): AskedDocument[] {
  switch (part.kind) {
    case "document":
      return [{ kind: "stored", ref: part.document }];
    case "text":
      return part.text.trim() === "" ? [] : [textDocument(part.text, index, part)];
    case "data": {
      const { name = `data-${index + 1}.json`, mediaType = "application/json" } = part;
      return [{ kind: "inline", name, mediaType, text: JSON.stringify(part.data, null, 2) }];
    }
    case "link":
      return [];
    default:
      return part satisfies never;
  }
}

function textDocument(
  text: string,
  index: number,
  {
    name = `text-${index + 1}.txt`,
    mediaType = "text/plain",
  }: { name?: string | undefined; mediaType?: string } = {},
): AskedDocument {
  return { kind: "inline", name, mediaType, text };
}
