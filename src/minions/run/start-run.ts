import { abortReason, type Clock, Deadline, eventStream } from "#kernel";
import {
  createAccount,
  createCoverageTally,
  estimateRemoteOnly,
  type Prices,
  sumMoney,
} from "../accounting/index.ts";
import { outlineOf, type SourceDocument, type SourceImage } from "../document.ts";
import type { RunEvent } from "../events.ts";
import { runMinion } from "../minion-query/run-minion.ts";
import { runMinions } from "../minions-query/run-minions.ts";
import { type Correlation, formatModelRef, type Model, type ModelProfile } from "../model-port.ts";
import type { RunOptions } from "../options.ts";
import type { LocalOnly, RunResult } from "../result.ts";
import type { HistoryTurn } from "../steps.ts";
import type { Workbench } from "../workbench-port.ts";
import { checkQuotes } from "./check-quotes.ts";
import { condenseHistory } from "./condense-history.ts";
import { createEgressBoundary } from "./egress-boundary.ts";
import { DocumentRequiredError, ImagesUnsupportedError, QuestionEmptyError } from "./errors.ts";
import { findPersonalData } from "./find-personal-data.ts";
import { RemoteSide } from "./remote-side.ts";
import { reuseNotice } from "./reuse-notice.ts";
import { createSession, type Session } from "./session.ts";
import { localOnlyNotice, type Supervision } from "./supervision.ts";

/** One question and all that may answer it. */
export interface RunInput {
  readonly question: string;
  readonly documents: readonly SourceDocument[];
  readonly images: readonly SourceImage[];
  /** Earlier turns of the same conversation, oldest first; any length. */
  readonly history: readonly HistoryTurn[];
  readonly options: RunOptions;
  /** The client's request that the run answers, where there is one; goes along with every call to a model over HTTP. */
  readonly correlation?: Correlation;
}

export interface RunDeps {
  readonly local: Model;
  readonly remote: Model;
  readonly workbench: Workbench;
  readonly prices: Prices;
  readonly clock: Clock;
  /** What may leave, and who stands in for the remote side. Default: all may leave, and nobody does. */
  readonly supervision?: Supervision;
}

/**
 * Answers a question by the protocol that `options.skill_id` names, telling what happens as it happens.
 * The last event is `run-finished`; the same result is the iterator's return value.
 *
 * Aborting `signal`, or leaving the loop, ends every model call down to its socket.
 *
 * @throws QuestionEmptyError, DocumentRequiredError, ImagesUnsupportedError before any model is asked;
 * TimedOutError after `options.timeout` seconds; AbortedError; PrivacyBlockedError where personal data could not be
 * hidden; DecompositionFailedError where only code was allowed; and the typed errors of the models.
 */
