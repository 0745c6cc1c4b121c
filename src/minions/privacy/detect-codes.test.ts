import { describe, expect, it } from "vitest";
import { detectAddresses } from "./detect-addresses.ts";
import { detectCodes } from "./detect-codes.ts";

const found = (text: string): string[] =>
  [...detectCodes(text), ...detectAddresses(text)].map(({ kind, text: value }) => `${kind}: ${value}`);

describe("what a pattern and a check can tell is found", () => {
  it.each([
    ["Write to john.smith+x@mail.acme.co.uk.", "email: john.smith+x@mail.acme.co.uk"],
    ["john.smith [at] acme (dot) com", "email: john.smith [at] acme (dot) com"],
    ["john.smith at acme dot com", "email: john.smith at acme dot com"],
    ["Call (408) 536-6000 now", "phone: (408) 536-6000"],
    ["408-536-6000", "phone: 408-536-6000"],
    ["1-800-555-0199", "phone: 1-800-555-0199"],
    ["reach us on +49 30 1234567", "phone: +49 30 1234567"],
    ["+442079460958", "phone: +442079460958"],
    ["Tel.: 030 1234567", "phone: 030 1234567"],
    ["SSN 078-05-1120", "national-id: 078-05-1120"],
    ["social security number 078 05 1120", "national-id: 078 05 1120"],
    ["card 4111 1111 1111 1111", "payment-card: 4111 1111 1111 1111"],
    ["card 4111-1111-1111-1111", "payment-card: 4111-1111-1111-1111"],
    ["378282246310005", "payment-card: 378282246310005"],
    ["IBAN DE89 3704 0044 0532 0130 00 please", "iban: DE89 3704 0044 0532 0130 00"],
    ["GB82WEST12345698765432", "iban: GB82WEST12345698765432"],
    ["from 192.168.17.4", "ip: 192.168.17.4"],
    ["host 2001:db8::8a2e:370:7334", "ip: 2001:db8::8a2e:370:7334"],
    ["Date of birth: 04/12/1970", "date-of-birth: 04/12/1970"],
    ["DOB\n1970-04-12", "date-of-birth: 1970-04-12"],
    ["She was born in Vienna on April 12, 1970.", "date-of-birth: April 12, 1970"],
    ["geboren am 12. April 1970", "date-of-birth: 12. April 1970"],
    ["Patient ID: 00123456", "identifier: 00123456"],
    ["passport no. X1234567", "identifier: X1234567"],
    ["see https://example.org/people?id=7.", "url: https://example.org/people?id=7"],
    ["www.example.org", "url: www.example.org"],
    ["345 Park Avenue", "address: 345 Park Avenue"],
    ["Lindenstraße 27", "address: Lindenstraße 27"],
    ["San Jose, California 95110-2704", "postcode: 95110-2704"],
    ["Salem, OR 97301", "postcode: 97301"],
    ["London SW1A 1AA", "postcode: SW1A 1AA"],
    ["Ottawa K1A 0B6", "postcode: K1A 0B6"],
    ["D-80331 München", "postcode: 80331"],
    ["zip code: 97301", "postcode: 97301"],
    ["Springfield, IL", "place: Springfield"],
  ])("%j", (text, expected) => {
    expect(found(text)).toContain(expected);
  });
});

describe("figures of a report are no personal data", () => {
  it.each([
    "Net sales 1,577 1,402 1,380",
    "2018 2017 2016 2015",
    "Fiscal years 2014 2015 2016 2017",
    "Total current assets $ 19,815 $ 19,378",
    "Commission File Number 000-15175",
    "(in thousands) 876,560 1,117,400 (245,112)",
    "Page 12 of 150",
    "Shares outstanding: 497,484,586",
    "I.R.S. Employer Identification No. 77-0019522",
    "ratio of 0.66 in FY2015, 10.1.2",
    "see section 1.2.3.4 below",
    "at 12:30:45 the market closed",
    "std::vector, a::b and fe::d",
    "Notes due 2021-2026 4.750%",
    "4111 1111 1111 1112",
    "DE89 3704 0044 0532 0130 01",
    "Born to win: 2018 results",
    "account 2018 balances and record 2019 sales",
    "Item 15. Exhibits 10.25 and 10.26",
    "CUSIP 123456789",
    "30,000 square feet in building 95110",
    "call options 2018 2019",
  ])("%j", (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("hostile text is scanned in linear time", () => {
  it.each([
    ["letters", "a".repeat(300_000)],
    ["digits", "1".repeat(300_000)],
    ["at signs", "a@".repeat(150_000)],
    ["dots", "1.".repeat(150_000)],
    ["colons", "a:".repeat(150_000)],
    ["plus signs", "+1 ".repeat(100_000)],
    ["birth cues", "born ".repeat(60_000)],
    ["phone cues", "call 1 ".repeat(50_000)],
    ["capitals", "A ".repeat(150_000)],
    ["bracketed ats", "a [at] ".repeat(50_000)],
    ["house numbers", "1 Aa ".repeat(60_000)],
    ["IBAN heads", "DE89 ".repeat(60_000)],
  ])("%s", (_, text) => {
    expect(found(text).length).toBeLessThan(200_000);
  });
});
