import { describe, expect, it } from "vitest";
import type { DetectedValue } from "./personal-data.ts";
import { createPlaceholderVault } from "./placeholder-vault.ts";

function vaultOf(...values: DetectedValue[]) {
  const vault = createPlaceholderVault((word) => ["may", "brown"].includes(word.toLowerCase()));
  for (const value of values) vault.add(value);
  return vault;
}

const john: DetectedValue = {
  kind: "person",
  text: "John Smith",
  aliases: ["Smith John"],
  shortNames: ["Smith"],
};
const card: DetectedValue = { kind: "payment-card", text: "4111 1111 1111 1111" };

describe("every spelling of a value becomes its one placeholder", () => {
  it.each([
    ["John Smith called", "[PERSON_1] called"],
    ["JOHN SMITH called", "[PERSON_1] called"],
    ["john  smith called", "[PERSON_1] called"],
    ["John\nSmith called", "[PERSON_1] called"],
    ["Smith's car", "[PERSON_1]'s car"],
    ["Smith, John", "[PERSON_1]"],
    ["JohnSmith", "[PERSON_1]"],
    ["J o h n S m i t h", "[PERSON_1]"],
    ["John\u200b Smi\u00adth", "[PERSON_1]"],
    ["Jоhn Smіth", "[PERSON_1]"],
    ["Ｊｏｈｎ Ｓｍｉｔｈ", "[PERSON_1]"],
    ["john_smith.pdf", "[PERSON_1].pdf"],
    ["4111-1111-1111-1111", "[CARD_1]"],
    ["4111111111111111", "[CARD_1]"],
    ["x4111111111111111x", "x[CARD_1]x"],
    ["４１１１ １１１１ １１１１ １１１１", "[CARD_1]"],
    ["4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1", "[CARD_1]"],
  ])("%j", (text, expected) => {
    expect(vaultOf(john, card).rewrite(text)).toBe(expected);
  });
});

describe("ordinary text is left alone", () => {
  it.each(["Smithson and Johnsmithy", "smi th", "the 4111 items", "a locksmith"])("%j", (text) => {
    expect(vaultOf(john, card).rewrite(text)).toBe(text);
  });

  it("where a short name would be met across words", () => {
    expect(vaultOf({ kind: "place", text: "Iran" }).rewrite("then i ran home; Iran")).toBe(
      "then i ran home; [PLACE_1]",
    );
  });

  it("where a postcode's digits are part of a figure", () => {
    const vault = vaultOf({ kind: "postcode", text: "95110" });
    expect(vault.rewrite("95,110 and 195110 and 95110")).toBe("95,110 and 195110 and [POSTCODE_1]");
  });

  it("where an address's digits are a number", () => {
    expect(vaultOf({ kind: "ip", text: "10.0.0.1" }).rewrite("10001 and 10.0.0.1")).toBe("10001 and [IP_1]");
  });

  it("where a name is an everyday word in lower case", () => {
    const vault = vaultOf({ kind: "person", text: "Brown" });
    expect(vault.rewrite("a brown coat of Brown")).toBe("a brown coat of [PERSON_1]");
  });
});

describe("a vault", () => {
  it("takes the longest value first", () => {
    const vault = vaultOf(john, {
      kind: "organisation",
      text: "Smith Industries Inc.",
      aliases: ["Smith Industries"],
    });
    expect(vault.rewrite("Smith Industries and Smith")).toBe("[ORG_1] and [PERSON_1]");
  });

  it("gives one placeholder to a value and the spellings that share it", () => {
    const vault = vaultOf(
      { kind: "organisation", text: "Adobe Systems Incorporated", aliases: ["Adobe Systems", "Adobe"] },
      { kind: "organisation", text: "Adobe Inc.", aliases: ["Adobe"] },
    );
    expect(vault.rewrite("Adobe Inc was Adobe Systems Incorporated")).toBe("[ORG_1] was [ORG_1]");
    expect(vault.size).toBe(1);
  });

  it("keeps namesakes and sister companies apart", () => {
    const mary: DetectedValue = { kind: "person", text: "Mary Smith", shortNames: ["Smith", "Mary"] };
    const shop: DetectedValue = { kind: "organisation", text: "Quexal Inc.", aliases: ["Quexal"] };
    const bank: DetectedValue = { kind: "organisation", text: "Quexal Bank", shortNames: ["Quexal"] };
    const vault = vaultOf(john, mary, shop, bank);
    expect(vault.rewrite("John Smith, Mary Smith, Smith")).toBe("[PERSON_1], [PERSON_2], [PERSON_1]");
    expect(vault.rewrite("Quexal, Quexal Inc and Quexal Bank")).toBe("[ORG_1], [ORG_1] and [ORG_2]");
  });

  it("takes a surname met first for the one full name that follows", () => {
    const vault = vaultOf({ kind: "person", text: "Smith" }, john, {
      kind: "person",
      text: "Mary Smith",
      shortNames: ["Smith"],
    });
    expect(vault.rewrite("Smith met John Smith and Mary Smith")).toBe(
      "[PERSON_1] met [PERSON_1] and [PERSON_2]",
    );
  });

  it("knows umlauts in their other spellings", () => {
    const vault = vaultOf({ kind: "person", text: "Müller" });
    expect(vault.rewrite("Müller, Mueller, Muller")).toBe("[PERSON_1], [PERSON_1], [PERSON_1]");
  });

  it("knows an e-mail address in words", () => {
    const aliases = ["john at acme com", "john at acme dot com"];
    const vault = vaultOf({ kind: "email", text: "john@acme.com", aliases });
    const text = "john@acme.com, john [at] acme [dot] com, JOHN @ ACME . COM";
    expect(vault.rewrite(text)).toBe("[EMAIL_1], [EMAIL_1], [EMAIL_1]");
  });

  it.each([
    "[PERSON_1]",
    "[person_1]",
    "[ Person 1 ]",
    "[PERSON-1]",
    "PERSON_1",
    "\\[PERSON\\_1\\]",
    "[PERSON_01]",
  ])("puts %j back", (echo) => {
    expect(vaultOf(john).restore(`Ask ${echo}.`)).toBe("Ask John Smith.");
  });

  it.each(["[PERSON_2]", "person 1", "[ORG_1]", "MYPERSON_1X", "[1]"])("leaves %j alone", (text) => {
    expect(vaultOf(john).restore(text)).toBe(text);
  });

  it("puts the spelling back that was hidden", () => {
    const vault = vaultOf(john);
    expect(vault.restore(vault.rewrite("What did Smith earn?"))).toBe("What did Smith earn?");
  });

  it("fits a value to where it is put", () => {
    const vault = vaultOf({ kind: "name", text: 'The "X" Club' });
    expect(vault.restore('{"a":"[NAME_1]"}', (value) => JSON.stringify(value).slice(1, -1))).toBe(
      '{"a":"The \\"X\\" Club"}',
    );
  });

  it("never gives out a placeholder that the source already has", () => {
    const vault = createPlaceholderVault();
    vault.reserve("the form says [PERSON_1] and person_2");
    vault.add(john);
    const hidden = vault.rewrite("John Smith signed [PERSON_1]");
    expect(hidden).toBe("[PERSON_3] signed [PERSON_1]");
    expect(vault.restore(hidden)).toBe("John Smith signed [PERSON_1]");
  });

  it("holds many values that begin alike", () => {
    const vault = createPlaceholderVault();
    for (let index = 0; index < 20_000; index += 1) vault.add({ kind: "email", text: `aaa${index}@aaa.com` });
    expect(vault.rewrite("aaa19999@aaa.com")).toBe("[EMAIL_20000]");
  });
});
