import { describe, expect, it } from "vitest";
import type { SourceDocument } from "../document.ts";
import { PrivacyBlockedError, PrivacyUnscannableError } from "./errors.ts";
import { createPrivacyGuard, type PrivacyScope } from "./privacy-guard.ts";

function doc(pages: readonly string[], name = "notes.pdf"): SourceDocument {
  const made = pages.map((text, index) => ({ index, text }));
  return { id: "doc-1", name, mediaType: "application/pdf", paged: true, pages: made };
}

const RECORD = doc([
  "Patient: Anna Weber, date of birth: 04/12/1970. Mrs. Weber lives at 12 Garden Street.",
  "E-mail anna.weber@posteo.de, phone +49 30 1234567, card 4111 1111 1111 1111.",
  "Treated at Sankt Marien Hospital by Dr. Brown. Total current assets were 1,577.",
]);

const guardOf = (scope: Partial<PrivacyScope> = {}) =>
  createPrivacyGuard(
    { question: "", documents: [RECORD], history: [], ...scope },
    new AbortController().signal,
  );

/** What must be in no text that leaves, in any case. */
const SECRETS = ["anna", "weber", "1970", "posteo", "1234567", "4111", "brown", "marien", "garden street"];

describe("what leaves holds no personal data", () => {
  it.each([
    "What does Anna Weber take?",
    "what does weber take?",
    "ANNA WEBER was born on 1970-04-12, also written April 12, 1970 or 12.4.1970",
    "Write to anna.weber@posteo.de or anna.weber [at] posteo [dot] de",
    "Call 030 1234567 or +49301234567",
    "Card 4111-1111-1111-1111, 4111111111111111, ４１１１ １１１１ １１１１ １１１１",
    "A n n a W e b e r and AnnaWeber and anna_weber.pdf and An\u200bna We\u00adber",
    "Dr. Brown of the Sankt Marien Hospital, 12 Garden Street",
    '{"message":"Anna Weber\\nDr. Brown"}',
  ])("%j", async (text) => {
    const guard = await guardOf();
    const hidden = guard.hide(text);
    for (const secret of SECRETS) expect(hidden.toLowerCase()).not.toContain(secret);
    expect(guard.check(hidden)).toEqual({ kind: "clear" });
  });

  it("nor data that only the outgoing text has", async () => {
    const guard = await guardOf({ documents: [] });
    const hidden = guard.hide("Mail bob@corp.example, SSN 078-05-1120, Mr. Miller of Acme Widgets LLC");
    expect(hidden).toBe("Mail [EMAIL_1], SSN [SSN_1], Mr. [PERSON_1] of [ORG_1]");
  });

  it("nor a name with digits in it", async () => {
    const guard = await guardOf({ documents: [] });
    expect(guard.hide("bought L3Quex Technologies, Inc. and 7Zorv, Inc.")).not.toMatch(/quex|zorv/i);
  });

  it("nor names that only the question or the history has", async () => {
    const history = [{ role: "user" as const, text: "Tell me about Contoso" }];
    const guard = await guardOf({ documents: [], question: "And what did Fabrikam spend?", history });
    expect(guard.hide("Contoso and Fabrikam")).toBe("[NAME_2] and [NAME_1]");
  });

  it("while the words of the trade survive", async () => {
    const guard = await guardOf();
    const text =
      "Total current assets were 1,577 in FY2018 (page 12); net sales, EBITDA and days payable outstanding.";
    expect(guard.hide(text)).toBe(text);
  });
});

describe("the shield blocks what hiding cannot reach", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  it.each([
    ["percent-encoding", "see %41nna%20Weber", "person"],
    ["base64", `see ${base64("contact Anna Weber today")}`, "person"],
    ["base64url", `see ${Buffer.from("4111 1111 1111 1111").toString("base64url")}`, "payment-card"],
    ["hex", `see ${Buffer.from("anna.weber@posteo.de").toString("hex")}`, "email"],
    ["HTML escapes", "see &#65;nna We&#x62;er", "person"],
    ["JavaScript escapes", "see \\u0041nna W\\x65ber", "person"],
    ["new data in base64", `see ${base64("078-05-1120 is the SSN")}`, "national-id"],
  ])("%s", async (_, text, kind) => {
    const guard = await guardOf();
    expect(guard.check(text)).toMatchObject({ kind: "blocked", kinds: expect.arrayContaining([kind]) });
    expect(() => guard.hide(text)).toThrow(PrivacyBlockedError);
  });

  it("checks a text that is to leave as it is", async () => {
    const guard = await guardOf();
    expect(guard.check("Anna Weber, 4111 1111 1111 1111")).toEqual({
      kind: "blocked",
      kinds: expect.arrayContaining(["person", "payment-card"]),
      count: expect.any(Number),
    });
    expect(guard.check("new@mail.example")).toEqual({ kind: "blocked", kinds: ["email"], count: 1 });
    expect(guard.check("[PERSON_1] has 3 accounts")).toEqual({ kind: "clear" });
  });

  it("names kinds and counts in its error, never a value", async () => {
    const guard = await guardOf();
    let error: unknown;
    try {
      guard.hide("see %41nna%20Weber");
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "privacy-blocked", kinds: ["person"], count: 1 });
    expect(String(error).toLowerCase()).not.toMatch(/anna|weber/);
  });

  it("refuses images, in which nothing can be hidden", async () => {
    const guard = await guardOf();
    expect(() => guard.refuseImage()).toThrow(PrivacyUnscannableError);
  });
});

