import { planSchema } from "../plan.ts";
import { readJsonReply } from "../run/json-reply.ts";
import type { Program } from "../workbench-port.ts";

/** A supervisor's reply read as a program, or why there is none in it. */
export type ProgramReading =
  | { readonly kind: "program"; readonly program: Program }
  | { readonly kind: "none"; readonly problem: string };

/** Takes the code or the plan out of a reply. A plan is accepted where code was asked for, not the other way round. */
export function readProgram(text: string, form: "code" | "plan"): ProgramReading {
  if (form === "code") {
    const source = codeBlock(text);
    if (source !== undefined) return { kind: "program", program: { kind: "code", source } };
  }
  const plan = readJsonReply(text, planSchema);
  if (plan.kind === "valid") return { kind: "program", program: { kind: "plan", plan: plan.value } };
  const problem =
    form === "code" ? "The reply holds no ```js block with a function prepareJobs." : plan.problem;
  return { kind: "none", problem };
}

const FENCE = /^[ \t]*```[ \t]*([\w+-]*)[^\n]*$/gm;

/** The fenced block that defines `prepareJobs`; a second block with `transformOutputs` is joined to it. */
function codeBlock(text: string): string | undefined {
  const blocks = fencedBlocks(text).filter((block) => /\b(prepareJobs|transformOutputs)\b/.test(block));
  const bare = blocks.length === 0 && /\bfunction\s+prepareJobs\b/.test(text) && !text.includes("```");
  const source = bare ? text : blocks.join("\n");
  return /\bprepareJobs\b/.test(source) ? source : undefined;
}

function fencedBlocks(text: string): string[] {
  const marks = [...text.matchAll(FENCE)];
  const blocks: string[] = [];
  for (let index = 0; index < marks.length; index += 2) {
    const open = marks[index];
    if (!open) break;
    const close = marks[index + 1];
    blocks.push(text.slice(open.index + open[0].length, close?.index ?? text.length));
  }
  return blocks;
}
