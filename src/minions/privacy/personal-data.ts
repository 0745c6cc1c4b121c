/** What kinds of values privacy mode hides, with the word that stands in their placeholders. */
export const PLACEHOLDER_LABELS = {
  person: "PERSON",
  organisation: "ORG",
  place: "PLACE",
  address: "ADDRESS",
  email: "EMAIL",
  phone: "PHONE",
  "national-id": "SSN",
  "payment-card": "CARD",
  iban: "IBAN",
  ip: "IP",
  "date-of-birth": "BIRTHDATE",
  url: "URL",
  postcode: "POSTCODE",
  /** A number that a cue names: patient, passport, account, licence. */
  identifier: "ID",
  /** A proper name of which the kind is not known. */
  name: "NAME",
  /** A document's name that holds a hidden value; it stays one whole, so that it can be put back to the letter. */
  document: "DOCUMENT",
  other: "PRIVATE",
} as const;

export type PersonalDataKind = keyof typeof PLACEHOLDER_LABELS;

/** A value that was found, as it stands in the text. */
export interface DetectedValue {
  readonly kind: PersonalDataKind;
  readonly text: string;
  /** Other spellings that can mean nothing else: a company without its legal form, a date in another order. */
  readonly aliases?: readonly string[];
  /** What it goes by where nothing else has that name already: a surname alone, a company's first word. */
  readonly shortNames?: readonly string[];
}

/** What a model found. Kinds that are not ours are hidden as `other`. */
export interface PersonalDataFinding {
  readonly text: string;
  readonly kind: string;
}

/** Kinds of digits and codes: a match is one wherever it stands, even inside a longer run of characters. */
export function isCode(kind: PersonalDataKind): boolean {
  return !["person", "organisation", "place", "address", "name", "document", "other"].includes(kind);
}

export function toKind(kind: string): PersonalDataKind {
  const lower = kind.toLowerCase();
  const renamed: Record<string, PersonalDataKind> = {
    organization: "organisation",
    org: "organisation",
    location: "place",
  };
  return renamed[lower] ?? (lower in PLACEHOLDER_LABELS ? (lower as PersonalDataKind) : "other");
}
