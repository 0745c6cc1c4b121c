import type { Model, ModelRequest } from "#minions";

/** What the models below speak of. */
export const QUESTION = "What was capital expenditure in 2024?";
export const NOTES =
  "Revenue was $ 12,450 million in 2024.\n\nCapital expenditure was $ 1,577 million in 2024.";
const ROW = "Capital expenditure was $ 1,577 million in 2024.";
export const ANSWER =
  "Capital expenditure was $ 1,577 million in 2024, as the notes say in their second line.";

/** A model that says its lines by what the step is, streams them in small pieces and counts its calls. */
export function talkingModel(name: string, lines: (request: ModelRequest) => string | Promise<string>) {
  const calls: string[] = [];
  const requests: ModelRequest[] = [];
  const ref = { provider: "scripted", model: name };
  const model: Model = {
    ref,
    inProcess: false,
    profile: async () => ({
      contextTokens: undefined,
      seesImages: false,
      embedsText: false,
      embedsImages: false,
    }),
    async generate(request, signal) {
      signal.throwIfAborted();
      calls.push(request.stepPath);
      requests.push({ ...request, messages: [...request.messages] });
      const said = await Promise.race([lines(request), rejectedOn(signal)]);
      for (const piece of said.match(/.{1,5}/gs) ?? []) request.onTextDelta?.(piece);
      const usage = { promptTokens: 10, completionTokens: 5, cachedTokens: 0, estimated: false };
      return { text: said, finish: "stop", usage, answeredBy: ref };
    },
    embed: () => Promise.reject(new Error("does not embed")),
  };
  return { model, calls, requests };
}

function rejectedOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** A supervisor that answers after one round, by a plan where one is asked for. */
export const remoteLines = ({ step }: ModelRequest): string => {
  switch (step.kind) {
    case "minion-open":
      return JSON.stringify({ message: "What does the report say of capital expenditure?" });
    case "minion-decide":
      return JSON.stringify({ decision: "provide_final_answer", message: "", answer: ANSWER, quotes: [ROW] });
    case "minions-decompose":
      return JSON.stringify({
        chunking: { strategy: "chunk_by_paragraph" },
        tasks: [{ task: "Find capital expenditure." }],
        aggregation: "by-task",
      });
    case "minions-synthesise":
      return JSON.stringify({
        ...{ decision: "provide_final_answer", explanation: "Found.", answer: ANSWER },
        ...{ feedback: null, scratchpad: null, sources: [0] },
      });
    default:
      return "I think so.";
  }
};

/** A worker that finds the figure. */
export const localLines = ({ step }: ModelRequest): string =>
  step.kind === "minions-job"
    ? JSON.stringify({ explanation: "Read it.", answer: "1,577", citation: null })
    : "It says: Capital expenditure was $ 1,577 million in 2024.";
