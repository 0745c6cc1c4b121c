import { describe, expect, it } from "vitest";
import { documentText, type SourceDocument } from "../document.ts";
import { createCitationVerifier } from "./citation-verifier.ts";

function doc(pages: readonly string[], id = "doc-1"): SourceDocument {
  const made = pages.map((text, index) => ({ index, text }));
  return { id, name: `${id}.pdf`, mediaType: "application/pdf", paged: true, pages: made };
}

const verify = (page: string, quote: string) => createCitationVerifier([doc([page])]).verify(quote);

describe("a quote that stands in the document is verified", () => {
  it.each([
    ["as it is", "Net sales were $1,577 million.", "Net sales were $1,577 million."],
    ["across line breaks", "Net sales\nwere\n$1,577", "Net sales were $1,577"],
    ["across column gaps and tabs", "Net sales    $\t1,577     1,402", "Net sales $ 1,577 1,402"],
    ["with the currency sign closed up", "Net sales $ 1,577", "Net sales $1,577"],
    ["with no-break spaces", "Net\u00a0sales\u202fof 2018", "Net sales of 2018"],
    ["hyphenated at a line end", "our inter-\nnational sales grew", "our international sales grew"],
    ["quoted with the line-end hyphen", "our inter-\nnational sales grew", "our inter-national sales grew"],
    ["hyphenated with a soft hyphen", "our inter\u00ad\nnational sales", "our international sales"],
    ["whose compound was broken", "a long-\nterm loan", "a long-term loan"],
    ["with ligatures", "the ﬁnal oﬃce of the ﬂeet", "the final office of the fleet"],
    ["with curly quotes", "the “Company’s” plan", 'the "Company\'s" plan'],
    ["with double quotes turned to single", "the “Company” plan", "the 'Company' plan"],
    ["with other dashes", "2017–2018 results — restated", "2017-2018 results - restated"],
    ["with decomposed accents", "Cafe\u0301 Zu\u0308rich sales", "Café Zürich sales"],
    ["with fullwidth forms", "ＡＢＣ ２０１８ total", "ABC 2018 total"],
    ["with zero-width characters", "capi\u200btal expenditure", "capital expenditure"],
    ["with dot leaders", "Net income ........... $ 876,560", "Net income $876,560"],
    ["with spaced leaders", "Net income . . . . . . 876,560", "Net income ... 876,560"],
    ["in other case", "CONSOLIDATED BALANCE SHEETS", "Consolidated balance sheets"],
    ["in quote marks", "Net sales rose", "“Net sales rose.”"],
    ["with leading and trailing ellipses", "As said, net sales rose by 5%", "…net sales rose..."],
    ["with markdown emphasis", "Net sales rose by 5%", "**Net sales** rose by *5%*"],
    ["as a markdown table row", "Net sales   1,577   1,402", "| Net sales | 1,577 | 1,402 |"],
    ["as a block quote", "Net sales rose\nby 5%", "> Net sales rose\n> by 5%"],
    ["with escapes from JSON", 'the "Company" plan', 'the \\"Company\\" plan'],
    ["with bullets between", "• Cloud\n• Devices", "Cloud Devices"],
    ["beginning after a hyphen", "the long-term debt", "term debt"],
    ["in a script without spaces", "公司的净销售额增长了百分之五", "净销售额增长"],
  ])("%s", (_, page, quote) => {
    expect(verify(page, quote)).toMatchObject({ verified: true, quote });
  });
});

describe("a quote that does not stand in the document is not verified", () => {
  it.each([
    ["another digit", "Net sales were 1,577", "Net sales were 1,578"],
    ["no thousands separator", "Net sales were 1,577", "Net sales were 1577"],
    ["another separator", "Net sales were 1,577", "Net sales were 1.577"],
    ["the end of a longer number", "Net sales 1,577 million", "577 million"],
    ["the start of a longer number", "Net sales were 1,577,200", "Net sales were 1,577"],
    ["the start of a decimal", "a ratio of 0.66 in 2015", "a ratio of 0"],
    ["the start of a year", "Net sales in 2018", "Net sales in 201"],
    ["two cells as one number", "Shares 15 77 total", "Shares 1577 total"],
    ["one number as two cells", "Shares 1577 total", "Shares 15 77 total"],
    ["a list read as one number", "in 2015, 577 employees", "in 2015,577 employees"],
    ["a footnote read as a digit", "Area 10² total", "Area 102 total"],
    ["part of a word", "an unprofitable year", "profitable year"],
    ["part of a hyphenated word", "an un-\nprofitable year", "profitable year"],
    ["a missing word", "we did not grow sales", "we did grow sales"],
    ["a sign turned round", "Net income (1,577)", "Net income -1,577"],
    ["pure invention", "Net sales rose", "The auditor resigned in protest"],
  ])("%s", (_, page, quote) => {
    expect(verify(page, quote)).toEqual({ verified: false, quote, reason: "not-in-documents" });
  });

  it.each(["", "  ", "5%", "“…”", "$ 42", "> "])("%j proves nothing", (quote) => {
    expect(verify("5% of $ 42 ...", quote)).toEqual({ verified: false, quote, reason: "too-short" });
  });
});

