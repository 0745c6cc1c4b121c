import { describe, expect, it } from "vitest";
import type { ModelStepKind } from "../steps.ts";
import { beginRun, eventsOf, observeRun, REPORT } from "../testing/run-fixtures.ts";
import { type Script, type ScriptedModel, scriptedModel, sentText } from "../testing/scripted-model.ts";

const CAPEX_ROW = "Purchases of property, plant and equipment   (1,577)   (1,373)";

const answer = (text: string, quotes: string[] = []) =>
  JSON.stringify({ decision: "provide_final_answer", answer: text, quotes });
const ask = (message: string) => JSON.stringify({ decision: "request_additional_info", message });

function supervisor(lines: Script["lines"] = {}): ScriptedModel {
  return scriptedModel({
    provider: "openai",
    lines: {
      "minion-open": JSON.stringify({ message: "Find purchases of property in FY2018." }),
      "minion-think": "The figure is there.",
      "minion-decide": answer("1,577 million", [CAPEX_ROW]),
      ...lines,
    },
  });
}

function worker(lines: Script["lines"] = {}): ScriptedModel {
  return scriptedModel({
    provider: "ollama",
    lines: { "minion-work": `The row says:\n> ${CAPEX_ROW}`, ...lines },
  });
}

const kinds = (model: ScriptedModel): ModelStepKind[] => model.requests.map((request) => request.step.kind);

