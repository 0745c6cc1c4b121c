import type { DetectedValue } from "./personal-data.ts";
import { STATES } from "./words/gazetteer.ts";

const STREET =
  "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Square|Sq|Parkway|Pkwy|Highway|Hwy|Terrace|Place|Pl|Plaza|Circle|Crescent|Close|Row|Mews|Gardens|Quay";
/** House number, one to four capitalised words, a word for street; all on one line. */
const STREET_ADDRESS = new RegExp(
  `(?<![\\p{L}\\p{N}.,$-])\\d{1,5}[A-Za-z]? (?:(?:[NSEW]\\.?|North|South|East|West) )?(?:\\p{Lu}[\\p{L}'’.-]{1,20} |\\d{1,3}(?:st|nd|rd|th) ){1,4}(?:${STREET})(?![\\p{L}])\\.?`,
  "gu",
);
const GERMAN_STREET =
  /(?<!\p{L})\p{Lu}[\p{L}-]{2,30}(?:straße|strasse|str\.|weg|platz|allee|gasse) \d{1,4}[a-z]?(?![\p{L}\p{N}])/gu;

const UK_AREAS =
  "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|HA|HD|HG|HP|HR|HS|HU|HX|IG|IP|IV|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE";
const UK_POSTCODE = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${UK_AREAS})\\d(?:\\d|[A-HJKMNP-Y])? \\d[ABD-HJLNP-UW-Z]{2}(?![\\p{L}\\p{N}])`,
  "gu",
);
const CANADIAN_POSTCODE = /(?<![\p{L}\p{N}])[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d(?![\p{L}\p{N}])/gu;
/** `D-80331 München`, or five digits and a city on the line after a street. */
const GERMAN_POSTCODE =
  /(?:(?<![\p{L}\p{N}])(?:D|DE)-|(?:straße|strasse|str\.|weg|platz|allee|gasse) \d{1,4}[a-z]?,?\s{1,3})(\d{5}) (?=\p{Lu}\p{Ll})/gu;
const CUED_POSTCODE =
  /(?:zip(?: ?code)?|postcode|post code|postal code|plz)\s?[:#]?\s{0,2}((?=[A-Za-z0-9 -]{0,6}\d)[A-Za-z0-9]{2,5}(?:[ -][A-Za-z0-9]{3,4})?)(?![\p{L}\p{N}])/giu;

const STATE_NAMES = STATES.split("|").map((entry) => entry.trim());
const STATE_CODES = STATE_NAMES.map((entry) => entry.slice(-2)).join("|");
const STATE_WORDS = STATE_NAMES.map((entry) => entry.slice(0, -3)).join("|");
/** A ZIP code counts after a state that itself follows a comma or a city; a bare figure never does. */
const US_POSTCODE = new RegExp(
  `(?<=,\\s{0,3}|\\p{L}[,.]?\\s{1,3})(?:(?:${STATE_CODES})|(?:${STATE_WORDS}))[,.]?\\s{1,3}(\\d{5}(?:-\\d{4})?)(?![\\p{L}\\p{N}]|[.,-]\\d)`,
  "gu",
);
/** `San Jose, CA`: the city of any town whatever the gazetteer knows. */
const CITY_AND_STATE = new RegExp(
  `(?<!\\p{L})(\\p{Lu}\\p{Ll}[\\p{L}'’.-]{1,20}(?: \\p{Lu}\\p{Ll}[\\p{L}'’-]{1,20}){0,2}),\\s{1,2}(?:${STATE_CODES})(?![\\p{L}])`,
  "gu",
);

/** The gate is a cheap sign that the pattern can match at all; most pages show none. */
interface Rule {
  readonly kind: DetectedValue["kind"];
  readonly gate: RegExp;
  readonly pattern: RegExp;
}

const RULES: readonly Rule[] = [
  { kind: "address", gate: /\d [A-Z0-9]/, pattern: STREET_ADDRESS },
  { kind: "address", gate: /(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse) \d/, pattern: GERMAN_STREET },
  { kind: "postcode", gate: /[A-Z\d] \d[A-Z]{2}\b/, pattern: UK_POSTCODE },
  { kind: "postcode", gate: /[A-Z]\d[A-Z] ?\d[A-Z]\d/, pattern: CANADIAN_POSTCODE },
  { kind: "postcode", gate: /\d{5} \S/, pattern: GERMAN_POSTCODE },
  { kind: "postcode", gate: /zip|post ?code|postal|plz/i, pattern: CUED_POSTCODE },
  { kind: "postcode", gate: /[A-Za-z][,.]?\s{1,3}\d{5}(?!\d)/, pattern: US_POSTCODE },
  { kind: "place", gate: /,\s{1,2}[A-Z]{2}(?![A-Za-z])/, pattern: CITY_AND_STATE },
];

/** Streets with house numbers, postcodes with their cue, and cities that a state follows. */
export function* detectAddresses(text: string): Generator<DetectedValue, void, void> {
  for (const { kind, gate, pattern } of RULES) {
    if (!gate.test(text)) continue;
    for (const match of text.matchAll(pattern)) yield { kind, text: match[1] ?? match[0] };
  }
}
