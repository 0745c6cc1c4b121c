/** Places, people and products of the invented company; the pages that list them are made from these tables. */
export const COMPANY = "Northgate Tidal Instruments, Inc.";

export const SITES: readonly (readonly [string, string, string, number])[] = [
  ["Gloucester, Massachusetts", "Headquarters, sensor design", "Owned", 412],
  ["Bath, Maine", "Buoy and mooring manufacturing", "Owned", 655],
  ["Stavanger, Norway", "Subsea connector manufacturing", "Owned", 388],
  ["Aberdeen, Scotland", "Service centre, survey crews", "Leased", 142],
  ["Bremerhaven, Germany", "Crane and berth automation", "Leased", 276],
  ["Gdynia, Poland", "Electronics assembly", "Owned", 301],
  ["Busan, South Korea", "Harbour automation assembly", "Leased", 264],
  ["Fremantle, Australia", "Survey base", "Leased", 88],
  ["Halifax, Nova Scotia", "Acoustics laboratory", "Leased", 61],
  ["Port of Spain, Trinidad", "Survey base", "Leased", 45],
  ["Toulon, France", "Software development", "Leased", 54],
  ["Yokohama, Japan", "Sales and service", "Leased", 33],
];

export const PRODUCTS: readonly (readonly [string, string, string])[] = [
  [
    "Ocean Sensing",
    "Skerry wave buoy",
    "measures wave height, period and direction and reports by satellite every twenty minutes",
  ],
  [
    "Ocean Sensing",
    "Benthos pressure gauge",
    "records tide and seabed pressure for up to four years without recovery",
  ],
  [
    "Ocean Sensing",
    "Lumen turbidity probe",
    "observes suspended sediment near dredging sites and wind farm foundations",
  ],
  [
    "Ocean Sensing",
    "Echo current profiler",
    "maps currents through six hundred metres of water by acoustic Doppler",
  ],
  [
    "Ocean Sensing",
    "Halo salinity string",
    "holds up to forty sensors on one mooring line with inductive data transfer",
  ],
  [
    "Harbour Automation",
    "Berthwatch",
    "tracks vessels in the last mile and gives pilots a shared picture of speed and clearance",
  ],
  ["Harbour Automation", "Craneline", "positions quay cranes to within two centimetres under wind load"],
  [
    "Harbour Automation",
    "Lockmaster",
    "controls lock gates and culverts with two independent safety channels",
  ],
  [
    "Harbour Automation",
    "Tidegate cloud",
    "forecasts under-keel clearance for every scheduled call of a port",
  ],
  ["Survey Services", "Route survey", "charts cable and pipeline corridors from four company vessels"],
  [
    "Survey Services",
    "Foundation inspection",
    "inspects monopiles and jackets with remotely operated vehicles",
  ],
  [
    "Survey Services",
    "Dredge monitoring",
    "measures volumes removed and reports daily to contractor and authority",
  ],
];

export const OFFICERS: readonly (readonly [string, number, string, number])[] = [
  ["Marit Halvorsen-Reyes", 57, "Chair and Chief Executive Officer", 2017],
  ["Tobias Okonkwo", 51, "Chief Financial Officer", 2020],
  ["Ines Calloway", 48, "President, Ocean Sensing", 2019],
  ["Duncan Farquharson", 55, "President, Harbour Automation", 2016],
  ["Lena Sørbø", 44, "President, Survey Services", 2023],
  ["Priya Venkataraman", 46, "Chief Technology Officer", 2021],
  ["Gabriel Montclair", 59, "General Counsel and Secretary", 2012],
  ["Hana Tsukamoto", 50, "Chief People Officer", 2018],
];

export const RISKS: readonly (readonly [string, string])[] = [
  [
    "Our customers' spending follows offshore energy investment.",
    "About 38 % of net sales in fiscal 2025 came from customers in offshore wind and from operators of oil and gas fields. When auctions are postponed or project finance becomes dear, orders for sensors are deferred within a quarter and survey campaigns within a season. Survey Services felt this in fiscal 2025, when three North Sea campaigns moved to the following year.",
  ],
  [
    "A single supplier makes the titanium housings of our deepest sensors.",
    "Housings rated below 4,000 metres come from one foundry in Ohio. We hold seven months of stock and are qualifying a second source in Japan, which we expect to approve in the second half of fiscal 2026. An interruption before then would delay deliveries of the Benthos and Halo families.",
  ],
  [
    "Public harbours buy by tender and pay slowly.",
    "Harbour authorities accounted for 61 % of Harbour Automation sales. Tenders may be contested for months, acceptance depends on civil works by others, and payment terms of 90 to 120 days are common. One authority owed us $ 34 million at year end, of which $ 9 million was past due and has since been paid.",
  ],
  [
    "Our survey vessels age and must meet stricter emission rules.",
    "Two of our four vessels were built before 2009. Meeting the emission limits that apply in European waters from 2028 will need refits that we estimate at $ 52 million to $ 60 million, part of which we have ordered.",
  ],
  [
    "Export controls restrict where acoustic equipment may be sold.",
    "The Echo profiler and some hydrophones need export licences. In fiscal 2025 licences for two customers were refused, with orders of $ 11 million cancelled.",
  ],
  [
    "Software faults in lock and crane control could endanger people.",
    "Lockmaster and Craneline act on heavy machinery. We develop them under functional safety standards and insure product liability up to $ 250 million for each event, but a grave accident could exceed that cover and harm our name.",
  ],
  [
    "Currency movements change what foreign sales are worth.",
    "Some 61 % of net sales are made outside the United States. A ten percent rise of the dollar against all currencies would have lowered fiscal 2025 operating income by about $ 29 million before hedges.",
  ],
  [
    "We carry goodwill from acquisitions that may not earn what we paid.",
    "Goodwill was $ 1,265 million at year end, 24 % of total assets. The Survey Services reporting unit exceeded its carrying amount by 9 % in the annual test; a further season of deferred campaigns could lead to an impairment.",
  ],
  [
    "Attacks on our cloud services could reach ports that depend on them.",
    "Tidegate forecasts are used in planning by 140 ports. In March 2025 we found and closed an intrusion into a test system; no customer data was taken and no service was interrupted.",
  ],
  [
    "We compete with larger groups for acoustics engineers.",
    "Attrition among engineers was 8.4 % in fiscal 2025, down from 9.7 %. Losing key people in signal processing would delay the next generation of profilers.",
  ],
  [
    "Weather limits the survey season.",
    "North Atlantic campaigns run from April to October. A stormy summer in fiscal 2024 cost 63 vessel days, for which contracts compensated us in part.",
  ],
  [
    "Changes of tax law may raise our effective rate.",
    "Our effective tax rate was 23.0 % in fiscal 2025 and 22.1 % in fiscal 2024. The minimum tax adopted by several countries added half a percentage point.",
  ],
];

