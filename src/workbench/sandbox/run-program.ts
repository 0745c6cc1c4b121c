import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten";
import { z } from "zod";
import type { ProgramFault } from "#minions";
import type { ProgramClock } from "../thread/program-clock.ts";
import { type EngineLimits, newEngine } from "./engine.ts";
import { PRELUDE } from "./prelude.ts";
import { asScript, lineIn, lookUpFunction, PROGRAM_FILE } from "./program-text.ts";

/** Answers a call of the program; argument and reply are JSON texts. Never throws. */
export type HostCall = (name: string, argument: string) => string;

export interface SandboxDeps {
  readonly limits: EngineLimits & { readonly programMs: number };
  /** Handed to the prelude, as JSON. */
  readonly bounds: Readonly<Record<string, unknown>>;
  readonly callHost: HostCall;
  readonly clock: ProgramClock;
}

/** The function of the program to call, with its arguments as JSON texts. */
export type EntryPoint =
  | { readonly name: "prepareJobs"; readonly context: string; readonly previousJobs: string }
  | { readonly name: "transformOutputs"; readonly jobs: string };

/** What came out of the sandbox: JSON text to be checked, or the program's fault. */
export type SandboxVerdict =
  | { readonly kind: "value"; readonly json: string }
  | { readonly kind: "fault"; readonly fault: ProgramFault; readonly message: string };

/** How the engine says that something is too large for it. */
const OUT_OF_MEMORY: ReadonlySet<string> = new Set([
  "out of memory",
  "string too long",
  "invalid array buffer length",
  "invalid string length",
]);

/** Promise jobs run between two looks at the clock. */
const JOBS_BATCH = 1_000;

const threwSchema = z.strictObject({
  kind: z.literal("threw"),
  name: z.string(),
  message: z.string(),
  stack: z.string(),
});
const refusedSchema = z.strictObject({
  kind: z.literal("refused"),
  fault: z.enum(["bad-output", "exception"]),
  message: z.string(),
});

/** Runs one function of a program in an engine made for this one use. Whatever the program does ends in a verdict. */
export async function runProgram(
  source: string,
  entry: EntryPoint,
  deps: SandboxDeps,
): Promise<SandboxVerdict> {
  let late = false;
  const interrupt = (): boolean => {
    late ||= deps.clock.elapsedMs > deps.limits.programMs;
    return late;
  };
  const vm = await newEngine(deps.limits, interrupt);
  let verdict: SandboxVerdict;
  try {
    verdict = deps.clock.run(() => execute(vm, source, entry, deps, interrupt));
  } catch (error) {
    // Only the engine itself throws here: out of native stack, or out of memory where it cannot say so.
    verdict = engineFailure(error);
  }
  if (!late) return verdict;
  const limit = `${deps.limits.programMs / 1000} s`;
  return {
    kind: "fault",
    fault: "out-of-time",
    message: `The program ran longer than ${limit}. Look for an endless loop.`,
  };
}

function execute(
  vm: QuickJSContext,
  source: string,
  entry: EntryPoint,
  deps: SandboxDeps,
  interrupt: () => boolean,
): SandboxVerdict {
  const harness = install(vm, deps);
  const script = asScript(source);
  const compiled = vm.evalCode(script, PROGRAM_FILE, { type: "global", compileOnly: true });
  const call = (name: string, ...args: QuickJSHandle[]): QuickJSHandle =>
    vm.unwrapResult(vm.callFunction(vm.getProp(harness, name), vm.undefined, ...args));
  const describe = (thrown: QuickJSHandle): SandboxVerdict =>
    readVerdict(vm.getString(call("describe", thrown)));
  if (compiled.error) return asSyntaxFault(describe(compiled.error));
  const ran = vm.evalCode(script, PROGRAM_FILE);
  if (ran.error) return describe(ran.error);
  const found = vm.evalCode(lookUpFunction(entry.name), PROGRAM_FILE);
  if (found.error) return describe(found.error);
  if (vm.typeof(found.value) !== "function") {
    return {
      kind: "fault",
      fault: "missing-function",
      message: `The program defines no function ${entry.name}.`,
    };
  }
  if (entry.name === "prepareJobs") {
    call("prepare", found.value, vm.newString(entry.context), vm.newString(entry.previousJobs));
  } else {
    call("transform", found.value, vm.newString(entry.jobs));
  }
  const verdict = (): string => vm.getString(call("verdict"));
  while (vm.runtime.hasPendingJob() && verdict() === "" && !interrupt()) {
    const jobs = vm.runtime.executePendingJobs(JOBS_BATCH);
    if (jobs.error) return describe(jobs.error);
  }
  const text = verdict();
  if (text !== "") return readVerdict(text);
  return {
    kind: "fault",
    fault: "exception",
    message: `${entry.name} returned a promise that never settles.`,
  };
}

function install(vm: QuickJSContext, deps: SandboxDeps): QuickJSHandle {
  const prelude = vm.unwrapResult(vm.evalCode(PRELUDE, "workbench.js"));
  const callHost = vm.newFunction("callHost", (name, argument) =>
    vm.newString(deps.callHost(vm.getString(name), vm.getString(argument))),
  );
  const bounds = vm.newString(JSON.stringify(deps.bounds));
  return vm.unwrapResult(vm.callFunction(prelude, vm.undefined, callHost, bounds));
}

function readVerdict(json: string): SandboxVerdict {
  const parsed: unknown = JSON.parse(json);
  const refused = refusedSchema.safeParse(parsed);
  if (refused.success) return { kind: "fault", fault: refused.data.fault, message: refused.data.message };
  const threw = threwSchema.safeParse(parsed);
  if (!threw.success) return { kind: "value", json };
  const { name, message, stack } = threw.data;
  const outOfMemory = OUT_OF_MEMORY.has(message);
  const line = lineIn(stack);
  const where = line === undefined ? "" : ` (line ${line})`;
  const what = [name, message].filter((part) => part !== "").join(": ") || "an error without a message";
  return outOfMemory
    ? { kind: "fault", fault: "out-of-memory", message: `The program ran out of memory${where}.` }
    : { kind: "fault", fault: "exception", message: `The program threw ${what}${where}.` };
}

function asSyntaxFault(verdict: SandboxVerdict): SandboxVerdict {
  if (verdict.kind !== "fault") return verdict;
  const message = verdict.message.replace("The program threw ", "The program is no valid JavaScript: ");
  return { kind: "fault", fault: "syntax", message };
}

function engineFailure(error: unknown): SandboxVerdict {
  const tooDeep = error instanceof RangeError;
  return tooDeep
    ? {
        kind: "fault",
        fault: "exception",
        message: "The program overflowed the stack: its recursion is too deep.",
      }
    : { kind: "fault", fault: "out-of-memory", message: "The program used up the engine's memory or stack." };
}
