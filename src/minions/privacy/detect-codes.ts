import { ibanLength, isCardNumber } from "./checksums.ts";
import { dateSpellings } from "./date-spellings.ts";
import { isIP } from "./ip-address.ts";
import type { DetectedValue, PersonalDataKind } from "./personal-data.ts";

/** A pattern with a bounded reach, so that scanning stays linear, and a check of what it met. */
interface Rule {
  readonly kind: PersonalDataKind;
  readonly pattern: RegExp;
  /** Cheap sign that the pattern can match at all; most pages show none. */
  readonly gate?: RegExp;
  /** The value within the match; undefined where it is none after all. Default: the first group, or the whole match. */
  readonly accept?: (match: RegExpMatchArray) => string | undefined;
}

const PHONE_CUE = "(?:phone|telephone|tel|mobile|cell|fax|call|dial|contact|hotline|telefon|mobil|handy)";
const ID_CUE =
  "(?:patient|medical record|record|mrn|passport|account|acct|licen[cs]e|driver'?s licen[cs]e|member|policy|employee|customer|case|insurance|tax(?:payer)?|national insurance|social insurance)";
const BIRTH_CUE =
  "(?:born|birth ?date|date of birth|d\\.?o\\.?b\\.?|birthday|geboren|geb\\.|geburtsdatum|né[e]? le|nacid[oa])";
const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember)";
const DATE = `(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.] ?\\d{1,2}[-/.] ?(?:\\d{4}|\\d{2})|\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of )?${MONTH}\\.?,? \\d{4}|${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})`;

/** A birth cue, then at most forty characters of the same sentence, then a date. */
const BIRTH = new RegExp(`(?<![A-Za-z])${BIRTH_CUE}[^;]{0,40}?(?<!\\d)(${DATE})(?!\\d)`, "gi");

const RULES: readonly Rule[] = [
  {
    kind: "email",
    gate: /@/,
    pattern:
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}](?:[\p{L}\p{N}._%+-]{0,62}[\p{L}\p{N}_%+-])?@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu,
  },
  {
    kind: "email",
    gate: /[[({] ?(?:at|@) ?[\])}]/i,
    pattern:
      /[\p{L}\p{N}._%+-]{1,64} ?[[({] ?(?:at|AT|@) ?[\])}] ?[\p{L}\p{N}-]{1,63}(?: ?(?:[[({] ?(?:dot|DOT|\.) ?[\])}]|\.) ?[\p{L}\p{N}-]{2,63}){1,4}/gu,
  },
  {
    kind: "email",
    gate: / dot /i,
    pattern:
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64} at [\p{L}\p{N}-]{1,63}(?: dot [\p{L}\p{N}-]{2,63}){1,4}(?![\p{L}\p{N}])/giu,
  },
  {
    kind: "url",
    gate: /https?:|www\./i,
    pattern: /(?:https?:\/\/|www\.)[^\s<>"'“”„()[\]{}|\\^`]{3,300}/giu,
    accept: ([url]) => url?.replace(/[.,;:!?]+$/, ""),
  },
  {
    kind: "phone",
    gate: /\+\d/,
    pattern: /(?<![\p{L}\p{N}+])\+\d{1,3}(?:[ .\-/]{0,2}\(?\d{1,5}\)?){2,6}(?!\d)/gu,
    accept: ([text]) => withDigits(text, 8, 15),
  },
  {
    kind: "phone",
    pattern:
      /(?<![\wÀ-ɏ$€£.,-])(?:1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-.])\d{3}[-. ]\d{4}(?![\wÀ-ɏ]|[-.,]\d)/g,
  },
  {
    kind: "phone",
    pattern: new RegExp(
      `(?<![A-Za-z])${PHONE_CUE}(?: ?(?:number|no\\.?|#))?[.:]{0,2} {0,3}(?:is |at |on |us at )?(\\(?\\+?\\d[\\d ().\\-/]{5,20}\\d)(?!\\d)`,
      "gi",
    ),
    accept: ([, text]) => (isRowOfYears(text) ? undefined : withDigits(text, 7, 15)),
  },
  {
    kind: "national-id",
    pattern: /(?<![\wÀ-ɏ-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\wÀ-ɏ]|-\d)/g,
  },
  {
    kind: "national-id",
    gate: /ssn|social security/i,
    pattern: /(?:ssn|social security(?: number| no\.?)?)[^\d\n]{0,12}(\d{3}[ -]?\d{2}[ -]?\d{4})(?!\d)/giu,
  },
  {
    kind: "payment-card",
    pattern:
      /(?<![\wÀ-ɏ]|\d[-.,])\d{4}(?:(?:([ -])\d{4}\1\d{4}\1\d{1,7}|([ -])\d{6}\2\d{4,5})|\d{9,15})(?![\wÀ-ɏ])/g,
    accept: ([text = ""]) => (isCardNumber(text.replaceAll(/\D/g, "")) ? text : undefined),
  },
  {
    kind: "iban",
    gate: /[A-Za-z]{2}\d\d[ A-Za-z0-9]{6}/,
    pattern: /(?<![\wÀ-ɏ])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{1,4}){3,9}/g,
    accept: ([text]) => ibanIn(text),
  },
  {
    kind: "ip",
    pattern: /(?<![\wÀ-ɏ.])\d{1,3}(?:\.\d{1,3}){3}(?![\wÀ-ɏ]|\.\d)/g,
    accept: ([text = ""]) => (isIP(text) ? text : undefined),
  },
  {
    kind: "ip",
    gate: /[0-9a-f]:{1,2}[0-9a-f]{0,4}:/i,
    pattern:
      /(?<![\p{L}\p{N}:.])[0-9a-f]{0,4}:[0-9a-f:]{2,40}(?::\d{1,3}(?:\.\d{1,3}){3})?(?![\p{L}\p{N}:])/giu,
    accept: ([text = ""]) => (isIP(text) ? text : undefined),
  },
  { kind: "date-of-birth", gate: new RegExp(BIRTH_CUE, "i"), pattern: BIRTH, accept: ([, date]) => date },
  {
    kind: "date-of-birth",
    gate: /\(\*/,
    pattern: new RegExp(`\\(\\*\\s?(${DATE})`, "giu"),
    accept: ([, date]) => date,
  },
  {
    kind: "identifier",
    pattern: new RegExp(
      `(?<![A-Za-z])${ID_CUE}(?: (?:id|identification))?(?: (?:number|no\\.?|nr\\.?|#)|[ -]id)?(?: ?[:#]| is)? {0,3}((?=[A-Z0-9/-]{0,8}\\d)[A-Z0-9][A-Z0-9/-]{4,20})(?![A-Za-z0-9]|[.,]\\d)`,
      "gi",
    ),
    accept: ([whole, id]) => identifierIn(whole, id),
  },
];

