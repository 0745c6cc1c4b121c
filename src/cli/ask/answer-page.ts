import { type Citation, formatModelRef, type LedgerEntry, type RunResult, type SideAccount } from "#minions";
import { formatCount, formatMoney, formatQuantity, formatRanges, formatSeconds } from "../output/format.ts";
import type { Style } from "../output/style.ts";
import { shortLine, terminalLine, terminalText } from "../output/terminal-text.ts";

const QUOTE_LENGTH = 400;

/** The answer, or the plain words that there is none. */
export function answerText(result: RunResult): string {
  if (result.outcome.kind === "answered") return terminalText(result.outcome.answer);
  return `No answer found. ${terminalText(result.outcome.explanation)}`.trim();
}

/** What stands below the answer: where it comes from, what it took, and what left the machine. */
export function evidencePage(result: RunResult, style: Style): string {
  const sections = [
    citationLines(result, style),
    [...accountLines(result, style), ...coverageLines(result, style), ...departureLines(result, style)],
    result.notices.map((notice) => labelled("Note", terminalLine(notice), style)),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function citationLines(result: RunResult, style: Style): string[] {
  if (result.citations.length === 0) return [];
  return [
    style.strong("Citations"),
    ...result.citations.flatMap((citation, index) => citationEntry(citation, index, style)),
  ];
}

function citationEntry(citation: Citation, index: number, style: Style): string[] {
  const number = `${index + 1}.`.padStart(4);
  const quote = (text: string): string => `     "${shortLine(text, QUOTE_LENGTH)}"`;
  if (!citation.verified) {
    const why = citation.reason === "too-short" ? "too short to be checked" : "not found in the documents";
    return [`${number} ${style.bad(`not verified: ${why}`)}`, quote(citation.quote)];
  }
  const { documentName, firstPage, lastPage } = citation.location;
  const pages = firstPage === lastPage ? `page ${firstPage + 1}` : `pages ${firstPage + 1}-${lastPage + 1}`;
  return [
    `${number} ${terminalLine(documentName)}, ${pages} · ${style.good("verified")}`,
    quote(citation.sourceText),
  ];
}

function labelled(label: string, text: string, style: Style): string {
  return `${style.strong(label.padEnd(8))}${text}`;
}

function accountLines(result: RunResult, style: Style): string[] {
  return [
    labelled("Local", accountText(result.sides.local), style),
    labelled("Remote", accountText(result.sides.remote), style),
    labelled("Cost", `${formatMoney(result.cost)}; ${remoteOnlyText(result)}`, style),
    labelled(
      "Time",
      `${formatSeconds(result.wallTimeMs)} in ${formatQuantity(result.rounds, "round")}`,
      style,
    ),
  ];
}

function accountText(account: SideAccount): string {
  if (account.calls === 0) return "not called";
  const models = account.byModel.map((entry) => terminalLine(formatModelRef(entry.model))).join(", ");
  const { promptTokens, completionTokens, cachedTokens, estimated } = account.usage;
  const cached = cachedTokens > 0 ? ` (${formatCount(cachedTokens)} cached)` : "";
  const tokens =
    `${estimated ? "about " : ""}${formatCount(promptTokens)}${cached} tokens in, ` +
    `${formatCount(completionTokens)} out`;
  return [
    models,
    callsText(account),
    tokens,
    formatSeconds(account.modelTimeMs),
    formatMoney(account.cost),
  ].join(" · ");
}

function callsText({ calls, reusedCalls = 0 }: SideAccount): string {
  const reused = reusedCalls === 0 ? "" : ` (${formatCount(reusedCalls)} reused)`;
  return formatQuantity(calls, "call") + reused;
}

function remoteOnlyText(result: RunResult): string {
  const { cost, remoteOnly } = result;
  const model = terminalLine(formatModelRef(remoteOnly.model));
  const times =
    cost.kind === "known" && remoteOnly.cost.kind === "known" && cost.usd > 0 && remoteOnly.cost.usd > 0
      ? ` (${(remoteOnly.cost.usd / cost.usd).toFixed(1)} times)`
      : "";
  return `${model} reading everything: about ${formatMoney(remoteOnly.cost)}${times}`;
}

function coverageLines(result: RunResult, style: Style): string[] {
  const { coverage } = result;
  const chunks = [
    `${formatCount(coverage.chunksRead)} of ${formatQuantity(coverage.chunksMade, "chunk")} read`,
    coverage.chunksSkippedByRetrieval > 0 &&
      `${formatCount(coverage.chunksSkippedByRetrieval)} skipped by retrieval`,
    coverage.chunksCutOff > 0 && `${formatCount(coverage.chunksCutOff)} cut off`,
  ].filter((part) => part !== false);
  const documents = coverage.documents.map((document) => {
    const name = terminalLine(document.documentName);
    const read = document.pagesRead.length;
    if (read === document.pages) return `${name}: all of ${formatQuantity(document.pages, "page")}`;
    const which =
      read > 0 ? ` (${shortLine(formatRanges(document.pagesRead.map((page) => page + 1)), 80)})` : "";
    return `${name}: ${formatCount(read)} of ${formatQuantity(document.pages, "page")}${which}`;
  });
  const parts = coverage.chunksMade > 0 ? [chunks.join(", "), ...documents] : documents;
  return parts.map((part, index) => labelled(index === 0 ? "Read" : "", part, style));
}

function departureLines(result: RunResult, style: Style): string[] {
  const left = result.ledger.filter((entry) => entry.leftProcess);
  if (left.length === 0) return [labelled("Left", "nothing left this process", style)];
  const bytes = left.reduce((sum, entry) => sum + entry.bytes, 0);
  const recipients = [...new Set(left.map((entry) => terminalLine(formatModelRef(entry.recipient))))];
  const text = `${formatQuantity(left.length, "call")}, ${formatQuantity(bytes, "byte")} to ${recipients.join(", ")}; --ledger prints them`;
  return [labelled("Left", text, style)];
}

function whereText({ leftProcess, reused }: LedgerEntry): string {
  if (reused === true) return "not sent, an earlier reply was reused";
  return leftProcess ? "left this process" : "stayed in this process";
}

/** Every call to the remote side: what was sent, to whom, and why. */
export function ledgerPage(result: RunResult, style: Style): string {
  const entries = result.ledger.map((entry) => {
    const where = whereText(entry);
    const title =
      `#${entry.sequence} ${entry.step} to ${terminalLine(formatModelRef(entry.recipient))} · ` +
      `${formatQuantity(entry.bytes, "byte")} · ${where} · sha256 ${entry.sha256}`;
    const text = terminalText(entry.text)
      .split("\n")
      .map((line) => `  ${line}`.trimEnd());
    return [style.strong(title), ...text].join("\n");
  });
  const title = style.strong("Sent to the remote side");
  return entries.length === 0 ? `${title}\n  nothing` : [title, ...entries].join("\n\n");
}