describe("Minion", () => {
  it("answers after one round with opening, thought and decision, and checks the quote against its page", async () => {
    const remote = supervisor();
    const { result } = await observeRun({ local: worker(), remote });
    expect(kinds(remote)).toEqual(["minion-open", "minion-think", "minion-decide"]);
    expect(result.outcome).toEqual({ kind: "answered", answer: "1,577 million" });
    expect(result.citations).toMatchObject([
      { verified: true, location: { documentName: "report.pdf", firstPage: 2 } },
    ]);
    expect(result.rounds).toBe(1);
  });

  it.each([1, 2, 3, 5])("makes 1 + 2 a non-final round + 1 remote calls over %i rounds", async (rounds) => {
    const remote = supervisor({
      "minion-decide": ({ step }) => {
        const final = step.kind === "minion-decide" && step.final;
        return final ? answer("1,577") : ask("And in which unit?");
      },
    });
    const { result } = await observeRun({ local: worker(), remote, options: { max_rounds: rounds } });
    expect(remote.requests).toHaveLength(1 + 2 * (rounds - 1) + 1);
    expect(kinds(remote).at(-2)).not.toBe("minion-think");
    expect(result.rounds).toBe(rounds);
  });

  it("shows the worker the whole conversation and every page, and the supervisor no page", async () => {
    const remote = supervisor({ "minion-decide": [ask("Which unit?"), answer("1,577 million")] });
    const local = worker();
    await observeRun({ local, remote });
    const second = local.requests[1];
    expect(second && sentText(second)).toContain("Find purchases of property in FY2018.");
    expect(second && sentText(second)).toContain("Which unit?");
    for (const page of REPORT.pages) expect(second && sentText(second)).toContain(page.text);
    for (const request of remote.requests) expect(sentText(request)).not.toContain("Net sales rose");
  });

  it("says that nothing was found as an outcome, not as an error", async () => {
    const none = JSON.stringify({ decision: "provide_final_answer", answer: null });
    const { result } = await observeRun({ local: worker(), remote: supervisor({ "minion-decide": none }) });
    expect(result.outcome).toMatchObject({ kind: "no-answer", reason: "not-found" });
  });

  it("repairs a decision that is not JSON by showing the error, and tells that it did", async () => {
    const remote = supervisor({ "minion-decide": ["I would answer 1,577.", answer("1,577")] });
    const { result, events } = await observeRun({ local: worker(), remote });
    expect(result.outcome).toMatchObject({ answer: "1,577" });
    expect(eventsOf(events, "reply-repaired")).toHaveLength(1);
    const repaired = remote.asked("minion-decide")[1];
    expect(repaired && sentText(repaired)).toContain("no JSON object");
  });

  it("ends with supervisor-unparsable after bounded repairs, and keeps what the worker quoted", async () => {
    const remote = supervisor({ "minion-decide": "no JSON, ever" });
    const { result } = await observeRun({ local: worker(), remote });
    expect(remote.asked("minion-decide")).toHaveLength(3);
    expect(result.outcome).toMatchObject({ reason: "supervisor-unparsable" });
    expect(result.citations).toMatchObject([{ verified: true }]);
  });

  it("puts the question itself to the worker when the supervisor cannot open in JSON", async () => {
    const local = worker();
    await observeRun({ local, remote: supervisor({ "minion-open": "Hello!" }) });
    expect(local.requests[0]?.step).toMatchObject({ message: "What was capital expenditure in FY2018?" });
  });

  it("tells the supervisor and the coverage when a worker's reply was cut off", async () => {
    const remote = supervisor();
    const local = worker({ "minion-work": { text: "Purchases of", finish: "length" } });
    const { result } = await observeRun({ local, remote });
    expect(result.coverage.chunksCutOff).toBe(1);
    const thought = remote.asked("minion-think")[0];
    expect(thought && sentText(thought)).toContain("cut off");
  });

  it("marks a forged quote as not in the documents", async () => {
    const forged = "Purchases of property, plant and equipment   (9,999)";
    const { result } = await observeRun({
      local: worker(),
      remote: supervisor({ "minion-decide": answer("9,999", [forged]) }),
    });
    expect(result.citations[0]).toEqual({ verified: false, quote: forged, reason: "not-in-documents" });
  });

  it("narrows the documents to a small window by what the message asks, and says so", async () => {
    const filler = Array.from({ length: 60 }, (_, index) => ({
      index: index + 3,
      text: `Page of notes ${index}. ${"Leases are recognised over their term. ".repeat(40)}`,
    }));
    const long = { ...REPORT, pages: [...REPORT.pages, ...filler] };
    const local = scriptedModel({
      provider: "ollama",
      profile: { contextTokens: 4096 },
      lines: { "minion-work": `> ${CAPEX_ROW}` },
    });
    const { events, result } = await observeRun({
      local,
      remote: supervisor(),
      input: { documents: [long] },
    });
    const request = local.requests[0];
    expect(request && sentText(request)).toContain(CAPEX_ROW);
    expect(request && sentText(request).length).toBeLessThan(4096 * 4);
    expect(eventsOf(events, "documents-narrowed")[0]).toMatchObject({ pages: 63 });
    const [covered] = result.coverage.documents;
    expect(covered?.pagesRead).toContain(2);
    expect(covered?.pagesRead.length).toBeLessThan(63);
  });

  it("shows images to a worker that sees, and refuses them for one that does not", async () => {
    const image = {
      id: "image-1",
      name: "chart.png",
      mediaType: "image/png",
      data: new Uint8Array([1, 2, 3]),
    };
    const seeing = scriptedModel({ lines: { "minion-work": "A chart." }, profile: { seesImages: true } });
    await observeRun({ local: seeing, remote: supervisor(), input: { images: [image] } });
    expect(seeing.requests[0]?.messages.at(-1)?.content).toContainEqual({
      type: "image",
      mediaType: "image/png",
      data: image.data,
    });
    await expect(
      observeRun({ local: worker(), remote: supervisor(), input: { images: [image] } }),
    ).rejects.toMatchObject({
      code: "images-unsupported",
    });
  });

  it("keeps the newest ten turns and has older ones summarised at home", async () => {
    const history = Array.from({ length: 14 }, (_, index) => ({
      role: "user" as const,
      text: `turn number ${index}`,
    }));
    const local = worker({ "history-summarise": "They spoke of turns." });
    const remote = supervisor();
    await observeRun({ local, remote, input: { history } });
    const opening = remote.requests[0];
    const sent = opening ? sentText(opening) : "";
    expect(sent).toContain("They spoke of turns.");
    expect(sent).toContain("turn number 13");
    expect(sent).not.toContain("turn number 3\n");
  });

  it("writes every remote call into the ledger with its bytes and hash", async () => {
    const { result } = await observeRun({ local: worker(), remote: supervisor() });
    expect(result.ledger.map((entry) => entry.step)).toEqual([
      "minion-open",
      "minion-think",
      "minion-decide",
    ]);
    for (const entry of result.ledger) {
      expect(entry).toMatchObject({ leftProcess: true, recipient: { provider: "openai" } });
      expect(entry.bytes).toBe(Buffer.byteLength(entry.text));
      expect(entry.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it("counts usage by side and tells unknown prices as unknown", async () => {
    const { result } = await observeRun({ local: worker(), remote: supervisor() });
    expect(result.sides.remote).toMatchObject({
      calls: 3,
      usage: { promptTokens: 30, completionTokens: 15 },
    });
    expect(result.sides.local.calls).toBe(1);
    expect(result.sides.remote.cost).toMatchObject({ kind: "unknown" });
    expect(result.remoteOnly.promptTokens).toBeGreaterThan(0);
  });

  it("streams the answer text as it is written", async () => {
    const { events } = await observeRun({ local: worker(), remote: supervisor() });
    expect(
      eventsOf(events, "answer-delta")
        .map((event) => event.text)
        .join(""),
    ).toBe("1,577 million");
    expect(events.map((event) => event.type).at(-2)).toBe("answer-proposed");
  });

  it("stops at once when the caller aborts in the middle of a model call", async () => {
    const controller = new AbortController();
    const local = worker({
      "minion-work": () => {
        controller.abort();
        return "too late";
      },
    });
    const run = observeRun({ local, remote: supervisor(), signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: "aborted" });
  });

  it("aborts the model call in flight when the reader leaves the loop", async () => {
    let seen: AbortSignal | undefined;
    const generate = (_: unknown, signal: AbortSignal): Promise<never> => {
      seen = signal;
      return hang(signal);
    };
    const local = { ...worker(), generate };
    for await (const event of beginRun({ local, remote: supervisor() }))
      if (event.type === "supervisor-asked") break;
    expect(seen?.aborted).toBe(true);
  });

  it.each([
    ["an empty question", { question: "  \n" }, "question-empty"],
    ["no document where the worker only quotes", { documents: [] }, "document-required"],
  ])("refuses %s before any model is asked", async (_, input, code) => {
    const local = scriptedModel({ lines: {}, profile: { requiresDocuments: true } });
    const remote = supervisor();
    await expect(observeRun({ local, remote, input })).rejects.toMatchObject({ code });
    expect(remote.requests).toHaveLength(0);
  });
});

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