/** Addresses on networks, phones, cards, accounts, ids and birth dates: what a pattern and a check can tell. */
export function* detectCodes(text: string): Generator<DetectedValue, void, void> {
  for (const { kind, pattern, gate, accept } of RULES) {
    if (gate && !gate.test(text)) continue;
    for (const match of text.matchAll(pattern)) {
      const value = accept ? accept(match) : (match[1] ?? match[0]);
      if (value !== undefined) yield { kind, text: value, ...aliasesOf(kind, value) };
    }
  }
}

function withDigits(text: string | undefined, least: number, most: number): string | undefined {
  const digits = text?.replaceAll(/\D/g, "") ?? "";
  return digits.length >= least && digits.length <= most ? text?.trim() : undefined;
}

function isRowOfYears(text = ""): boolean {
  return /^(?:(?:19|20)\d\d\s+)+(?:19|20)\d\d$/.test(text.trim());
}

/** The prefix of the match that is an IBAN: a pattern alone would swallow the word after it. */
function ibanIn(text = ""): string | undefined {
  const length = ibanLength(text.replaceAll(" ", "").toUpperCase());
  if (length === undefined) return undefined;
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== " ") seen += 1;
    if (seen === length) return text.slice(0, at + 1);
  }
  return undefined;
}

/** A cue must say that a number follows ("account no.", "patient id:"): "record 2018" and "case 12345" are prose. */
function identifierIn(whole: string, id: string | undefined): string | undefined {
  if (id === undefined || !/\d{4}|\d.*[A-Z]|[A-Z].*\d{3}/i.test(id) || /^(?:19|20)\d\d$/.test(id))
    return undefined;
  const cue = whole.slice(0, whole.length - id.length);
  return /(?:[:#]|\b(?:id|mrn|number|no\.?|nr\.?|is))\s*$/i.test(cue) ? id : undefined;
}

function aliasesOf(kind: PersonalDataKind, value: string): { aliases?: readonly string[] } {
  if (kind === "email") return { aliases: emailSpellings(value) };
  if (kind === "phone" && /^\+?1\D?[\s(]*[2-9]\d{2}/.test(value))
    return { aliases: [value.replace(/^\+?1[-. ]?/, "")] };
  if (kind === "date-of-birth") return { aliases: dateSpellings(value) };
  if (kind === "phone" && value.startsWith("+")) return { aliases: nationalSpellings(value) };
  return {};
}

function emailSpellings(value: string): string[] {
  const plain = value
    .replaceAll(/ ?[[({] ?(?:at|@) ?[\])}] ?| at /gi, "@")
    .replaceAll(/ ?[[({] ?(?:dot|\.) ?[\])}] ?| dot /gi, ".");
  const [local = "", domain = ""] = plain.split("@");
  return [
    plain,
    `${local} at ${domain}`,
    `${local} at ${domain.replaceAll(".", " dot ")}`,
    `${local}@${domain.replaceAll(".", " dot ")}`,
  ];
}

/** `+49 30 1234567` is dialled at home as `030 1234567`. */
function nationalSpellings(value: string): string[] {
  const rest = value.match(/^\+\d{1,3}[ .\-/]{1,2}\(?0?\)?(.+)$/)?.[1];
  return rest === undefined ? [] : [`0${rest.trim()}`];
}
