import { describe, expect, it } from "vitest";
import {
  supervisor as minionsSupervisor,
  observe as observeMinions,
  synthesis,
} from "../testing/minions-cast.ts";
import {
  EMAIL,
  expectNothingLeft,
  input,
  NOTHING,
  PERSON,
  placeholderIn,
  privacy,
  RECORD,
  SECRETS,
  SSN,
  supervisor,
  worker,
} from "../testing/privacy-cast.ts";
import { eventsOf, observeRun, pageWorkbench } from "../testing/run-fixtures.ts";
import { scriptedModel, sentText } from "../testing/scripted-model.ts";

describe("privacy mode", () => {
  it("shows a Minion supervisor placeholders alone, and gives the reader the real names", async () => {
    const remote = supervisor();
    const local = worker();
    const { result, events } = await observeRun({ local, remote, input, options: privacy });
    expectNothingLeft(remote);
    expect(result.outcome).toEqual({ kind: "answered", answer: `${PERSON} had 5.9 mmol/L.` });
    expect(local.asked("minion-work")[0]?.step).toMatchObject({
      message: `Find the potassium of ${PERSON}.`,
    });
    expect(result.citations[0]).toMatchObject({ verified: true });
    expect(eventsOf(events, "privacy-applied")[0]?.placeholders).toBeGreaterThan(0);
  });

  it.each([
    ["that a client worded stays here", "margarethe-oyelaran.521-44-7093", undefined],
    [
      "that can hold no words goes along",
      "0b6f3f0e-7a3d-4c55-9d35-0a3a5b0f5c11",
      "0b6f3f0e-7a3d-4c55-9d35-0a3a5b0f5c11",
    ],
  ])("a request id %s", async (_, requestId, leaves) => {
    const remote = supervisor();
    const local = worker();
    const traceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const correlated = { ...input, correlation: { requestId, traceParent } };
    await observeRun({ local, remote, input: correlated, options: privacy });
    for (const { correlation } of remote.requests) {
      expect(correlation).toEqual({ traceParent, ...(leaves === undefined ? {} : { requestId: leaves }) });
    }
    for (const { correlation } of local.requests) expect(correlation?.requestId).toBe(requestId);
  });

  it("keeps the ledger true: it holds what was sent, placeholders and all", async () => {
    const { result } = await observeRun({ local: worker(), remote: supervisor(), input, options: privacy });
    for (const entry of result.ledger) for (const secret of SECRETS) expect(entry.text).not.toContain(secret);
    expect(result.ledger[0]?.text).toMatch(/\[PERSON_1\]/);
  });

  it("holds for MinionS: question, reports and aggregate, while workers read in clear", async () => {
    const remote = minionsSupervisor({
      "minions-advise": (request) => `Look for ${placeholderIn(sentText(request))}.`,
      "minions-decompose": (request) =>
        `\`\`\`js\nfunction prepareJobs() { return "${placeholderIn(sentText(request))}"; }\n\`\`\``,
      "minions-synthesise": (request) =>
        synthesis({ answer: `${placeholderIn(sentText(request))}: 5.9`, sources: [0] }),
    });
    const job = JSON.stringify({
      explanation: `About ${PERSON}, ${EMAIL}.`,
      citation: SSN,
      answer: `${PERSON}: 5.9`,
    });
    const local = scriptedModel({ lines: { "minions-job": job, "privacy-find": NOTHING } });
    const workbench = pageWorkbench();
    const { result } = await observeMinions({ local, remote, input, workbench }, privacy);
    expectNothingLeft(remote);
    expect(workbench.prepared[0]?.program).toMatchObject({ source: expect.stringContaining(PERSON) });
    expect(result.outcome).toEqual({ kind: "answered", answer: `${PERSON}: 5.9` });
  });

  it("checks a quote as the worker spelled it, whatever the name became on the way", async () => {
    const text =
      "Fjordlight Maritime Holdings Inc. owes 12 vessels. Fjordlight Maritime is solvent. Fjordlight pays.";
    const row = "Fjordlight Maritime Holdings Inc. owes 12 vessels.";
    const documents = [{ ...RECORD, pages: [{ index: 0, text }] }];
    const remote = supervisor({
      "minion-open": JSON.stringify({ message: "How many vessels?" }),
      "minion-decide": (request) => {
        const [quote] = /\[ORG_\d+\][^\n]*owes 12 vessels\./.exec(sentText(request)) ?? [];
        return JSON.stringify({ decision: "provide_final_answer", answer: "12", quotes: [quote] });
      },
    });
    const local = worker({ "minion-work": `It says:\n> ${row}` });
    const question = "How many vessels does Fjordlight Maritime owe?";
    const { result } = await observeRun({ local, remote, input: { question, documents }, options: privacy });
    expect(result.citations).toMatchObject([{ verified: true, sourceText: row }]);
  });

  it("holds for the history of the conversation", async () => {
    const remote = supervisor();
    const history = [{ role: "user" as const, text: `Remember ${EMAIL} and ${SSN}.` }];
    await observeRun({ local: worker(), remote, input: { ...input, history }, options: privacy });
    expectNothingLeft(remote);
  });

  it("hides names that only the local model found", async () => {
    const remote = supervisor();
    const local = worker({
      "minion-work": `quinby zephyrson of ward nine has it. ${PERSON} too.`,
      "privacy-find": ({ messages }) =>
        JSON.stringify(messages).includes("quinby")
          ? JSON.stringify({ entities: [{ text: "Quinby Zephyrson", kind: "person" }] })
          : NOTHING,
    });
    await observeRun({ local, remote, input, options: privacy });
    for (const request of remote.requests) expect(sentText(request).toLowerCase()).not.toContain("zephyrson");
  });

  it("refuses what cannot be hidden, without repeating it", async () => {
    const encoded = Buffer.from(`mail ${EMAIL} now`).toString("base64");
    const run = observeRun({
      local: worker({ "minion-work": `Here: ${encoded}` }),
      remote: supervisor(),
      input,
      options: privacy,
    });
    const error = await run.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "privacy-blocked" });
    expect(JSON.stringify(error) + String(error)).not.toContain(EMAIL);
  });

  it("leaves a value with quotes in it whole inside the supervisor's JSON and code", async () => {
    const question = 'Is Sean "Spike" O\'Halloran listed?';
    const remote = scriptedModel({
      lines: {
        "minion-open": (request) =>
          JSON.stringify({ message: `Look for ${sentText(request).match(/\[\w+_\d+\]/)?.[0]}` }),
        "minion-think": "Hm.",
        "minion-decide": JSON.stringify({ decision: "provide_final_answer", answer: "Yes." }),
      },
    });
    const { result } = await observeRun({
      local: worker(),
      remote,
      input: { ...input, question },
      options: privacy,
    });
    expect(result.outcome.kind).toBe("answered");
  });

  it("does not hide anything when it is off", async () => {
    const remote = supervisor({
      "minion-open": JSON.stringify({ message: "Find it." }),
      "minion-decide": JSON.stringify({ decision: "provide_final_answer", answer: "5.9" }),
    });
    await observeRun({ local: worker(), remote, input });
    expect(remote.requests.map(sentText).join()).toContain(PERSON);
  });
});
