import { describe, expect, it } from "vitest";
import { AppError } from "#kernel";
import type { ModelRequest } from "../model-port.ts";
import type { RunMetadata } from "../options.ts";
import type { ModelStepKind } from "../steps.ts";
import {
  CAPEX_ROW,
  supervisor as minionsSupervisor,
  more,
  PLAN,
  report,
  synthesis,
} from "../testing/minions-cast.ts";
import { beginRun, eventsOf, observeRun, pageWorkbench, REPORT } from "../testing/run-fixtures.ts";
import { type Script, type ScriptedModel, scriptedModel, sentText } from "../testing/scripted-model.ts";

class ProviderDown extends AppError<"provider-unreachable"> {
  readonly code = "provider-unreachable";
}

class BudgetSpent extends AppError<"budget-spent"> {
  readonly code = "budget-spent";
}

const SKILLS = ["minion_query", "minions_query"] as const;
const FOUND = `The row says:\n> ${CAPEX_ROW}`;

/** Says the lines of both protocols, over two rounds. */
function speaker(provider: string, lines: Script["lines"] = {}): ScriptedModel {
  return scriptedModel({
    provider,
    lines: {
      "minion-open": JSON.stringify({ message: "Find capital expenditure." }),
      "minion-think": "Nearly.",
      "minion-decide": ({ step }) =>
        JSON.stringify(
          step.kind === "minion-decide" && step.final
            ? { decision: "provide_final_answer", answer: "1,577 million", quotes: [CAPEX_ROW] }
            : { decision: "request_additional_info", message: "In which unit?" },
        ),
      "minions-advise": "Look at the cash flows.",
      "minions-decompose": ({ output }) =>
        output.kind === "json" ? PLAN : "```js\nfunction prepareJobs() {}\n```",
      "minions-think": "Job 2 has it.",
      "minions-synthesise": ({ step }) =>
        step.kind === "minions-synthesise" && step.final ? synthesis({}) : more({ feedback: "The unit." }),
      "minion-work": FOUND,
      "minions-job": ({ messages }) =>
        JSON.stringify(messages).includes("(1,577)") ? report("1,577", CAPEX_ROW) : report(null),
      ...lines,
    },
  });
}

/** A model whose call number `at`, and every later one, fails. */
function failingFrom(model: ScriptedModel, at: number, error: Error): ScriptedModel {
  let calls = 0;
  return {
    ...model,
    get requests() {
      return model.requests;
    },
    generate: (request, signal) => {
      calls += 1;
      if (calls <= at) return model.generate(request, signal);
      return Promise.reject(error);
    },
  };
}

/** What no remote side may ever see of the report: every line that no worker quoted. */
const KEPT_LINES = ["Net sales rose", "Operating income was", "Brightwater Instruments Inc."];

