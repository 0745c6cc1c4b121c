import type { Decision, Exchange, FinalDecision } from "#minions";
import { type ParsedReply, parseWorkerReply } from "../answer/worker-reply.ts";

const MAX_QUOTES = 9;

/** Minion's supervisor: the latest reply that found something is the answer; a last round without one says so. */
export function decide(
  question: string,
  exchanges: readonly Exchange[],
  final: boolean,
): Decision | FinalDecision {
  const found = bestReply(exchanges);
  if (found !== undefined) {
    const quotes = found.quotes.slice(0, MAX_QUOTES);
    return { decision: "provide_final_answer", answer: found.statement, quotes };
  }
  if (final) return { decision: "provide_final_answer", answer: null, quotes: [] };
  return {
    decision: "request_additional_info",
    message: `${question} Look again, in tables and notes too, and quote what comes closest.`,
  };
}

/** What the supervisor says between reply and decision. */
export function think(exchanges: readonly Exchange[]): string {
  const found = bestReply(exchanges);
  if (found === undefined) return "The worker found nothing that answers the question.";
  return `The worker gives ${found.quotes.length} quote(s). The strongest comes first; the answer rests on it.`;
}

function bestReply(exchanges: readonly Exchange[]): ParsedReply | undefined {
  return exchanges.map((exchange) => parseWorkerReply(exchange.reply)).findLast((reply) => reply.found);
}
