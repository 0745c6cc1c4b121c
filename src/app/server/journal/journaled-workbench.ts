import type { JobReport, PrepareRequest, Program, ProgramOutcome, Workbench } from "#minions";
import type { Once } from "./journaled-model.ts";
import { type Hashable, requestHash } from "./request-hash.ts";

/** How a program ended; what it gave is not kept, since it gives the same again. */
type StoredVerdict = Exclude<ProgramOutcome<unknown>, { kind: "done" }> | { readonly kind: "done" };

/**
 * A workbench whose verdicts are steps of the journal. Programs have neither clock nor chance, so their results, which
 * hold whole chunks of documents, are made again instead of being stored a second time beside the document. The verdict
 * is stored: whether a program ran out of time depends on the machine, and another verdict would send the replay down
 * another path, to be paid anew.
 */
export function journaledWorkbench(workbench: Workbench, once: Once): Workbench {
  return {
    async prepareJobs(request, signal) {
      const hash = requestHash(hashablePreparation(request));
      const run = () => workbench.prepareJobs(request, signal);
      return withStoredVerdict(`workbench/prepare/${hash}`, hash, run, once);
    },
    async transformOutputs(program, jobs, signal) {
      const hash = requestHash({ program: hashableProgram(program), jobs: jobs.map(hashableReport) });
      const run = () => workbench.transformOutputs(program, jobs, signal);
      return withStoredVerdict(`workbench/transform/${hash}`, hash, run, once);
    },
  };
}

async function withStoredVerdict<Value>(
  stepPath: string,
  hash: string,
  run: () => Promise<ProgramOutcome<Value>>,
  once: Once,
): Promise<ProgramOutcome<Value>> {
  let now: ProgramOutcome<Value> | undefined;
  const verdict = await once(stepPath, hash, async (): Promise<StoredVerdict> => {
    now = await run();
    return now.kind === "done" ? { kind: "done" } : now;
  });
  if (now !== undefined) return now;
  return verdict.kind === "done" ? run() : verdict;
}

function hashablePreparation(request: PrepareRequest): Hashable {
  const { program, documents, previousJobs, limits, chunking, retrieval } = request;
  return {
    program: hashableProgram(program),
    documents: documents.map(({ id, name, pages }) => ({ id, name, pages: pages.map((page) => page.text) })),
    previousJobs: previousJobs.map(hashableReport),
    limits: { ...limits },
    chunking,
    retrieval,
  };
}

function hashableProgram(program: Program): Hashable {
  return program.kind === "code" ? program.source : JSON.stringify(program.plan);
}

function hashableReport(report: JobReport): Hashable {
  return { ...report };
}