function expectNoDocumentIn(requests: readonly ModelRequest[]): void {
  for (const request of requests)
    for (const line of KEPT_LINES) expect(sentText(request)).not.toContain(line);
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe.each(SKILLS)("a remote side that fails, in %s", (skill_id) => {
  const options: RunMetadata = { skill_id, max_rounds: 2 };
  const steps = skill_id === "minion_query" ? 4 : 6;

  it.each(Array.from({ length: steps }, (_, step) => [step]))(
    "after %i answered calls: the run is answered at home, says so, and costs nothing more",
    async (step) => {
      const remote = speaker("openai");
      const standIn = speaker("standin");
      const { result, events } = await observeRun({
        ...{ local: speaker("ollama"), options },
        remote: failingFrom(remote, step, new ProviderDown("down")),
        supervision: { standIn, coversFailures: true },
      });
      expect(result.outcome).toMatchObject({ kind: "answered" });
      expect(result.localOnly).toMatchObject({ reason: "remote-down", by: "standin/model" });
      expect(result.notices.join()).toContain("Local only: the remote side failed");
      expect(eventsOf(events, "stand-in-took-over")).toHaveLength(1);
      expect(remote.requests).toHaveLength(step);
      expect(standIn.requests.length).toBeGreaterThan(0);
      expectNoDocumentIn(remote.requests);
      // What was sent to the remote side stays written down, the call that failed as well.
      const sent = result.ledger.filter(({ recipient }) => recipient.provider === "openai");
      expect(sent).toHaveLength(step + 1);
    },
  );

  it.each([
    ["the policy does not say so", { standIn: speaker("standin") }, new ProviderDown("down")],
    ["nobody stands in", { coversFailures: true }, new ProviderDown("down")],
    [
      "it was no failure of the remote side",
      { standIn: speaker("standin"), coversFailures: true },
      new BudgetSpent("spent"),
    ],
  ])("ends the run where %s", async (_, supervision, error) => {
    const remote = failingFrom(speaker("openai"), 1, error);
    const run = observeRun({ local: speaker("ollama"), remote, options, supervision });
    await expect(run).rejects.toBe(error);
  });

  it("is down from the start where it cannot even be asked what it can do", async () => {
    const remote = { ...speaker("openai"), profile: () => Promise.reject(new ProviderDown("down")) };
    const supervision = { standIn: speaker("standin"), coversFailures: true };
    const { result } = await observeRun({ local: speaker("ollama"), remote, options, supervision });
    expect(result).toMatchObject({ outcome: { kind: "answered" }, localOnly: { since: "the start" } });
  });
});

describe.each(SKILLS)("a local side that fails, in %s", (skill_id) => {
  const work: ModelStepKind = skill_id === "minion_query" ? "minion-work" : "minions-job";

  it.each([0, 1, 2, 3])(
    "after %i answered calls: nothing of the documents goes to the remote side",
    async (calls) => {
      const remote = speaker("openai");
      const local = failingFrom(
        speaker("ollama"),
        calls,
        new ProviderDown(`cannot take: ${REPORT.pages[1]?.text}`),
      );
      const standIn = speaker("standin");
      const error = await failureOf(
        observeRun({
          ...{ local, remote, options: { skill_id, max_rounds: 4 } },
          supervision: { standIn, coversFailures: true },
        }),
      );
      const answered = local.asked(work).length;
      expectNoDocumentIn(remote.requests);
      expect(standIn.requests).toEqual([]);
      if (answered === 0) {
        expect(error).toMatchObject({ code: "provider-unreachable" });
        for (const request of remote.requests) expect(sentText(request)).not.toContain("1,577");
      }
    },
  );

  it("is never asked to embed by way of the remote side", async () => {
    let embedded = 0;
    const embed = () => {
      embedded += 1;
      return Promise.reject(new Error("must not be asked"));
    };
    const remote = { ...speaker("openai"), embed };
    await observeRun({
      ...{ local: speaker("ollama"), remote },
      options: { skill_id, use_retrieval: "embedding" },
    });
    expect(embedded).toBe(0);
  });
});

describe("failures of single jobs", () => {
  it("reach the supervisor by their code, and never by words that may hold what was read", async () => {
    class Rejected extends AppError<"provider-rejected"> {
      readonly code = "provider-rejected";
    }
    const secret = "Net sales rose to $ 9,120 million";
    const local = speaker("ollama", {
      "minions-job": ({ messages }) => {
        if (!JSON.stringify(messages).includes(secret)) return report("1,577", CAPEX_ROW);
        throw new Rejected(`Invalid prompt: ${secret}`);
      },
    });
    const remote = speaker("openai");
    const workbench = {
      ...pageWorkbench(),
      transformOutputs: async (_: unknown, jobs: readonly { readonly explanation: string }[]) => ({
        kind: "done" as const,
        value: jobs.map(({ explanation }) => explanation).join("\n"),
      }),
    };
    await observeRun({ local, remote, workbench, options: { skill_id: "minions_query" } });
    const sent = remote.requests.map(sentText).join("\n");
    expect(sent).toContain("provider-rejected");
    expect(sent).not.toContain(secret);
  });
});

describe("a gate", () => {
  it.each(SKILLS)("is asked before each request of %s, with exactly what then leaves", async (skill_id) => {
    const shown: string[] = [];
    const sent: string[] = [];
    const base = speaker("openai");
    const remote = {
      ...base,
      generate: (...[request, signal]: Parameters<typeof base.generate>) => {
        sent.push(request.messages.map(({ role, content }) => `${role}:\n${String(content)}`).join("\n\n"));
        expect(shown).toEqual(sent);
        return base.generate(request, signal);
      },
    };
    const gate = {
      admit: async ({ text }: { readonly text: string }) => {
        shown.push(text);
        return "leave" as const;
      },
      checkRecipient: () => undefined,
    };
    await observeRun({
      local: speaker("ollama"),
      remote,
      options: { skill_id, max_rounds: 2 },
      supervision: { gate },
    });
    expect(sent.length).toBeGreaterThan(3);
  });

  it.each(SKILLS)("that says no ends %s before a byte has left", async (skill_id) => {
    const remote = minionsSupervisor();
    const gate = {
      admit: () => Promise.reject(new BudgetSpent("no")),
      checkRecipient: () => undefined,
    };
    const run = observeRun({
      local: speaker("ollama"),
      remote,
      options: { skill_id },
      supervision: { gate },
    });
    await expect(run).rejects.toMatchObject({ code: "budget-spent" });
    expect(remote.requests).toEqual([]);
  });

  it("stops a fall-back to somebody who may get nothing", async () => {
    const base = speaker("openai");
    const elsewhere: ModelRequest[] = [];
    const remote = {
      ...base,
      generate: async (request: ModelRequest, signal: AbortSignal) => {
        request.onResend?.({ provider: "shady", model: "m" });
        elsewhere.push(request);
        return base.generate(request, signal);
      },
    };
    const gate = {
      admit: async () => "leave" as const,
      checkRecipient: () => {
        throw new BudgetSpent("not there");
      },
    };
    const run = observeRun({ local: speaker("ollama"), remote, supervision: { gate } });
    await expect(run).rejects.toMatchObject({ code: "budget-spent" });
    expect(elsewhere).toEqual([]);
  });

  it("is not asked for a supervisor inside this process", async () => {
    const remote = scriptedModel({ inProcess: true, lines: {} });
    const gate = { admit: () => Promise.reject(new Error("asked")), checkRecipient: () => undefined };
    const run = beginRun({ local: speaker("ollama"), remote, supervision: { gate } });
    const first = await run.next();
    expect(first.value).toMatchObject({ type: "run-started" });
    await run.return(undefined as never);
  });
});
