import type { TaskMessage } from "#engine";

/** Words that name a document that the asker takes to be at hand. */
const AT_HAND =
  /\b(?:this|the attached|attached|the enclosed|enclosed|the above|the following|the uploaded|uploaded|my)\s+(?:\w+\s+){0,2}?(?:document|report|file|pdf|paper|contract|agreement|filing|statement|article|letter|manual|invoice|spreadsheet|transcript|attachment|10-?[kq])s?\b/i;

/** True for a question that speaks of a document as if it had come along. */
export function speaksOfDocument(question: string): boolean {
  return AT_HAND.test(question);
}

/** Asks for the document that is missing. */
export function askForDocument(messageId: string): TaskMessage {
  const text =
    "This question needs a document and none came with it. Send the document (or its text) in a message with this task's id, " +
    "and the task goes on.";
  return {
    messageId,
    role: "agent",
    parts: [{ kind: "text", text }],
    metadata: { event_type: "document-asked", source: "server", is_final: false },
  };
}
