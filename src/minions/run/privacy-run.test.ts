import { describe, expect, it } from "vitest";
import { AppError } from "#kernel";
import type { SourceDocument } from "../document.ts";
import type { ModelRequest } from "../model-port.ts";
import {
  supervisor as minionsSupervisor,
  observe as observeMinions,
  synthesis,
} from "../testing/minions-cast.ts";
import { eventsOf, observeRun, pageWorkbench } from "../testing/run-fixtures.ts";
import { type Script, type ScriptedModel, scriptedModel, sentText } from "../testing/scripted-model.ts";

const EMAIL = "margarethe.oyelaran@quillhaven-clinic.example";
const SSN = "521-44-7093";
const CARD = "4111 1111 1111 1111";
const PERSON = "Margarethe Oyelaran";
const SECRETS = [EMAIL, SSN, CARD, CARD.replaceAll(" ", ""), PERSON, "Oyelaran"];

const RECORD: SourceDocument = {
  id: "doc-1",
  name: "record.txt",
  mediaType: "text/plain",
  paged: false,
  pages: [
    {
      index: 0,
      text: `Patient: Ms. ${PERSON}\nE-mail: ${EMAIL}\nSSN: ${SSN}\nCard: ${CARD}\nHer potassium was 5.9 mmol/L in May 2021.`,
    },
  ],
};
const QUESTION = `What was the potassium of ${PERSON} in May 2021?`;
const NOTHING = JSON.stringify({ entities: [] });
const privacy = { privacy_mode: true } as const;
const input = { documents: [RECORD], question: QUESTION };

/** The placeholder that stands for the person in what the supervisor was sent. */
function placeholderIn(text: string): string {
  const placeholder = /\[PERSON_\d+\]/.exec(text)?.[0];
  if (!placeholder) throw new Error("No placeholder for a person was sent.");
  return placeholder;
}

function worker(lines: Script["lines"] = {}): ScriptedModel {
  const reply = `${PERSON} (${EMAIL}, SSN ${SSN}, card ${CARD}):\n> Her potassium was 5.9 mmol/L in May 2021.`;
  return scriptedModel({
    provider: "ollama",
    lines: { "minion-work": reply, "privacy-find": NOTHING, ...lines },
  });
}

function supervisor(lines: Script["lines"] = {}): ScriptedModel {
  return scriptedModel({
    provider: "openai",
    lines: {
      "minion-open": (request) =>
        JSON.stringify({ message: `Find the potassium of ${placeholderIn(sentText(request))}.` }),
      "minion-think": "It is there.",
      "minion-decide": (request) =>
        JSON.stringify({
          decision: "provide_final_answer",
          answer: `${placeholderIn(sentText(request))} had 5.9 mmol/L.`,
          quotes: ["Her potassium was 5.9 mmol/L in May 2021."],
        }),
      ...lines,
    },
  });
}

class RemoteDown extends AppError<"provider-unreachable"> {
  readonly code = "provider-unreachable";
}

function expectNothingLeft(remote: ScriptedModel): void {
  expect(remote.requests.length).toBeGreaterThan(0);
  for (const request of remote.requests) {
    for (const secret of SECRETS) expect(sentText(request)).not.toContain(secret);
  }
}

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

  const spill = `${PERSON}, ${EMAIL}, SSN ${SSN}, card ${CARD}: 5.9 mmol/L.`;

  it("holds over Minion's later rounds, repairs, thoughts and resends", async () => {
    const resent: string[] = [];
    const remote = supervisor({
      // What comes back names her, and goes out again with every later turn.
      "minion-think": (request) => `So ${placeholderIn(sentText(request))} is meant. ${spill}`,
      "minion-decide": (request, turn) => {
        request.onResend?.({ provider: "fallback", model: "m" });
        resent.push(sentText(request));
        const who = placeholderIn(sentText(request));
        if (turn % 2 === 0) return `no JSON, but ${who} and ${spill}`;
        const final = request.step.kind === "minion-decide" && request.step.final;
        return JSON.stringify(
          final
            ? { decision: "provide_final_answer", answer: `${who}: 5.9`, quotes: [spill] }
            : { decision: "request_additional_info", message: `More on ${who}. ${spill}` },
        );
      },
    });
    const history = [
      { role: "user" as const, text: `I am asking for ${PERSON}.` },
      { role: "agent" as const, text: spill },
    ];
    const local = worker({ "minion-work": spill });
    const { result } = await observeRun({
      ...{ local, remote, input: { ...input, history } },
      options: { ...privacy, max_rounds: 3 },
    });
    expect(remote.requests.length).toBeGreaterThan(7);
    expectNothingLeft(remote);
    for (const text of resent) for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(result.ledger.filter(({ recipient }) => recipient.provider === "fallback").length).toBeGreaterThan(
      2,
    );
    for (const entry of result.ledger) for (const secret of SECRETS) expect(entry.text).not.toContain(secret);
    expect(result.outcome).toEqual({ kind: "answered", answer: `${PERSON}: 5.9` });
  });

  it("holds over MinionS' later rounds: faults of programs, reports, feedback and scratchpad", async () => {
    const remote = minionsSupervisor({
      "minions-advise": `Look for her. ${spill}`,
      "minions-think": (request) => `About ${placeholderIn(sentText(request))}. ${spill}`,
      "minions-synthesise": (request) => {
        const who = placeholderIn(sentText(request));
        const final = request.step.kind === "minions-synthesise" && request.step.final;
        return final
          ? synthesis({ answer: `${who}: 5.9`, sources: [0] })
          : synthesis({
              ...{ decision: "request_additional_info", answer: null, sources: [] },
              ...{ feedback: `More on ${who}. ${spill}`, scratchpad: `${who} is ${spill}` },
            });
      },
    });
    const job = JSON.stringify({ explanation: spill, citation: spill, answer: spill });
    const local = scriptedModel({ lines: { "minions-job": job, "privacy-find": NOTHING } });
    const base = pageWorkbench();
    let faults = 0;
    const workbench = {
      ...base,
      prepareJobs: async (...[request, signal]: Parameters<typeof base.prepareJobs>) => {
        faults += 1;
        // A program may throw whatever it has read.
        if (faults % 2 === 1) return { kind: "faulty" as const, fault: "exception" as const, message: spill };
        return base.prepareJobs(request, signal);
      },
    };
    const { result } = await observeMinions(
      { local, remote, input, workbench },
      { ...privacy, max_rounds: 3, decomposition: "code" },
    );
    expect(remote.asked("minions-decompose")).toHaveLength(6);
    expectNothingLeft(remote);
    for (const entry of result.ledger) for (const secret of SECRETS) expect(entry.text).not.toContain(secret);
    expect(result.outcome).toEqual({ kind: "answered", answer: `${PERSON}: 5.9` });
  });

  it("holds when the remote side fails half-way: what was sent stays hidden, and home answers in clear", async () => {
    const remote = supervisor({ "minion-decide": () => Promise.reject(new RemoteDown("down")) });
    const standIn = scriptedModel({
      provider: "standin",
      lines: {
        "minion-decide": JSON.stringify({ decision: "provide_final_answer", answer: `${PERSON}: 5.9` }),
      },
    });
    const { result } = await observeRun({
      ...{ local: worker(), remote, input, options: privacy },
      supervision: { standIn, coversFailures: true },
    });
    expectNothingLeft(remote);
    expect(sentText(standIn.requests[0] as ModelRequest)).toContain(PERSON);
    expect(result.outcome).toEqual({ kind: "answered", answer: `${PERSON}: 5.9` });
  });
});
