import type { ModelRequest } from "../model-port.ts";
import type { RunMetadata } from "../options.ts";
import { type ObservedRun, observeRun, type RunSetting } from "./run-fixtures.ts";
import { type Script, type ScriptedModel, scriptedModel } from "./scripted-model.ts";

/** Code that a page workbench takes as it is. */
export const CODE =
  "```js\nfunction prepareJobs(context, previousJobs) { return []; }\nfunction transformOutputs(jobs) { return ''; }\n```";
export const PLAN = JSON.stringify({
  chunking: { strategy: "chunk_by_page" },
  tasks: [{ task: "Find capex for FY2018." }],
  aggregation: "by-task",
});
/** The row of REPORT that answers the question. */
export const CAPEX_ROW = "Purchases of property, plant and equipment   (1,577)   (1,373)";

export const synthesis = (fields: object): string =>
  JSON.stringify({
    ...{ decision: "provide_final_answer", explanation: "Job 2 has it.", answer: "1,577 million" },
    ...{ feedback: null, scratchpad: null, sources: [2] },
    ...fields,
  });
export const more = (fields: object): string =>
  synthesis({ decision: "request_additional_info", answer: null, sources: [], ...fields });
export const report = (answer: string | null, citation: string | null = null): string =>
  JSON.stringify({ explanation: "Read it.", answer, citation });

/** A supervisor that writes code, thinks and answers at once, but for the lines given. */
export function supervisor(lines: Script["lines"] = {}, profile: Script["profile"] = {}): ScriptedModel {
  return scriptedModel({
    provider: "openai",
    profile,
    lines: {
      "minions-advise": "Look at the cash flow statement.",
      "minions-decompose": CODE,
      "minions-think": "Job 2 has it.",
      "minions-synthesise": synthesis({}),
      ...lines,
    },
  });
}

/** Finds the row on the page that has it, and nothing elsewhere. */
export const findRow = ({ messages }: ModelRequest): string =>
  JSON.stringify(messages).includes("(1,577)") ? report("1,577", CAPEX_ROW) : report(null);

export function worker(lines: Script["lines"] = {}): ScriptedModel {
  return scriptedModel({ provider: "ollama", lines: { "minions-job": findRow, ...lines } });
}

/** Runs MinionS to its end. */
export function observe(
  setting: Omit<RunSetting, "options">,
  options: RunMetadata = {},
): Promise<ObservedRun> {
  return observeRun({ ...setting, options: { skill_id: "minions_query", ...options } });
}
