import { type AuditLog, NO_AUDIT } from "#audit";
import type { RunContext, RunEnding, Stores, TaskRunner } from "#engine";
import { type Timers, throwIfAborted } from "#kernel";
import type { Budgets } from "#limits";
import { type Model, type RunEvent, type RunResult, type Side, startRun } from "#minions";
import type { AskEvent } from "../../ask-event.ts";
import { createPolicyGate } from "../../egress/policy-gate.ts";
import { supervisionOf } from "../../egress/supervision-of.ts";
import { picturesNeedOcr } from "../../pictures-need-ocr.ts";
import { type ReadDocuments, readDocuments } from "../../read-documents.ts";
import { type ResolvedRun, resolveRun } from "../../resolve-run.ts";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { auditedModel, auditReuse } from "../egress/audited-model.ts";
import { endByEgress } from "../egress/end-by-egress.ts";
import { Findings } from "../egress/findings.ts";
import { askOwnerOfTask, auditDecisions } from "../egress/task-approval.ts";
import { journaledExtractor } from "../journal/journaled-extractor.ts";
import { journaledModel } from "../journal/journaled-model.ts";
import { journaledWorkbench } from "../journal/journaled-workbench.ts";
import { requestHash } from "../journal/request-hash.ts";
import { type Reuse, reuseOfTask } from "../journal/reuse-of-task.ts";
import { callerOfTask } from "../limits/caller-of-task.ts";
import { endByBudget } from "../limits/end-by-budget.ts";
import { withinBudget } from "../limits/within-budget.ts";
import { observedExtractor } from "../observing/observed-extractor.ts";
import { observedModel } from "../observing/observed-model.ts";
import { NO_RUN_OBSERVER, type RunObserver } from "../observing/run-observer.ts";
import { correlationOfTask, metadataOfTask, policyTenantOf } from "../request/task-request.ts";
import { outcomeText, type PublicResult, publicResult, resultArtifact } from "../result/result-artifact.ts";
import { RunTeller } from "../telling/run-teller.ts";
import { readToldSteps } from "../telling/told-steps.ts";
import { toJson } from "../to-json.ts";
import { type AskedDocument, askedOfTask } from "./asked-of-task.ts";
import { type Conversation, readConversation } from "./conversation.ts";
import { contentHashes, documentFiles } from "./document-files.ts";
import { askForDocument, speaksOfDocument } from "./missing-document.ts";

export interface MinionsRunnerDeps {
  readonly parts: RuntimeParts;
  readonly stores: Pick<Stores, "tasks" | "events" | "documents">;
  readonly timers: Timers;
  readonly newId: () => string;
  /** Default: nobody counts. */
  readonly observer?: RunObserver;
  /** Default: nothing is written down. */
  readonly audit?: AuditLog;
  /** Default: nothing is limited. */
  readonly budgets?: Budgets;
  /** What was replied to earlier tasks. Default: every task asks for itself. */
  readonly reuse?: Reuse | undefined;
}

/** One run of one task, with the models that every call of it goes through. */
interface TaskAtWork {
  readonly context: RunContext;
  readonly question: string;
  readonly documents: readonly AskedDocument[];
  readonly conversation: Conversation;
  readonly resolved: ResolvedRun;
  readonly teller: RunTeller;
  readonly findings: Findings;
}

/**
 * Runs tasks by the two protocols. Every model call, reading of a document and verdict of a program is a step of the
 * task's journal, so that a run that takes over from one that died pays nothing twice.
 */
export function createMinionsRunner(deps: MinionsRunnerDeps): TaskRunner {
  return {
    async run(context) {
      const { task } = context;
      const told = await readToldSteps(deps.stores.events, task);
      using teller = new RunTeller({ ...deps, clock: deps.parts.clock, context, told });
      const asked = askedOfTask(task);
      const conversation = await conversationOf(context, deps);
      const documents = asked.documents.length > 0 ? asked.documents : conversation.documents;
      const resolved = prepared(
        resolveRun(metadataOfTask(task), deps.parts, policyTenantOf(task)),
        context,
        deps,
      );
      if (documents.length === 0 && (await needsDocument(asked, resolved, context.signal))) {
        return { kind: "input-required", message: askForDocument(deps.newId()) };
      }
      await auditDecisions(context, resolved, deps.audit ?? NO_AUDIT);
      const { question } = asked;
      const findings = new Findings();
      const work = { context, question, documents, conversation, resolved, teller, findings };
      return answer(work, deps)
        .catch((error: unknown) => endByBudget(error, work))
        .catch((error: unknown) => endByEgress(error, work, deps.newId()));
    },
  };
}

/** Tasks of the context may end or be removed while this one rests: what it saw first holds for all its runs. */
async function conversationOf(context: RunContext, { stores }: MinionsRunnerDeps): Promise<Conversation> {
  return context.once("conversation", requestHash(context.task.contextId), () =>
    readConversation(context.task, stores.tasks),
  );
}

