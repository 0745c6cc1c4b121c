import { setTimeout as wait } from "node:timers/promises";
import { type Message, Role } from "@a2a-js/sdk";
import type { ContentPart, DocumentStore, RunContext, RunEnding, TaskMessage, TaskRunner } from "#engine";

/** How long the task runs that others subscribe to: twice what the compatibility kit waits for an event. */
const LONG_RUN_MS = 4000;

type Answer = (context: RunContext, tools: Tools) => Promise<RunEnding>;

interface Tools {
  readonly documents: DocumentStore;
  readonly newId: () => string;
}

const completed: RunEnding = { kind: "completed" };

/**
 * What is done on a message, by how its id begins: the kit tells in the id what it wants to see. The first that fits
 * counts, so a longer beginning stands before a shorter one.
 */
const ANSWERS: readonly (readonly [prefix: string, answer: Answer])[] = [
  ["tck-complete-task", async (_context, tools) => ({ ...completed, message: say("Hello from TCK", tools) })],
  ["tck-artifact-text", writes(async () => [text("Generated text content")])],
  [
    "tck-artifact-file-url",
    writes(async () => [
      { kind: "link", url: "https://example.com/output.txt", name: "output.txt", mediaType: "text/plain" },
    ]),
  ],
  ["tck-artifact-file", writes(async ({ documents }) => [await outputFile(documents)])],
  ["tck-artifact-data", writes(async () => [{ kind: "data", data: { key: "value", count: 42 } }])],
  [
    "tck-input-required",
    async (_context, tools) => ({ kind: "input-required", message: say("What else?", tools) }),
  ],
  [
    "tck-reject-task",
    async () => ({ kind: "rejected", failure: { code: "tck-rejected", message: "rejected" } }),
  ],
  ["tck-stream-001", writes(async () => [text("Stream hello from TCK")])],
  ["tck-stream-002", async () => completed],
  ["tck-stream-003", writes(async () => [text("Stream task lifecycle")])],
  ["tck-stream-ordering-001", writes(async () => [text("Ordered output")])],
  ["tck-stream-artifact-text", writes(async () => [text("Streamed text content")])],
  ["tck-stream-artifact-file", writes(async ({ documents }) => [await outputFile(documents)])],
  ["tck-stream-artifact-chunked", writeInChunks],
  [
    "test-resubscribe-message-id",
    async ({ signal }) => {
      await wait(LONG_RUN_MS, undefined, { signal });
      return completed;
    },
  ],
];

/** A runner that does what the A2A project's compatibility kit asks for. For tests alone. */
export function createConformanceRunner(tools: Tools): TaskRunner {
  return {
    async run(context) {
      const { messageId = "" } = context.task.history.findLast(({ role }) => role === "user") ?? {};
      const answer = ANSWERS.find(([prefix]) => messageId.startsWith(prefix))?.[1];
      if (answer !== undefined) return answer(context, tools);
      return { ...completed, message: say(`Nothing to do for ${messageId}.`, tools) };
    },
  };
}

/** The one message that is answered by a message instead of a task. */
export function answerDirectly(message: Message, newId: () => string): Message | undefined {
  if (!message.messageId.startsWith("tck-message-response")) return undefined;
  const content = { $case: "text" as const, value: "Direct message response" };
  return {
    messageId: newId(),
    contextId: message.contextId === "" ? newId() : message.contextId,
    taskId: "",
    role: Role.ROLE_AGENT,
    parts: [{ content, metadata: undefined, filename: "", mediaType: "" }],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
}

function writes(parts: (tools: Tools) => Promise<readonly ContentPart[]>): Answer {
  return async (context, tools) => {
    const artifact = { artifactId: "output", name: "output", parts: await parts(tools) };
    await context.writeArtifact(artifact, { append: false, lastChunk: true });
    return completed;
  };
}

async function writeInChunks(context: RunContext): Promise<RunEnding> {
  const chunk = (content: string) => ({ artifactId: "output", name: "output", parts: [text(content)] });
  await context.writeArtifact(chunk("chunk-1 "), { append: false, lastChunk: false });
  await context.writeArtifact(chunk("chunk-2"), { append: true, lastChunk: true });
  return completed;
}

async function outputFile(documents: DocumentStore): Promise<ContentPart> {
  const bytes = Buffer.from("tck");
  const hash = await documents.put(bytes);
  return {
    kind: "document",
    document: { hash, name: "output.txt", mediaType: "text/plain", bytes: bytes.length },
  };
}

function text(content: string): ContentPart {
  return { kind: "text", text: content };
}

function say(content: string, { newId }: Tools): TaskMessage {
  return { messageId: newId(), role: "agent", parts: [text(content)] };
}
