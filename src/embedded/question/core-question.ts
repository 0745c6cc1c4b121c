/**
 * Takes away what a question says about how to answer it (persona, rounding, units, which statements to use),
 * so that only what is asked weighs in the search.
 */
export function coreQuestion(question: string): string {
  let text = ` ${question.replaceAll(/\s+/g, " ").trim()} `;
  for (const pattern of BOILERPLATE) text = text.replaceAll(pattern, " ");
  for (const [spoken, written] of REPORT_WORDS) text = text.replaceAll(spoken, written);
  const core = text.replaceAll(/\s+/g, " ").trim();
  return core.length >= 8 ? core : question.trim();
}

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

const BOILERPLATE: readonly RegExp[] = [
  /\b(?:you are|assume (?:that )?you(?:'re| are)|pretend (?:that )?you(?:'re| are)|imagine you(?:'re| are)|acting as|act as) (?:an?|the) [^.?:]*?[.:](?=\s)/gi,
  /\b(?:here's|here is) the question:?/gi,
  /\bwe (?:need|want) to calculate [^.]*\./gi,
  /\b(?:please )?(?:round|express) (?:your )?(?:answer|it|the result)?[^.?]*?(?:decimal|place|percent|million|billion|thousand|whole)[^.?]*[.?]?/gi,
  /\b(?:please )?(?:answer|respond|provide (?:a|the|your) (?:response|answer)|give (?:a|the|your) (?:response|answer)|reply)\b[^.?]*\b(?:using|utilizing|relying|based|units?|usd|millions?|billions?|thousands?|percents?|perspective|statement|sheet|p&l|information|following question)\b[^.?]*[.?:]?/gi,
  /\b(?:please )?(?:address|respond to|approach|calculate|answer) (?:the question|what was asked|the following question)[^.?]*?[.?:](?=\s)/gi,
  /\b(?:please )?utilize information[^.]*\./gi,
  /\b(?:based|basing|relying|using|drawing|according|in accordance|in agreement|taking into account|by drawing|when primarily referencing|referencing|considering)\b[^,?.]{0,160}\b(?:statements?|sheet|p ?& ?l(?: statement)?|details?|information|judgment)\b[^,?.]{0,120},/gi,
  /\bif [^.?]{0,120}\b(?:not (?:a )?(?:useful|relevant|meaningful|explicitly|available|outlined))[^.?]*[.?]/gi,
  /\((?:in |as an? )[^)]*\)/gi,
  /\bin units of [^.,?]*/gi,
  /\bround to [^.,?)]*/gi,
];