describe("placeholders", () => {
  it("are put back", async () => {
    const guard = await guardOf();
    const text = "Ask Anna Weber (anna.weber@posteo.de) about Dr. Brown.";
    expect(guard.reveal(guard.hide(text))).toBe(text);
  });

  it("are the same for the same value, and for hiding twice", async () => {
    const guard = await guardOf();
    const once = guard.hide("Weber, said Anna Weber");
    expect(once).toBe("[PERSON_1], said [PERSON_1]");
    expect(guard.hide(once)).toBe(once);
  });

  it("are the same for a full name and the surname alone, titles aside", async () => {
    const guard = await guardOf({
      documents: [doc(["Prof. Dr. med. Karl Sample signed. Mr. Sample left."])],
    });
    expect(guard.hide("Prof. Dr. med. Karl Sample and Dr. Sample took a sample")).toBe(
      "Prof. Dr. med. [PERSON_1] and Dr. [PERSON_1] took a sample",
    );
  });

  it("never collide with what a document says", async () => {
    const guard = await guardOf({ documents: [doc(["The form reads [PERSON_1]. Signed by: Anna Weber"])] });
    const hidden = guard.hide("Who is [PERSON_1], Anna Weber?");
    expect(hidden).toBe("Who is [PERSON_1], [PERSON_2]?");
    expect(guard.reveal(hidden)).toBe("Who is [PERSON_1], Anna Weber?");
  });

  it("stand for a document's whole name, which is put back to the letter", async () => {
    const pages = ["Adobe Systems Incorporated sells software. Adobe grew."];
    const guard = await guardOf({ documents: [doc(pages, "ADOBE_2015_10K.pdf")] });
    const hidden = guard.hide('Read "ADOBE_2015_10K.pdf" of Adobe');
    expect(hidden).toBe('Read "[DOCUMENT_1].pdf" of [ORG_1]');
    expect(guard.reveal(hidden)).toBe('Read "ADOBE_2015_10K.pdf" of Adobe');
  });

  it("also hide a name in a file name that no document spells out", async () => {
    const guard = await guardOf({ documents: [doc(["Nothing here."], "john_miller_mri.pdf")] });
    expect(guard.hide("john_miller_mri.pdf")).toBe("[DOCUMENT_1].pdf");
  });
});

describe("findings of a model", () => {
  it("are hidden once they really stand in the text", async () => {
    const guard = await guardOf({ documents: [] });
    const text = "The patient Xx Qor lives near Blue  Lagoon.";
    guard.addFindings(text, [
      { text: "Xx Qor", kind: "person" },
      { text: "Blue Lagoon", kind: "location" },
      { text: "Not There", kind: "person" },
      { text: "patient", kind: "person" },
      { text: "", kind: "other" },
    ]);
    expect(guard.placeholders()).toBe(2);
    expect(guard.hide(text)).toBe("The patient [PERSON_1] lives near [PLACE_1].");
  });

  it("cannot take away the words and figures of the trade", async () => {
    const guard = await guardOf({ documents: [] });
    const text = "Total current assets were 1,577 in 2018";
    guard.addFindings(text, [
      { text: "Total current assets", kind: "organisation" },
      { text: "1,577", kind: "other" },
      { text: "2018", kind: "person" },
    ]);
    expect(guard.hide(text)).toBe(text);
  });
});

describe("scanning", () => {
  it("stops when it is aborted", async () => {
    const signal = AbortSignal.abort();
    const scope: PrivacyScope = { question: "", documents: [RECORD], history: [] };
    await expect(createPrivacyGuard(scope, signal)).rejects.toMatchObject({ code: "aborted" });
  });

  it("lets the event loop run meanwhile", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    const pages = Array.from({ length: 200 }, () =>
      "Net sales of Adobe Inc. were 1,577 million. ".repeat(60),
    );
    await guardOf({ documents: [doc(pages)] });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  it("finds what stands at the edge of a slice", async () => {
    const long = `${"word ".repeat(1_598)}Quentella Zorvath ${"word ".repeat(5_000)}`;
    const guard = await guardOf({ documents: [doc([long])] });
    expect(guard.hide("Quentella Zorvath")).toBe("[NAME_1]");
  });
});