export const NOTES: readonly (readonly [string, string])[] = [
  [
    "Revenue recognition",
    "Sensors are recognised when control passes, as a rule on shipment. Harbour systems are recognised over time by costs incurred against expected costs, since they have no alternative use and we have a right to payment for work done. Subscriptions to Tidegate are recognised evenly over their term. Survey campaigns are recognised by vessel days worked. Remaining performance obligations were $ 2,240 million, of which we expect to recognise 58 % within twelve months.",
  ],
  [
    "Inventories",
    "Inventories are stated at the lower of cost, first in first out, and net realisable value. Write-downs charged to cost of sales were $ 17 million in fiscal 2025 and $ 14 million in fiscal 2024.",
  ],
  [
    "Property, plant and equipment",
    "Depreciation is linear over 20 to 40 years for buildings, 4 to 12 years for machinery and 25 years for survey vessels. Interest of $ 3 million was capitalised in fiscal 2025. Commitments for capital projects were $ 71 million, of which $ 38 million is for vessel refits.",
  ],
  [
    "Acquisition of Kelpwave AS",
    "On 14 January 2025 we acquired all shares of Kelpwave AS of Bergen, Norway, a maker of fibre-optic strain sensors for moorings, for $ 126 million in cash, less $ 8 million of cash acquired. We recognised $ 75 million of goodwill, none of it deductible for tax, $ 49 million of technology amortised over nine years, and net working capital of $ 3 million. Kelpwave added $ 31 million to net sales after the acquisition and is part of Ocean Sensing.",
  ],
  [
    "Goodwill and intangible assets",
    "Goodwill by segment at year end was $ 702 million in Ocean Sensing, $ 391 million in Harbour Automation and $ 172 million in Survey Services. Amortisation of intangible assets was $ 38 million in fiscal 2025 and is expected to be $ 41 million in fiscal 2026.",
  ],
  [
    "Debt",
    "The 4.75 % senior notes due 2035 were increased by $ 175 million in May 2025. The revolving credit agreement of $ 600 million was renewed on 3 June 2025 and expires in June 2030; nothing was drawn. It limits the ratio of debt to adjusted EBITDA to 3.5; the ratio was 1.9.",
  ],
  [
    "Income taxes",
    "The provision differs from the statutory rate as shown below. Unrecognised tax benefits were $ 26 million. Tax years from 2020 remain open in the United States and from 2019 in Norway.",
  ],
  [
    "Pensions",
    "The plan for United States employees was closed to new members in 2011. Contributions were $ 22 million in fiscal 2025 and are expected to be $ 20 million in fiscal 2026. The discount rate was 5.1 % and the expected return on assets 6.0 %.",
  ],
  [
    "Restructuring",
    "In fiscal 2025 we began to merge the survey bases of Aberdeen and Port of Spain into Fremantle and Stavanger, with charges of $ 43 million: $ 27 million for severance of about 190 positions, $ 11 million for leases and $ 5 million for equipment. We expect a further $ 9 million in fiscal 2026 and savings of $ 30 million a year.",
  ],
  [
    "Stockholders' equity",
    "The Board declared dividends of $ 1.92 a share in fiscal 2025 and $ 1.84 in fiscal 2024. We bought back 0.7 million shares for $ 60 million; $ 215 million remains authorised. Shares outstanding were 92.4 million at year end.",
  ],
  [
    "Legal proceedings",
    "In 2023 Doppler Marine Ltd. sued us in the United States District Court for the District of Massachusetts for infringement of two patents by the Echo profiler. The court found one patent invalid in February 2025; trial on the other is set for April 2026. The claimant seeks $ 48 million. We have not accrued a loss, since we do not consider one probable.",
  ],
  [
    "Leases",
    "Operating lease cost was $ 52 million in fiscal 2025. The weighted average remaining term was 6.3 years and the discount rate 4.4 %.",
  ],
  [
    "Fair value and hedging",
    "We hedge forecast sales in kroner, pounds and euros up to eighteen months ahead. Contracts with a notional amount of $ 466 million had a fair value of minus $ 6 million at year end, measured with observable inputs (level 2).",
  ],
  [
    "Subsequent events",
    "On 28 October 2025 the Board approved the sale of the vessel Petrel for $ 14 million, and on 5 November 2025 it raised the quarterly dividend to $ 0.50 a share.",
  ],
];
