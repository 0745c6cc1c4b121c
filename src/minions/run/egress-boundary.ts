import { createEgressLedger } from "../accounting/index.ts";
import type { SourceDocument } from "../document.ts";
import type { Correlation, Model, ModelMessage, ModelRef, ModelReply, ModelRequest } from "../model-port.ts";
import type { RunOptions } from "../options.ts";
import { createPrivacyGuard, type PersonalDataFinding, type PrivacyGuard } from "../privacy/index.ts";
import type { LedgerEntry } from "../result.ts";
import type { HistoryTurn } from "../steps.ts";

/**
 * The one place where anything crosses to the remote side. Inside it all texts are in clear; outside, in privacy mode,
 * personal data stands as placeholders. It holds for every step, retry and skill, because there is no other way out.
 */
export interface EgressBoundary {
  /** The request as it may leave. @throws PrivacyBlockedError where hiding failed. */
  shield(request: ModelRequest): ModelRequest;
  /**
   * Writes a shielded request into the ledger, and what becomes of it on the way: resends and fall-backs.
   * `check` is asked before it goes to another model of the chain; what it throws ends the call.
   */
  admit(shielded: ModelRequest, model: Model, check?: (recipient: ModelRef) => void): ModelRequest;
  /** Writes into the ledger that nothing left for a step, where its reply was reused. */
  noteReply(reply: ModelReply, stepPath: string): void;
  /** The reply with placeholders put back, encoded so that the reply keeps its form. */
  receive(reply: ModelReply, request: ModelRequest): ModelReply;
  /** Adds what the local model found in `text`; findings that do not stand there are ignored. */
  addFindings(text: string, findings: readonly PersonalDataFinding[]): void;
  /** True where two texts look the same from outside: a name that went out and came back may be spelled otherwise. */
  looksSame(one: string, other: string): boolean;
  /** How many different values are hidden so far. */
  placeholders(): number;
  ledger(): readonly LedgerEntry[];
}

export interface EgressInput {
  readonly question: string;
  readonly documents: readonly SourceDocument[];
  readonly history: readonly HistoryTurn[];
  readonly options: RunOptions;
}

export async function createEgressBoundary(input: EgressInput, signal: AbortSignal): Promise<EgressBoundary> {
  const guard = input.options.privacy_mode ? await createPrivacyGuard(input, signal) : undefined;
  const ledger = createEgressLedger();
  return {
    shield: (request) => (guard ? hideRequest(request, guard) : request),
    admit(shielded, model, check) {
      const { stepPath, messages } = shielded;
      const step = shielded.step.kind;
      const leftProcess = !model.inProcess;
      ledger.record({ step, stepPath, recipient: model.ref, leftProcess, messages });
      return {
        ...shielded,
        onRedirect: (recipient) => {
          check?.(recipient);
          ledger.redirect(recipient);
        },
        onResend: (recipient) => {
          check?.(recipient);
          ledger.record({ step, stepPath, recipient, leftProcess: true, messages });
        },
      };
    },
    noteReply(reply, stepPath) {
      if (reply.reused === true) ledger.spare(stepPath);
    },
    receive: (reply, request) => (guard ? { ...reply, text: reveal(reply.text, request, guard) } : reply),
    addFindings: (text, findings) => guard?.addFindings(text, findings),
    looksSame: (one, other) =>
      one === other || (guard !== undefined && guard.hide(one) === guard.hide(other)),
    placeholders: () => guard?.placeholders() ?? 0,
    ledger: () => ledger.entries(),
  };
}

/** System turns are our own constant words; everything else may hold words from outside. */
function hideRequest(request: ModelRequest, guard: PrivacyGuard): ModelRequest {
  const messages = request.messages.map((message) =>
    message.role === "system" ? message : hideMessage(message, guard),
  );
  // Pieces of a streamed reply would hold placeholders cut in two: the answer is told whole instead.
  const { onTextDelta: _, correlation, ...rest } = request;
  return { ...rest, messages, ...(correlation === undefined ? {} : { correlation: wordless(correlation) }) };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A client may have put a name or a number of someone into its request's id: only one that can hold no words leaves. */
function wordless({ requestId, ...rest }: Correlation): Correlation {
  return requestId !== undefined && UUID.test(requestId) ? { ...rest, requestId } : rest;
}

function hideMessage(message: ModelMessage, guard: PrivacyGuard): ModelMessage {
  const { content } = message;
  if (typeof content === "string") return { ...message, content: guard.hide(content) };
  const parts = content.map((part) => {
    if (part.type === "text") return { ...part, text: guard.hide(part.text) };
    return guard.refuseImage();
  });
  return { ...message, content: parts };
}

function reveal(text: string, request: ModelRequest, guard: PrivacyGuard): string {
  if (request.output.kind === "json") return guard.reveal(text, asJsonString);
  if (request.step.kind === "minions-decompose") return guard.reveal(text, asCodeString);
  return guard.reveal(text);
}

/** The value as it stands between the quotes of a JSON string. */
function asJsonString(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** The value as it may stand in any kind of JavaScript string literal without ending it. */
function asCodeString(value: string): string {
  return asJsonString(value).replaceAll(/['`$]/g, (character) => `\\${character}`);
}
