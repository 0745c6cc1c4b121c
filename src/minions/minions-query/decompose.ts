import type { SourceDocument } from "../document.ts";
import type { Model, ModelMessage } from "../model-port.ts";
import { planSchema } from "../plan.ts";
import { DecompositionFailedError } from "../run/errors.ts";
import type { Session } from "../run/session.ts";
import type { DecompositionBrief } from "../steps.ts";
import type { PreparedJobs, PrepareRequest, Program, ProgramFault, Workbench } from "../workbench-port.ts";
import { defaultPlan } from "./default-plan.ts";
import { keptHome } from "./keep-home.ts";
import { decomposePrompt, retryPrompt } from "./prompts.ts";
import { readProgram } from "./read-program.ts";

/** Attempts at code before the plan takes over, and at a plan before the default one does. */
const MAX_ATTEMPTS = { code: 3, plan: 2 } as const;

export interface DecomposeDeps {
  readonly session: Session;
  readonly workbench: Workbench;
  readonly documents: readonly SourceDocument[];
  readonly local: Model;
  /** Whether this supervisor can write code at all. */
  readonly writesCode: boolean;
  /** The local model's gifts, which decide whether retrieval by embedding can be offered. */
  readonly embedsText: boolean;
  readonly embedsImages: boolean;
}

export interface Decomposition {
  readonly program: Program;
  readonly prepared: PreparedJobs;
}

/** Gets from the supervisor a program that really yields jobs: code, else a plan, else the plan of last resort. */
export async function decompose(
  deps: DecomposeDeps,
  head: readonly ModelMessage[],
  brief: Omit<DecompositionBrief, "form" | "lastError">,
): Promise<Decomposition> {
  const { decomposition } = deps.session.options;
  const { standsIn } = deps.session;
  let lastProblem = "";
  for (const form of standsIn() ? PLAN_ALONE : formsToTry(decomposition, deps.writesCode)) {
    const attempt = await attemptForm(deps, head, { ...brief, form, lastError: lastProblem || null });
    if (attempt.kind === "done") return attempt.decomposition;
    lastProblem = attempt.problem;
  }
  // A stand-in is not held to code that was meant for the remote model.
  if (decomposition === "code" && !standsIn())
    throw new DecompositionFailedError(MAX_ATTEMPTS.code, lastProblem);
  return lastResort(deps, { ...brief, form: "plan", lastError: lastProblem });
}

const PLAN_ALONE = ["plan"] as const;

function formsToTry(
  decomposition: "auto" | "code" | "plan",
  writesCode: boolean,
): readonly ("code" | "plan")[] {
  if (decomposition === "code") return ["code"];
  return decomposition === "plan" || !writesCode ? ["plan"] : ["code", "plan"];
}

type FormAttempt =
  | { readonly kind: "done"; readonly decomposition: Decomposition }
  | { readonly kind: "failed"; readonly problem: string };

async function attemptForm(
  deps: DecomposeDeps,
  head: readonly ModelMessage[],
  brief: DecompositionBrief,
): Promise<FormAttempt> {
  const { session } = deps;
  const base: ModelMessage[] = [...head, { role: "user", content: decomposePrompt(brief) }];
  let messages = base;
  let problem = "";
  for (let attempt = 1; attempt <= MAX_ATTEMPTS[brief.form]; attempt += 1) {
    const reply = await session.ask("remote", {
      step: { kind: "minions-decompose", ...brief, lastError: problem || brief.lastError },
      stepPath: `round-${brief.round}/decompose-${brief.form}/attempt-${attempt}`,
      messages,
      output: brief.form === "plan" ? { kind: "json", name: "plan", schema: planSchema } : { kind: "text" },
    });
    const outcome = await tryProgram(deps, brief, reply.text);
    if (outcome.kind === "done") return outcome;
    ({ problem } = outcome);
    const { fault } = outcome;
    session.emit({
      type: "decomposition-failed",
      round: brief.round,
      attempt,
      form: brief.form,
      fault,
      message: problem,
    });
    const shown = reply.text.slice(0, 12_000) || "(empty reply)";
    messages = [
      ...base,
      { role: "assistant", content: shown },
      { role: "user", content: retryPrompt(brief.form, problem) },
    ];
  }
  return { kind: "failed", problem };
}

const WITHHELD =
  "The program failed with words of the documents, which stay where they are. Throw errors of your own words.";

type ProgramAttempt =
  | { readonly kind: "done"; readonly decomposition: Decomposition }
  | { readonly kind: "failed"; readonly fault: ProgramFault | "no-program"; readonly problem: string };

async function tryProgram(
  deps: DecomposeDeps,
  brief: DecompositionBrief,
  text: string,
): Promise<ProgramAttempt> {
  const reading = readProgram(text, brief.form);
  if (reading.kind === "none") return { kind: "failed", fault: "no-program", problem: reading.problem };
  const { program } = reading;
  const outcome = await deps.workbench.prepareJobs(prepareRequest(deps, brief, program), deps.session.signal);
  if (outcome.kind === "faulty") {
    const { fault, message } = outcome;
    return { kind: "failed", fault, problem: keptHome(message, program, deps.documents, WITHHELD) };
  }
  return { kind: "done", decomposition: { program, prepared: outcome.value } };
}

async function lastResort(deps: DecomposeDeps, brief: DecompositionBrief): Promise<Decomposition> {
  const program: Program = { kind: "plan", plan: defaultPlan(brief) };
  const outcome = await deps.workbench.prepareJobs(prepareRequest(deps, brief, program), deps.session.signal);
  if (outcome.kind === "done") return { program, prepared: outcome.value };
  if (outcome.fault !== "no-jobs") throw new DecompositionFailedError(1, outcome.message);
  return { program, prepared: { manifests: [], tally: { chunksMade: 0, chunksSkipped: 0 } } };
}

function prepareRequest(deps: DecomposeDeps, brief: DecompositionBrief, program: Program): PrepareRequest {
  const embed = async (texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> => {
    const inputs = texts.map((text) => ({ type: "text" as const, text }));
    return (await deps.local.embed(inputs, signal)).vectors;
  };
  return {
    program,
    documents: deps.documents,
    previousJobs: brief.previousJobs,
    limits: brief.limits,
    chunking: brief.chunking,
    retrieval: brief.retrieval,
    ...(deps.embedsText ? { embed } : {}),
    ...(deps.embedsImages ? { embedMultimodal: embed } : {}),
  };
}
