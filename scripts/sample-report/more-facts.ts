/** Further tables of the invented company: governance, quarters, regulation, words of the trade. */

export const DIRECTORS: readonly (readonly [string, string, number, string])[] = [
  ["Marit Halvorsen-Reyes", "Chair and Chief Executive Officer", 2017, "none"],
  [
    "Augustin Delacroix-Webb",
    "Lead independent director, former shipyard executive",
    2015,
    "Nominating (chair), Compensation",
  ],
  ["Beatrix Lindqvist", "Professor of ocean engineering", 2018, "Technology (chair), Audit"],
  ["Chidi Amaechi", "Former chief financial officer of a cable maker", 2019, "Audit (chair)"],
  ["Rosalind Thackeray", "Former director of a port authority", 2020, "Audit, Nominating"],
  ["Kenji Morikawa", "Partner of an investment firm", 2021, "Compensation (chair)"],
  ["Solveig Aamodt", "Chief executive of a wind farm operator", 2022, "Technology, Compensation"],
  ["Emmett Castellanos", "Former coast guard admiral", 2023, "Nominating, Technology"],
  ["Odile Fontanarrosa", "Cyber security entrepreneur", 2024, "Technology, Audit"],
];

/** Salary, bonus, stock awards, all other; thousands of dollars. */
export const PAY: readonly (readonly [string, number, number, number, number])[] = [
  ["Marit Halvorsen-Reyes", 1_150, 1_610, 5_900, 148],
  ["Tobias Okonkwo", 690, 620, 1_850, 61],
  ["Ines Calloway", 640, 700, 1_620, 57],
  ["Duncan Farquharson", 630, 480, 1_540, 72],
  ["Lena Sørbø", 560, 210, 1_180, 95],
];

export const REGULATIONS: readonly (readonly [string, string])[] = [
  [
    "Export control",
    "Acoustic equipment above certain source levels needs a licence in the United States, Norway and the United Kingdom. We keep a list of controlled items, screen every order against it and train sales staff once a year. Forty-one licences were granted in fiscal 2025 and two refused.",
  ],
  [
    "Safety of machinery",
    "Lock gates, cranes and berth systems fall under machinery rules in Europe and under state rules in the United States. Our development process was certified again in November 2024 for three years.",
  ],
  [
    "Radio and satellite",
    "Buoys transmit in bands that are shared with others. Type approvals are held in fifty-two countries; those for South Korea were renewed in May 2025.",
  ],
  [
    "Marine environment",
    "Survey work near mammals needs observers and soft starts of acoustic sources. In fiscal 2025 campaigns were halted for 118 hours on sighting of whales, which is normal.",
  ],
  [
    "Data protection",
    "Berthwatch records voice and position of pilots. Data is kept for ninety days in the region where it arises, and harbours decide on access.",
  ],
  [
    "Emissions of vessels",
    "From 2028 vessels in European waters must meet stricter limits of nitrogen oxides. Two of our four vessels comply, one is being refitted in Gdynia, and one, the Petrel, will be sold.",
  ],
  [
    "Conflict minerals",
    "Smelters of tin and tantalum in our supply chain were surveyed; 96 % answered, and none was found to finance armed groups.",
  ],
];

export const ESTIMATES: readonly (readonly [string, string])[] = [
  [
    "Costs to complete of harbour systems",
    "Revenue recognised over time depends on what we expect to spend. Had expected costs of the ten largest systems been five percent higher, operating income of fiscal 2025 would have been $ 18 million lower.",
  ],
  [
    "Impairment of goodwill",
    "We compare each reporting unit with its fair value, from discounted cash flows at 8.6 % to 9.9 %. A rate one point higher would have left Survey Services $ 4 million above its carrying amount.",
  ],
  [
    "Warranty",
    "Sensors carry two years of warranty. The provision was $ 47 million, 2.5 % of the sales of Ocean Sensing, against $ 44 million the year before; claims paid were $ 29 million.",
  ],
  [
    "Uncertain tax positions",
    "We recognise a benefit where it is more likely than not to stand. A settlement in Norway, expected in fiscal 2026, could change the balance by up to $ 7 million.",
  ],
  [
    "Useful lives of vessels",
    "Vessels are depreciated over 25 years to a scrap value of 10 %. Three years less would add $ 6 million to yearly depreciation.",
  ],
];

