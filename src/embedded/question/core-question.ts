/**
 * Takes away what a question says about how to answer it (persona, rounding, units, which statements to use), and writes
 * what is left as reports write it, so that only what is asked weighs in the search.
 */
export function coreQuestion(question: string): string {
  const text = afterPreamble(question.replaceAll(/\s+/g, " ").trim());
  const sentences = text.split(/(?<=[.?!;])\s+(?=[\p{L}(])/u);
  const asks = sentences.some((sentence) => sentence.includes("?"));
  const kept = sentences.filter((sentence) => !isInstruction(sentence, asks)).map(withoutAsides);
  let core = kept.join(" ");
  for (const [spoken, written] of REPORT_WORDS) core = core.replaceAll(spoken, written);
  core = core.replaceAll(/\s+/g, " ").trim();
  return core.length >= 8 ? core : question.trim();
}

const QUESTION_WORD =
  "(?:what|how|which|who|whom|whose|when|where|why|does|do|did|is|are|was|were|has|have|had|can|could|will|should|among|roughly|by|in|as)";
const PREAMBLE = new RegExp(
  `^[^?]*\\b(?:question|statements?|sheet|p ?& ?l|information|details|position|income|flows?)\\b[^.?:]{0,60}:\\s*(?=${QUESTION_WORD}\\b[^?]*\\?)`,
  "i",
);

/** "You are an analyst … only the balance sheet. Here's the question: what is …" begins after the colon. */
function afterPreamble(text: string): string {
  const preamble = PREAMBLE.exec(text)?.[0];
  return preamble === undefined || /define/i.test(preamble) ? text : text.slice(preamble.length);
}

const INSTRUCTION =
  /^(?:please|answers?|round|calculate|compute|give|provide|respond|base|basing|address|utili[sz]e|use|using|approach|state|express|assume|pretend|imagine|you are|you're|your|we (?:need|want)|here's|here is|rely|show|report|return|if|note that)\b/i;
const ABOUT_ANSWERING =
  /\b(?:round(?:ed)?|decimals?|units?|answer|response|usd|dollars|perspective|statements?|sheet|p ?& ?l|information|judg(?:e)?ments?|metric|relevant|useful|meaningful|explicitly|available)\b/i;

function isInstruction(sentence: string, asks: boolean): boolean {
  if (sentence.includes("?") || /\bdefine/i.test(sentence) || !INSTRUCTION.test(sentence)) return false;
  return asks || ABOUT_ANSWERING.test(sentence);
}

/** Clauses inside a sentence that say where to look or in which unit to answer. */
function withoutAsides(sentence: string): string {
  let text = sentence;
  for (const pattern of ASIDES) text = text.replaceAll(pattern, " ");
  return text;
}

const ASIDES: readonly RegExp[] = [
  /\((?:in |as an? |expressed |rounded )[^)]*\)/gi,
  /\b(?:based|basing|relying|using|drawing|according|in accordance|in agreement|taking into account|by drawing|when primarily referencing|referencing|considering)\b[^,?.:]{0,160}\b(?:statements?|sheet|p ?& ?l(?: statement)?|details?|information|judgment)\b[^,?.:]{0,120},/gi,
  /\bin units of [^.,?]*/gi,
  /\bround(?:ed)? to [^.,?)]*/gi,
  /\bif [^.?]{0,120}\bnot (?:a )?(?:useful|relevant|meaningful)[^.?]*[.?]/gi,
];

/** How people say it, and how reports write it. */
const REPORT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\btop[- ]?line\b/gi, "revenue"],
  [/\bbottom[- ]?line\b/gi, "net income"],
  [/\b(?:headcount|head count)\b/gi, "number of employees"],
  [/\b(?:share |stock )?buy-?backs?\b/gi, "share repurchases"],
  [/\bbought back\b|\bbuy back\b/gi, "repurchased"],
  [/\bCEO\b/g, "chief executive officer"],
  [/\bCFO\b/g, "chief financial officer"],
  [/\bCOO\b/g, "chief operating officer"],
  [/\bAGM\b/g, "annual meeting of shareholders"],
  [/\blegal battles?\b/gi, "legal proceedings"],
  [/\bM&A\b/g, "acquisitions and divestitures"],
  [/\bFX\b/g, "foreign currency exchange"],
];
