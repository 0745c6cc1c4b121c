import { extractQuotes } from "../citations/index.ts";
import { decisionSchema, type FinalDecision, finalDecisionSchema, openingSchema } from "../contracts.ts";
import type { DocumentOutline } from "../document.ts";
import type { ModelMessage } from "../model-port.ts";
import { tellAnswer } from "../run/answer-events.ts";
import { askJson } from "../run/ask-json.ts";
import type { ProtocolEnding, QuoteCandidate } from "../run/ending.ts";
import type { Session } from "../run/session.ts";
import type { Exchange, HistoryTurn } from "../steps.ts";
import { DECIDE_PROMPT, finalPrompt, openingPrompt, SUPERVISOR_ROLE, thinkPrompt } from "./prompts.ts";
import { askWorker, type WorkerDeps } from "./worker.ts";

export interface MinionInput {
  readonly question: string;
  readonly outlines: readonly DocumentOutline[];
  readonly history: readonly HistoryTurn[];
}

/** What the supervisor decided at the end of a round. */
type Verdict =
  | { readonly kind: "answer"; readonly decision: FinalDecision }
  | { readonly kind: "ask"; readonly message: string }
  | { readonly kind: "unparsable"; readonly problem: string };

/**
 * Minion: one conversation between the supervisor and a worker who reads everything.
 *
 * Remote calls: one to open, two for each round that may go on, one for the last.
 */
export async function runMinion(input: MinionInput, deps: WorkerDeps): Promise<ProtocolEnding> {
  const { session } = deps;
  const maxRounds = session.options.max_rounds;
  const supervisor = await openConversation(input, session);
  const exchanges: Exchange[] = [];
  let message = supervisor.message;
  for (let round = 1; ; round += 1) {
    const final = round >= maxRounds;
    session.emit({ type: "round-started", round, final });
    session.emit({ type: "supervisor-asked", round, message });
    const reply = await askWorker(deps, round, message, exchanges);
    exchanges.push({ message, reply });
    const verdict = await concludeRound(input, session, supervisor.transcript, exchanges, round, final);
    if (verdict.kind !== "ask") return ending(session, verdict, round, exchanges);
    message = verdict.message;
  }
}

interface Supervisor {
  /** Grows with the conversation, so that a provider's prompt cache can serve its head. */
  readonly transcript: ModelMessage[];
  readonly message: string;
}

async function openConversation(input: MinionInput, session: Session): Promise<Supervisor> {
  const { question, outlines, history } = input;
  const transcript: ModelMessage[] = [
    { role: "system", content: SUPERVISOR_ROLE },
    { role: "user", content: openingPrompt(question, outlines, history) },
  ];
  const opening = await askJson(session, "remote", {
    step: { kind: "minion-open", question, documents: outlines, history },
    stepPath: "opening",
    messages: transcript,
    round: 1,
    name: "opening",
    schema: openingSchema,
  });
  // A supervisor that cannot open in JSON can still be useful later: the question itself is a fair first message.
  const message = opening.kind === "valid" ? opening.value.message : question;
  transcript.push({ role: "assistant", content: JSON.stringify({ message }) });
  return { transcript, message };
}

async function concludeRound(
  input: MinionInput,
  session: Session,
  transcript: ModelMessage[],
  exchanges: readonly Exchange[],
  round: number,
  final: boolean,
): Promise<Verdict> {
  const reply = exchanges.at(-1)?.reply ?? "";
  if (final) transcript.push({ role: "user", content: finalPrompt(reply) });
  else await think(input, session, transcript, exchanges, round);
  const telling = tellAnswer(session, round);
  const answer = await askJson(session, "remote", {
    step: { kind: "minion-decide", question: input.question, exchanges, final },
    stepPath: `round-${round}/decide`,
    messages: transcript,
    round,
    name: final ? "final_answer" : "decision",
    schema: final ? finalDecisionSchema : decisionSchema,
    startStream: telling.startStream,
  });
  if (answer.kind !== "valid") return { kind: "unparsable", problem: answer.problem };
  transcript.push({ role: "assistant", content: answer.text });
  if (answer.value.decision === "request_additional_info")
    return { kind: "ask", message: answer.value.message };
  if (answer.value.answer !== null) telling.propose(answer.value.answer);
  return { kind: "answer", decision: answer.value };
}

async function think(
  input: MinionInput,
  session: Session,
  transcript: ModelMessage[],
  exchanges: readonly Exchange[],
  round: number,
): Promise<void> {
  transcript.push({ role: "user", content: thinkPrompt(exchanges.at(-1)?.reply ?? "") });
  const thought = await session.ask("remote", {
    step: { kind: "minion-think", question: input.question, exchanges },
    stepPath: `round-${round}/think`,
    messages: transcript,
    output: { kind: "text" },
  });
  session.emit({ type: "supervisor-thought", round, text: thought.text });
  transcript.push({ role: "assistant", content: thought.text.trim() || "(no thoughts)" });
  transcript.push({ role: "user", content: DECIDE_PROMPT });
}

function ending(
  session: Session,
  verdict: Exclude<Verdict, { kind: "ask" }>,
  rounds: number,
  exchanges: readonly Exchange[],
): ProtocolEnding {
  const replies = exchanges.toReversed().map((exchange) => exchange.reply);
  if (verdict.kind === "unparsable") {
    const explanation = `The supervisor's last reply could not be read: ${verdict.problem}`;
    return {
      rounds,
      outcome: { kind: "no-answer", reason: "supervisor-unparsable", explanation },
      quotes: quotesOf(session, [], replies),
    };
  }
  const { answer, quotes } = verdict.decision;
  if (answer === null) {
    const explanation = "The supervisor found no answer in what the worker reported.";
    return {
      rounds,
      outcome: { kind: "no-answer", reason: "not-found", explanation },
      quotes: quotesOf(session, [], replies),
    };
  }
  return {
    rounds,
    outcome: { kind: "answered", answer },
    quotes: quotesOf(session, quotes ?? [], [answer, ...replies]),
  };
}

/**
 * The supervisor's own choice first, then what else was quoted on the way, newest reply first.
 * A choice is taken in the worker's spelling: in privacy mode the supervisor only ever saw placeholders.
 */
function quotesOf(session: Session, chosen: readonly string[], texts: readonly string[]): QuoteCandidate[] {
  const quoted = texts.flatMap((text) => extractQuotes(text));
  const asQuoted = chosen.map(
    (quote) => quoted.find((other) => session.egress.looksSame(quote, other)) ?? quote,
  );
  return [...asQuoted, ...quoted].map((quote) => ({ quote }));
}
