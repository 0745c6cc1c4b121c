import type { CoverageTally } from "../accounting/index.ts";
import type { SourceDocument, SourceImage } from "../document.ts";
import { estimateTokens, type ImagePart, type ModelMessage, type ModelProfile } from "../model-port.ts";
import { findPersonalData } from "../run/find-personal-data.ts";
import type { Session } from "../run/session.ts";
import type { Exchange } from "../steps.ts";
import { fitPassages, type Passage } from "./fit-passages.ts";
import { workerRole } from "./prompts.ts";

export interface WorkerDeps {
  readonly session: Session;
  readonly documents: readonly SourceDocument[];
  readonly images: readonly SourceImage[];
  readonly profile: ModelProfile;
  readonly coverage: CoverageTally;
}

/** Puts one message of the supervisor to the worker, who reads the documents, or what of them fits its window. */
export async function askWorker(
  deps: WorkerDeps,
  round: number,
  message: string,
  exchanges: readonly Exchange[],
): Promise<string> {
  const { session, documents } = deps;
  const turns = conversationTurns(exchanges, message, deps.images);
  const passages = fitPassages(documents, message, documentBudget(deps, exchanges, message));
  const pages = documents.reduce((sum, document) => sum + document.pages.length, 0);
  const narrowed = tellReading(deps, round, passages, pages);
  const reply = await session.ask("local", {
    step: {
      kind: "minion-work",
      message,
      exchanges,
      documents: narrowed ? narrow(documents, passages) : documents,
    },
    stepPath: `round-${round}/worker`,
    messages: [{ role: "system", content: workerRole(passages, narrowed) }, ...turns],
    output: { kind: "text" },
  });
  if (reply.finish === "length") deps.coverage.cutOff();
  const cut = reply.finish === "length" ? "\n[The worker's reply was cut off here at its length limit.]" : "";
  const text = reply.text.trim() === "" ? "(The worker gave an empty reply.)" : `${reply.text.trim()}${cut}`;
  await findPersonalData(session, text, `round-${round}/worker`);
  session.emit({ type: "worker-replied", round, text });
  return text;
}

/** Records what is read; true when something had to be left out. */
function tellReading(deps: WorkerDeps, round: number, passages: readonly Passage[], pages: number): boolean {
  for (const { document, page, start, end } of passages) {
    const { id: documentId, name: documentName } = document;
    deps.coverage.read({ documentId, documentName, firstPage: page, lastPage: page, start, end });
  }
  const characters = deps.documents.reduce(
    (sum, document) =>
      sum + document.pages.reduce((n, page) => n + (page.text.trim() === "" ? 0 : page.text.length), 0),
    0,
  );
  const kept = passages.reduce((sum, passage) => sum + passage.text.length, 0);
  if (kept >= characters) return false;
  const pagesKept = new Set(passages.map(({ document, page }) => `${document.id} ${page}`)).size;
  deps.session.emit({ type: "documents-narrowed", round, pagesKept, pages });
  return true;
}

function narrow(documents: readonly SourceDocument[], passages: readonly Passage[]): SourceDocument[] {
  return documents.map((document) => ({
    ...document,
    pages: document.pages.map((page) => ({
      index: page.index,
      text: passages
        .filter((passage) => passage.document.id === document.id && passage.page === page.index)
        .map((passage) => passage.text)
        .join("\n"),
    })),
  }));
}

function conversationTurns(
  exchanges: readonly Exchange[],
  message: string,
  images: readonly SourceImage[],
): ModelMessage[] {
  const earlier = exchanges.flatMap(({ message: asked, reply }): ModelMessage[] => [
    { role: "user", content: asked },
    { role: "assistant", content: reply },
  ]);
  const pictures = images.map(({ mediaType, data }): ImagePart => ({ type: "image", mediaType, data }));
  const content = pictures.length > 0 ? [{ type: "text" as const, text: message }, ...pictures] : message;
  return [...earlier, { role: "user", content }];
}

/** Tokens left for documents once the role, the conversation and the reply have their room. */
function documentBudget(
  deps: WorkerDeps,
  exchanges: readonly Exchange[],
  message: string,
): number | undefined {
  const { options } = deps.session;
  const window = smallest(deps.profile.contextTokens, options.num_ctx);
  if (window === undefined) return undefined;
  const spoken = exchanges.reduce((sum, { message: asked, reply }) => sum + asked.length + reply.length, 0);
  const fixed = estimateTokens(workerRole([], true)) + estimateTokens(message) + Math.ceil(spoken / 3);
  return window - fixed - Math.min(options.local_max_tokens, Math.floor(window / 2));
}

function smallest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