export const TERMS: readonly (readonly [string, string])[] = [
  [
    "Acoustic Doppler",
    "A method that measures the speed of water by the change in pitch of sound scattered by particles.",
  ],
  ["Under-keel clearance", "The distance between a vessel's lowest point and the bottom of the channel."],
  ["Mooring", "An anchored line that holds instruments at set depths."],
  ["Monopile", "A steel tube driven into the seabed that carries a wind turbine."],
  ["Turbidity", "Cloudiness of water caused by suspended matter."],
  ["Route survey", "Charting of the seabed along a planned cable or pipeline."],
  ["Vessel day", "One day for which a vessel, its crew and equipment are at a customer's disposal."],
  ["Order book", "Orders received and not yet recognised as sales."],
  ["Book-to-bill", "Orders received divided by net sales in the same period."],
  [
    "Adjusted EBITDA",
    "Operating income before depreciation, amortization, restructuring charges and stock-based compensation: $ 839 million in fiscal 2025, $ 782 million in fiscal 2024 and $ 687 million in fiscal 2023.",
  ],
  [
    "Free cash flow",
    "Net cash provided by operating activities less purchases of property, plant and equipment: $ 349 million in fiscal 2025, $ 368 million in fiscal 2024 and $ 297 million in fiscal 2023.",
  ],
];

export const LETTER: readonly string[] = [
  "Dear fellow owners: fiscal 2025 was the year in which more instruments of ours reported from the sea than ever before, 41,600 at the last count, and in which the weather of our markets changed. Offshore wind paused, harbours did not. Our sales grew by 4.4 %, our gross margin reached 40 %, and we bought Kelpwave, whose fibres feel the strain of a mooring before it parts.",
  "Not all went well. Survey Services lost three campaigns to the following year and earned half of what it had earned before. We did what the season asked: two bases close, one old vessel is for sale, and the crews that remain will sail fuller years. I thank those who leave us; many of them charted the first wind farms of the North Sea.",
  "Ocean Sensing carried the year. Its profilers went into the flood forecasts of eleven coastal states, and its pressure gauges into a tsunami network of sixty stations. Harbour Automation delivered the locks of the lower Weser on the day that was promised in 2021, and won the berths of two ports in Malaysia.",
  "We returned $ 238 million to you in dividends and repurchases and invested $ 246 million in plants and vessels. The extension in Bath opened in July; it makes buoys in half the time, and its roof makes a fifth of its power.",
  "In fiscal 2026 we expect sales of between $ 3,680 million and $ 3,780 million, an operating margin before restructuring charges of about 16.5 %, and capital expenditure of between $ 260 million and $ 280 million. The sea will have its say, as always.",
];

/** Order intake and order book by product, USD millions. */
export const ORDERS: readonly (readonly [string, number, number])[] = [
  ["Skerry wave buoy", 431, 166],
  ["Benthos pressure gauge", 388, 241],
  ["Lumen turbidity probe", 214, 73],
  ["Echo current profiler", 604, 318],
  ["Halo salinity string", 262, 97],
  ["Berthwatch", 287, 305],
  ["Craneline", 402, 486],
  ["Lockmaster", 374, 611],
  ["Tidegate cloud", 196, 254],
  ["Route survey", 263, 88],
  ["Foundation inspection", 147, 46],
  ["Dredge monitoring", 109, 31],
];

/** Measures of the environment and of safety, by fiscal year 2025, 2024, 2023. */
export const ENVIRONMENT: readonly (readonly [string, number, number, number])[] = [
  ["Energy used, gigawatt hours", 412, 421, 428],
  ["Of that from renewable sources, gigawatt hours", 247, 219, 197],
  ["Greenhouse gases, scope 1, thousand tonnes", 61, 66, 67],
  ["Greenhouse gases, scope 2, thousand tonnes", 44, 53, 60],
  ["Water withdrawn, thousand cubic metres", 815, 802, 830],
  ["Waste, tonnes", 9_140, 9_420, 9_310],
  ["Injuries with lost time", 38, 41, 47],
];

/** Stock price by quarter of fiscal 2025 and 2024: high, low, dividend paid a share; US dollars. */
export const STOCK: readonly (readonly [string, string, string, string])[] = [
  ["Q4 2025", "91.40", "80.15", "0.48"],
  ["Q3 2025", "86.22", "74.90", "0.48"],
  ["Q2 2025", "84.05", "77.31", "0.48"],
  ["Q1 2025", "88.76", "79.02", "0.48"],
  ["Q4 2024", "87.90", "78.44", "0.46"],
  ["Q3 2024", "82.13", "70.08", "0.46"],
  ["Q2 2024", "75.66", "66.80", "0.46"],
  ["Q1 2024", "70.91", "61.25", "0.46"],
];

export const EXHIBITS: readonly (readonly [string, string])[] = [
  ["3.1", "Restated certificate of incorporation"],
  ["3.2", "By-laws as amended on 6 February 2024"],
  ["4.1", "Indenture for the senior notes due 2027, 2030 and 2035"],
  ["10.1", "Revolving credit agreement of 3 June 2025"],
  ["10.2", "Term loan agreement of 12 April 2021, as amended"],
  ["10.3", "Stock incentive plan of 2022"],
  ["10.4", "Share purchase agreement for Kelpwave AS of 2 December 2024"],
  ["21", "Subsidiaries"],
];