/** Models that count what they are really asked, behind a journal that asks them once, and not at all what is known. */
function prepared(
  resolved: ResolvedRun,
  { task, once }: RunContext,
  { parts, observer = NO_RUN_OBSERVER, audit = NO_AUDIT, budgets, newId, reuse }: MinionsRunnerDeps,
): ResolvedRun {
  const { options, local, remote, standIn, choice } = resolved;
  observer.skillChosen(task.id, options.skill_id);
  const paid = { taskId: task.id, caller: callerOfTask(task), timeoutMs: task.timeoutMs };
  const budgeted = withinBudget(paid, resolved, { ...parts, budgets, newId, onMoved: observer.budgetMoved });
  const earlierOf = reuseOfTask(task, resolved, reuse);
  const prepare = (model: Model, chain: string, side: Side, paidAs = side): Model => {
    const counted = budgeted(observedModel(model, side, observer, parts), paidAs);
    const onReused = side === "remote" ? auditReuse(model, task, audit) : undefined;
    return journaledModel(counted, { side, once, earlier: earlierOf(model, chain, onReused) });
  };
  const remoteSide = (model: Model, chain: string, paidAs: Side = "remote"): Model =>
    prepare(auditedModel(model, task, audit), chain, "remote", paidAs);
  return {
    ...resolved,
    local: prepare(local, choice.local, "local"),
    remote: remoteSide(remote, choice.remote),
    ...(standIn === undefined ? {} : { standIn: remoteSide(standIn, choice.standIn, "local") }),
  };
}

/** A worker that can do nothing without one always needs it; words alone are asked about once. */
async function needsDocument(
  { question, continued }: { readonly question: string; readonly continued: boolean },
  { local }: ResolvedRun,
  signal: AbortSignal,
): Promise<boolean> {
  if (!continued && speaksOfDocument(question)) return true;
  return (await local.profile(signal)).requiresDocuments === true;
}

async function answer(work: TaskAtWork, deps: MinionsRunnerDeps): Promise<RunEnding> {
  const { context, question, conversation, resolved, teller } = work;
  const read = await readAll(work, deps);
  work.findings.readFrom(read.documents);
  const { parts } = deps;
  const { options, local, remote } = resolved;
  const input = {
    question,
    documents: read.documents,
    images: read.images,
    history: conversation.turns,
    options,
    correlation: correlationOfTask(context.task),
  };
  const workbench = journaledWorkbench(parts.workbench, context.once);
  const supervision = supervisionOf(resolved, createPolicyGate(resolved, askOwnerOfTask(context.task)));
  const run = startRun(
    input,
    { local, remote, workbench, prices: parts.prices, clock: parts.clock, supervision },
    context.signal,
  );
  const result = await tellAll(run, work);
  await teller.flush();
  const told = publicResult({ ...result, notices: [...read.notices, ...result.notices] });
  return complete(await firstResult(told, work), work, deps);
}

async function readAll(work: TaskAtWork, deps: MinionsRunnerDeps): Promise<ReadDocuments> {
  const { parts, stores, observer = NO_RUN_OBSERVER } = deps;
  const { context, documents, resolved, teller } = work;
  const hashes = contentHashes(documents);
  const { maxBytes, workers: concurrency } = parts.config.documents;
  const events: AskEvent[] = [];
  const read = await readDocuments(
    documentFiles(documents, stores.documents),
    {
      extractor: journaledExtractor(
        observedExtractor(parts.extractor, observer, parts.clock),
        context.once,
        (id) => hashes[Number(id.slice("doc-".length)) - 1],
      ),
      concurrency,
      maxBytes,
      emit: (event) => events.push(event),
      picturesAsText: picturesNeedOcr(parts, resolved),
    },
    context.signal,
  );
  for (const event of events) await teller.tell(event);
  return read;
}

async function tellAll(
  run: AsyncGenerator<RunEvent, RunResult, void>,
  { teller, findings }: TaskAtWork,
): Promise<RunResult> {
  try {
    for (;;) {
      const step = await run.next();
      if (step.done) return step.value;
      findings.take(step.value);
      await teller.tell(step.value);
    }
  } finally {
    // Where telling failed, the run is not left to itself.
    await run.return(undefined as never);
  }
}

/** Durations differ from run to run: the first result that was reached is the one that stands. */
function firstResult(
  result: PublicResult,
  { context, question, documents }: TaskAtWork,
): Promise<PublicResult> {
  const hash = requestHash({ question, documents: contentHashes(documents), answer: outcomeText(result) });
  return context.once("result", hash, async () => result);
}

async function complete(
  result: PublicResult,
  { context }: TaskAtWork,
  { newId }: MinionsRunnerDeps,
): Promise<RunEnding> {
  throwIfAborted(context.signal, "The task");
  await context.writeArtifact(resultArtifact(result), { append: false, lastChunk: true });
  const { outcome } = result;
  if (outcome.kind === "answered") return { kind: "completed" };
  const message = {
    messageId: newId(),
    role: "agent" as const,
    parts: [{ kind: "text" as const, text: outcomeText(result) }],
    metadata: { event_type: "run-finished", source: "server", is_final: true, outcome: toJson(outcome) },
  };
  return { kind: "completed", message };
}
