import { describe, expect, it } from "vitest";
import type { ModelRequest } from "../model-port.ts";
import {
  supervisor as minionsSupervisor,
  observe as observeMinions,
  synthesis,
} from "../testing/minions-cast.ts";
import {
  CARD,
  EMAIL,
  expectNothingLeft,
  input,
  NOTHING,
  PERSON,
  placeholderIn,
  privacy,
  RemoteDown,
  SECRETS,
  SSN,
  supervisor,
  worker,
} from "../testing/privacy-cast.ts";
import { observeRun, pageWorkbench } from "../testing/run-fixtures.ts";
import { scriptedModel, sentText } from "../testing/scripted-model.ts";

describe("privacy mode, over all that comes back and goes out again", () => {
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
