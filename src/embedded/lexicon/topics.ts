/** A subject that people ask about in other words than reports use. */
export interface Topic {
  readonly id: string;
  /** Over the question in lower case. */
  readonly asked: RegExp;
  /** Words that such passages have, added to the question's own. */
  readonly words: string;
  /** Over the single-spaced, lower-case text of a passage: it speaks to the point. */
  readonly says?: RegExp;
  /** Over the single-spaced, lower-case text of a heading. */
  readonly heading?: RegExp;
  /** Reports answer in words of their own: the question's words then count for little. */
  readonly isSaidOtherwise?: true;
  /** It stands on the cover page of a filing. */
  readonly onCover?: boolean;
}

/** Subjects of business reports, in the words of questions and of reports. */
export const TOPICS: readonly Topic[] = [
  {
    id: "registered-securities",
    asked:
      /\b(?:securities|stock|shares|notes|debt)\b.{0,60}\b(?:registered|listed|traded?)\b|\bnational securities exchange\b|\bticker\b/,
    words: "title class trading symbol exchange registered section 12(b) notes due",
    says: /\bnotes due 20\d\d|title of each class|trading symbol|new york stock exchange|nasdaq/,
    onCover: true,
  },
  {
    id: "acquisitions",
    asked: /\b(?:acqui(?:red?|sitions?|ring)|bought|takeovers?|mergers?|m&a)\b/,
    words: "acquired acquisition purchase price consideration outstanding shares completed goodwill",
    says: /\bacquired (?:all|100|a |the |\d)|completed (?:the|its|our) acquisition|to acquire\b|purchase price|cash consideration|net of cash acquired/,
    heading: /\bacquisitions?\b|business combinations?/,
  },
  {
    id: "divestitures",
    asked: /\b(?:divest\w*|spin.?off|spinning|separat(?:e|ion)|disposed?|discontinued)\b/,
    words: "divestiture sale separation spin-off discontinued operations completed disposed",
    says: /\bdiscontinued operation|completed the (?:sale|separation|spin)|spin-?off|divest/,
    heading: /divest|discontinued operations|separation|held for sale/,
  },
  {
    id: "legal",
    asked: /\b(?:legal|lawsuits?|litigations?|court|battles?|proceedings)\b/,
    words:
      "legal proceedings litigation lawsuit court filed complaint plaintiffs contingencies settlement claims",
    says: /\b(?:lawsuit|plaintiff|filed (?:a |an )?(?:complaint|suit|action)|district court|class action|litigation)\b/,
    heading: /legal (?:proceedings|matters|contingenc)|litigation|contingencies/,
  },
  {
    id: "customers",
    asked: /\bcustomers?\b|\bcustomer concentration\b|\bclients\b/,
    words: "customers accounted percent net sales concentration largest government",
    says: /\b(?:customers?|government)\b.*\b\d{1,3} ?(?:%|percent)|\d{1,3} ?(?:%|percent).*\bcustomers?\b|(?:largest|principal|major|primary) customers?/,
    heading: /customers?|concentration/,
  },
  {
    id: "geography",
    asked: /\b(?:geograph\w*|regions?|countries|country|international(?:ly)?|where does)\b/,
    words:
      "geographic region united states international europe asia latin america middle east net sales country",
    says: /\b(?:united states|europe|emea|asia|apac|latin america|china|north america|middle east|americas)\b/,
    heading: /geograph|international|by region/,
  },
  {
    id: "segments",
    asked: /\bsegments?\b|\bdivisions?\b|\bbusiness units?\b/,
    words: "segment net sales operating profit segments reportable",
    says: /\b(?:two|three|four|five|six|seven|eight|\d) (?:reportable |operating |business )+segments\b|(?:reportable |operating |business )segments:/,
    heading: /segments?/,
  },
  {
    id: "products",
    asked: /\b(?:products?|services?|brands?|categor(?:y|ies))\b/,
    words: "products services brands category",
  },
  {
    id: "industry",
    asked:
      /\bindustr(?:y|ies)\b|\bline of business\b|\bwhat (?:does .{1,40} do|kind of (?:business|company))\b|\bproducts? and services?\b/,
    words:
      "business company general overview leading global provider offer products services customers incorporated headquartered",
    says: /^(?:founded .{0,40}, )?(?:we|\p{Lu}.{1,60}|.{1,40}) (?:is|are) (?:a|an|the|one of|driven)\b.{0,60}\b(?:leading|leader|provider|manufacturer|company|companies|retailer|supplier|largest|solutions)\b/iu,
    heading:
      /(?:item 1\.? ?)?\bbusiness$|description of business|business overview|^overview$|^general$|our company/,
    isSaidOtherwise: true,
  },
  {
    id: "employees",
    asked: /\b(?:employees?|headcount|workforce|staff|associates)\b/,
    words: "employees employed worldwide full-time human capital workforce",
    says: /\b(?:approximately|about|had|employed|have)\b.{0,40}\b[\d,]{3,}\b.{0,60}\b(?:employees|associates|people|team members)/,
    heading: /human capital|employees|our people/,
  },
  {
    id: "locations",
    asked:
      /\b(?:stores?|locations?|facilit(?:y|ies)|properties|headquarter\w*|plants|warehouses|square f(?:ee|oo)t)\b/,
    words: "stores opened closed end of year locations square feet properties headquarters owned leased",
    heading: /properties|store(?:s)? (?:count|activity)?|locations/,
  },
  {
    id: "guidance",
    asked:
      /\b(?:guidance|outlook|forecast\w*|expect\w*|project(?:ed|ion|s)|anticipat\w*|raise[ds]? .{0,20}guidance)\b/,
    words: "expect expects outlook guidance full-year anticipate forecast",
    says: /\b(?:expects?|anticipates?|outlook|guidance|forecast|now expect|we estimate)\b/,
    heading: /outlook|guidance/,
  },
  {
    id: "votes",
    asked:
      /\b(?:vot(?:e|es|ed|ing)|nominees?|annual meeting|agm|shareholder proposals?|directors? elect\w*|elected)\b/,
    words: "votes cast for against abstain broker non-votes nominee annual meeting proposal shareholders",
    says: /broker non-?votes|\bfor\b.*\bagainst\b|\babstain|abstentions/,
    heading: /submission of matters|election of directors|annual meeting/,
  },
  {
    id: "executives",
    asked:
      /\b(?:ceo|cfo|chief executive|chief financial|president|chair(?:man|woman|person)?|executives?|officers?|board of directors|directors)\b/,
    words: "chief executive officer president appointed chairman director served previously executive",
    says: /\b(?:chief (?:executive|financial|operating) officer|president|chairman?|appointed|elected|served as)\b/,
    heading: /executive officers|appointment|departure|directors/,
  },
  {
    id: "auditors",
    asked: /\baudit(?:ors?|ed|ing)?\b|\baccounting firm\b/,
    words: "independent registered public accounting firm opinion auditor",
    says: /independent registered public accounting firm|served as the company[’']s auditor/,
    heading: /report of independent/,
  },
  {
    id: "share-repurchases",
    asked: /\b(?:repurchase[ds]?|buy.?backs?|bought back)\b/,
    words: "share repurchase program repurchased shares authorized remaining average price",
    says: /repurchased? .{0,60}shares|share repurchase (?:program|authorization)/,
    heading: /repurchase|purchases of equity/,
  },
  {
    id: "dividends",
    asked: /\bdividends?\b/,
    words: "dividends declared paid per share quarterly cash",
    says: /dividends? (?:declared|paid|of|per)|paid .{0,30}dividends?/,
    heading: /dividends?/,
  },
  {
    id: "pension",
    asked: /\b(?:pensions?|retire(?:es|ment)|postretirement|benefit (?:plans?|payments?|obligations?))\b/,
    words: "pension benefit payments expected plan obligation funded status retirement",
    says: /benefit (?:payments|obligation)|funded status|expected (?:benefit|future)|plan assets/,
    heading: /pension|retire|benefit/,
  },
  {
    id: "restructuring",
    asked: /\brestructur\w*\b/,
    words: "restructuring charges severance termination liability costs program",
    says: /restructuring (?:charges|costs|program|plan|liabilit|activit|actions)|severance/,
    heading: /restructuring/,
  },
  {
    id: "subsequent-events",
    asked: /\bsubsequent events?\b|\bafter (?:the )?(?:year|period|balance sheet)/,
    words: "subsequent event after year announced",
    heading: /subsequent events?/,
  },
  {
    id: "debt",
    asked:
      /\b(?:debt|borrowings?|notes|credit (?:agreement|facilit(?:y|ies))|revolving|maturit(?:y|ies)|loan)\b/,
    words:
      "debt notes senior credit facility revolving borrowings maturity principal outstanding interest rate",
    heading: /debt|borrowings|credit|indebtedness/,
  },
  {
    id: "risk",
    asked: /\b(?:risks?|supply chain|cybersecurity|cyclical\w*|seasonal\w*|competit\w*|inflation)\b/,
    words: "risk adversely affect disruption competition demand",
    heading: /risk|seasonal|competition|cyclical/,
  },
  {
    id: "drivers",
    asked:
      /\b(?:why|dr(?:ove|ives?|iven|ivers?)|reasons?|caus(?:e|ed|es)|contributed to|due to|explain(?:ed)?|impact(?:ed)?)\b/,
    words: "primarily driven due partially offset reflecting result of",
    says: /\b(?:primarily|mainly|largely|partially offset|driven by|due to|as a result of|attributable to|reflecting|because of)\b/,
  },
  {
    id: "derivatives",
    asked: /\b(?:derivatives?|hedg\w+|swaps?|notional)\b/,
    words: "derivative notional swaps cross currency interest rate forwards hedging",
    heading: /derivative|hedg|financial instruments/,
  },
  {
    id: "effective-tax-rate",
    asked: /\beffective (?:income )?tax|\btax rates?\b/,
    words: "effective income tax rate statutory compared",
    says: /effective (?:income )?tax rate\b.{0,80}\d ?%/,
    heading: /income tax/,
  },
  {
    id: "price-paid",
    asked: /\b(?:pay|paid|price|cost|spend|spent)\b/,
    words: "purchase price paid cash consideration aggregate",
    says: /(?:purchase price|for|paid|consideration of|totaling|approximately) (?:approximately )?\$ ?\d/,
  },
  {
    id: "decline",
    asked: /\b(?:worst|weakest|dragged|biggest (?:drop|decline|decrease)|lowest growth)\b/,
    words: "decrease decline decreased declined compared prior year",
    says: /\b(?:decreas|declin)\w* .{0,40}\d ?%/,
  },
  {
    id: "taxes",
    asked: /\btax(?:es|ation)?\b/,
    words: "income taxes effective tax rate statutory provision",
    heading: /income taxes/,
  },
  {
    id: "leases",
    asked: /\bleases?\b|\brents?\b/,
    words: "operating lease liabilities right-of-use payments rent",
    heading: /leases?/,
  },
  {
    id: "impairment",
    asked: /\bimpair\w*\b|\bwrite.?(?:off|down)s?\b/,
    words: "impairment charge goodwill intangible write-off fair value",
    heading: /impairment|goodwill/,
  },
];
