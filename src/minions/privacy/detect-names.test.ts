import { describe, expect, it } from "vitest";
import { createPersonalDataDetector, type NameSense } from "./personal-data-detector.ts";
import { createVocabulary } from "./vocabulary.ts";

function found(text: string, sense: NameSense = "strict", learnFrom = ""): string[] {
  const vocabulary = createVocabulary();
  vocabulary.learn(learnFrom);
  const values = createPersonalDataDetector(vocabulary).detect(text, sense);
  return [...values].map(({ kind, text: value }) => `${kind}: ${value.replaceAll(/\s+/g, " ")}`);
}

describe("names are found", () => {
  it.each([
    ["Mr. Smith said", "person: Smith"],
    ["Dr. Anna-Maria von der Heide wrote", "person: Anna-Maria von der Heide"],
    ["Ms. Brown reviewed it", "person: Brown"],
    ["Prof. Dr. med. Karl-Heinz Obermayer", "person: Karl-Heinz Obermayer"],
    ["our patient Mr. Jonathan Sample came", "person: Jonathan Sample"],
    ["and Mary Brown agreed", "person: Mary Brown"],
    ["John W. Mollard, Chief Financial Officer", "person: John W. Mollard"],
    ["JOHN W. MOLLARD", "person: JOHN W. MOLLARD"],
    ["/s/ SHANTANU NARAYEN", "person: SHANTANU NARAYEN"],
    ["Patient: Zdenka Hrubá", "person: Zdenka Hrubá"],
    ["Dear Xiulan,", "person: Xiulan"],
    ["by Robert Burgess, Jr.", "person: Robert Burgess, Jr."],
    ["Adobe Systems Incorporated and its subsidiaries", "organisation: Adobe Systems Incorporated"],
    ["the shares of Best Buy Co., Inc. rose", "organisation: Best Buy Co., Inc."],
    ["audited by Ernst & Young LLP", "organisation: Ernst & Young LLP"],
    ["die Siemens AG in München", "organisation: Siemens AG"],
    ["a rival, L3Harris Technologies, Inc., said", "organisation: L3Harris Technologies, Inc."],
    ["MGM Resorts International", "organisation: MGM Resorts International"],
    ["the University of Vienna", "organisation: University of Vienna"],
    ["University Hospital Heidelberg", "organisation: University Hospital Heidelberg"],
    ["Bank of America lent it", "organisation: Bank of America"],
    ["Consolidated Balance Sheets Corning Incorporated", "organisation: Corning Incorporated"],
    ["sales in the United States and São Paulo", "place: United States"],
    ["sales in the United States and São Paulo", "place: São Paulo"],
    ["UNITED KINGDOM", "place: UNITED KINGDOM"],
  ])("%j", (text, expected) => {
    expect(found(text)).toContain(expected);
  });

  it("also by unknown capitalised words in a row, where a document is scanned", () => {
    expect(found("Shantanu Narayen spoke.", "loose")).toContain("name: Shantanu Narayen");
    expect(found("Shantanu Narayen spoke.", "strict")).toEqual([]);
  });

  it("also by single unknown words, in a user's own question", () => {
    expect(found("What did Adobe spend in FY2018?", "eager")).toContain("name: Adobe");
  });
});

describe("the words of the trade are no names", () => {
  it.each([
    "Total current assets less Total Current Liabilities",
    "Net Cash Provided by Operating Activities",
    "CONSOLIDATED BALANCE SHEETS",
    "Management’s Discussion and Analysis of Financial Condition",
    "What is the FY2018 capital expenditure amount in USD millions?",
    "EBITDA, GAAP, SEC and EPS",
    "Property, Plant and Equipment, Net",
    "DOCUMENTS INCORPORATED BY REFERENCE",
    "The Company and its Group",
    "Days Payable Outstanding (DPO)",
    "FY2018, Q4 2018, 1H19, the 10-K and Form 8-K",
    "Limited Partners and General Partners",
    "Chest X-Ray and Magnetic Resonance Imaging",
    "Related Work and Conclusion",
  ])("%j", (text) => {
    for (const sense of ["strict", "loose", "eager"] as const) expect(found(text, sense)).toEqual([]);
  });

  it("nor are words that the documents write in lower case", () => {
    expect(found("Zorbing Quexal rose", "loose")).toEqual(["name: Zorbing Quexal"]);
    expect(found("Zorbing Quexal rose", "loose", "we sell zorbing and quexal")).toEqual([]);
  });
});

describe("hostile text is read in linear time", () => {
  it.each(["Mr. ", "Xqz Inc. ", "Bank of ", "Aa ", "New ", "and Aa & ", "de la ", "dear "])(
    "%j without end",
    (piece) => {
      expect(found(piece.repeat(40_000), "eager").length).toBeLessThan(200_000);
    },
  );
});