describe("an ellipsis in a quote", () => {
  const pages = [
    "Sales rose in every region. Costs fell as well.",
    "Cash rose to $ 1,577.",
    "Debt fell to 200.",
  ];
  const verifier = createCitationVerifier([doc(pages)]);

  it.each([
    "Sales rose … Costs fell",
    "Sales rose [...] Costs fell",
    "Sales rose in every region ... Cash rose to $1,577",
    "“Sales rose (…) Costs … Cash rose”",
  ])("stands for what was left out: %s", (quote) => {
    expect(verifier.verify(quote)).toMatchObject({ verified: true });
  });

  it.each([
    ["the order is turned round", "Costs fell … Sales rose"],
    ["a part is missing", "Sales rose … Costs rose"],
    ["it spans more than two pages", "Sales rose … Debt fell to 200"],
    ["a part is a lone character", "Sales rose … w … Cash rose"],
  ])("is refused where %s", (_, quote) => {
    expect(verifier.verify(quote)).toMatchObject({ verified: false });
  });

  it("gives a span from the first part to the last", () => {
    const citation = verifier.verify("every region … Cash rose");
    expect(citation).toMatchObject({
      location: { firstPage: 0, lastPage: 1 },
      sourceText: "every region. Costs fell as well.\n\nCash rose",
    });
  });
});

describe("the verdict", () => {
  it("names document, pages and span, with the document's own text", () => {
    const document = doc(["Cover", "Our ﬁnal  “net sales”\nwere $ 1,577."]);
    const citation = createCitationVerifier([doc(["Other"], "doc-0"), document]).verify(
      'final "net sales" were $1,577',
    );
    expect(citation).toMatchObject({
      verified: true,
      location: { documentId: "doc-1", documentName: "doc-1.pdf", firstPage: 1, lastPage: 1 },
      sourceText: "ﬁnal  “net sales”\nwere $ 1,577",
    });
    if (!citation.verified) throw new Error("not verified");
    const { start, end } = citation.location;
    expect(documentText(document).slice(start, end)).toBe(citation.sourceText);
  });

  it("spans a page break", () => {
    const citation = createCitationVerifier([doc(["Sales rose", "by 5% in 2018."])]).verify(
      "Sales rose by 5%",
    );
    expect(citation).toMatchObject({ location: { firstPage: 0, lastPage: 1 } });
  });

  it("prefers exact case, then the first place", () => {
    const verifier = createCitationVerifier([doc(["NET SALES 10", "Net sales 10", "Net sales 10"])]);
    expect(verifier.verify("Net sales 10")).toMatchObject({ location: { firstPage: 1 } });
  });

  it("prefers the place that the worker read", () => {
    const pages = ["Total assets 10", "Total assets 10", "TOTAL ASSETS 10"];
    const verifier = createCitationVerifier([doc(pages, "a"), doc(pages, "b")]);
    const place = (hint: Parameters<typeof verifier.verify>[1]) => {
      const citation = verifier.verify("Total assets 10", hint);
      return citation.verified ? [citation.location.documentId, citation.location.firstPage] : undefined;
    };
    expect(place({ documentId: "b" })).toEqual(["b", 0]);
    expect(place({ documentId: "b", firstPage: 1, lastPage: 2 })).toEqual(["b", 1]);
    expect(place({ documentId: "a", firstPage: 2, lastPage: 2 })).toEqual(["a", 2]);
    expect(place({ documentId: "a", start: 17, end: 32 })).toEqual(["a", 1]);
    expect(place({ documentId: "b", firstPage: 7, lastPage: 9 })).toEqual(["b", 0]);
    expect(place({ documentId: "elsewhere" })).toEqual(["a", 0]);
  });
});

describe("hostile quotes", () => {
  const repetitive = doc([`${"ab".repeat(200_000)} end`]);
  it.each([
    ["a megabyte of text", "x".repeat(1_000_000)],
    ["a megabyte of ellipses", "ab … ".repeat(200_000)],
    ["quote marks without end", '"“'.repeat(500_000)],
    ["regular expression characters", "(.*)+$ [a-z]{9999} \\d ^(?:a+)+$"],
    ["what nearly matches everywhere", `${"ab".repeat(20_000)}c`],
    ["lone surrogates", "abc \ud800 \udfff def"],
    ["spaces without end", `a${" ".repeat(49_000)}b`],
  ])("%s is turned down", (_, quote) => {
    expect(createCitationVerifier([repetitive]).verify(quote)).toMatchObject({ verified: false });
  });

  it("finds a long quote in a text that repeats itself", () => {
    const quote = `${"ab".repeat(20_000)} end`;
    const citation = createCitationVerifier([doc([`x ${"ab".repeat(30_000)} ${quote}`])]).verify(quote);
    expect(citation).toMatchObject({ verified: true });
  });

  it("has nothing to find without documents", () => {
    expect(createCitationVerifier([]).verify("Net sales rose")).toMatchObject({ verified: false });
  });
});