export function startRun(
  input: RunInput,
  deps: RunDeps,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent, RunResult, void> {
  return eventStream<RunEvent, RunResult>(async (emit, stop) => {
    using deadline = new Deadline("The run", input.options.timeout * 1_000, stop);
    try {
      const result = await run(input, deps, emit, deadline.signal);
      emit({ type: "run-finished", result });
      return result;
    } catch (error) {
      throw deadline.signal.aborted ? abortReason(deadline.signal, "The run") : error;
    }
  }, signal);
}

async function run(
  input: RunInput,
  deps: RunDeps,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunResult> {
  const startedMs = deps.clock.monotonicMs();
  const { documents, options, correlation } = input;
  const question = input.question.trim();
  if (question === "") throw new QuestionEmptyError();
  const egress = await createEgressBoundary({ ...input, question }, signal);
  const { supervision = {} } = deps;
  const onTakeOver = (localOnly: LocalOnly) => emit({ type: "stand-in-took-over", ...localOnly });
  const supervisor = new RemoteSide({ ...deps, supervision, egress, onTakeOver });
  const profiles = await profilesOf(input, deps, supervisor, signal);
  const accounts = { local: createAccount(deps.prices), remote: createAccount(deps.prices) };
  const coverage = createCoverageTally(documents);
  const session = createSession({
    ...{ ...deps, remote: supervisor, options, accounts, egress, emit, signal },
    ...(correlation === undefined ? {} : { correlation }),
  });
  const outlines = documents.map(outlineOf);
  const { skill_id: skill, max_rounds: maxRounds } = options;
  const { local, remote } = deps;
  emit({
    type: "run-started",
    skill,
    question,
    local: local.ref,
    remote: remote.ref,
    documents: outlines,
    maxRounds,
  });
  const history = await prepareConversation(session, question, input.history);
  const protocol = { question, outlines, history };
  const { images } = input;
  const ending =
    skill === "minion_query"
      ? await runMinion(protocol, { session, documents, images, profile: profiles.local, coverage })
      : await runMinions(protocol, {
          ...{ session, documents, images, coverage, local, workbench: deps.workbench },
          writesCode: profiles.remote.writesCode ?? true,
          embedsText: profiles.local.embedsText,
          embedsImages: profiles.local.embedsImages,
        });
  const sides = { local: accounts.local.finish(), remote: accounts.remote.finish() };
  const answer = ending.outcome.kind === "answered" ? ending.outcome.answer : null;
  return {
    skill,
    question,
    outcome: ending.outcome,
    citations: checkQuotes(documents, ending.quotes),
    rounds: ending.rounds,
    sides,
    cost: sumMoney([sides.local.cost, sides.remote.cost]),
    remoteOnly: estimateRemoteOnly({
      question,
      documents,
      images,
      answer,
      remote: remote.ref,
      prices: deps.prices,
    }),
    coverage: coverage.finish(),
    ledger: egress.ledger(),
    localOnly: supervisor.localOnly,
    wallTimeMs: deps.clock.monotonicMs() - startedMs,
    notices: noticesOf(profiles, supervisor.localOnly, supervision, sides),
  };
}

interface Profiles {
  readonly local: ModelProfile;
  readonly remote: ModelProfile;
}

async function profilesOf(
  input: RunInput,
  deps: RunDeps,
  supervisor: RemoteSide,
  signal: AbortSignal,
): Promise<Profiles> {
  const [local, remote] = await Promise.all([
    deps.local.profile(signal),
    remoteProfile(deps, supervisor, signal),
  ]);
  const name = formatModelRef(deps.local.ref);
  if (input.images.length > 0 && !local.seesImages) throw new ImagesUnsupportedError(name);
  if (local.requiresDocuments && input.documents.length === 0) throw new DocumentRequiredError(name);
  return { local, remote };
}

/** A remote side that cannot even say what it can do is down from the start. */
async function remoteProfile(
  { remote, supervision }: RunDeps,
  supervisor: RemoteSide,
  signal: AbortSignal,
): Promise<ModelProfile> {
  try {
    return await remote.profile(signal);
  } catch (error) {
    const standIn = supervision?.standIn;
    if (standIn === undefined || !supervisor.coverFailure(error, "the start")) throw error;
    return standIn.profile(signal);
  }
}

async function prepareConversation(
  session: Session,
  question: string,
  turns: readonly HistoryTurn[],
): Promise<readonly HistoryTurn[]> {
  const history = await condenseHistory(session, turns);
  await findPersonalData(session, [question, ...history.map((turn) => turn.text)].join("\n"), "question");
  if (session.options.privacy_mode) {
    session.emit({ type: "privacy-applied", placeholders: session.egress.placeholders() });
  }
  return history;
}

function noticesOf(
  { local, remote }: Profiles,
  localOnly: LocalOnly | null,
  supervision: Supervision,
  sides: RunResult["sides"],
): string[] {
  const said = [
    localOnly === null ? undefined : localOnlyNotice(localOnly),
    reuseNotice(sides),
    ...(supervision.notices ?? []),
    local.notice,
    remote.notice,
  ];
  return [...new Set(said.filter((notice) => notice !== undefined))];
}
