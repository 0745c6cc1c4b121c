import type { HistoryTurn } from "../steps.ts";
import { fence } from "./fence.ts";
import type { Session } from "./session.ts";

/** Newest turns that are kept word for word; older ones are summarised. */
export const KEPT_TURNS = 10;

/** Shortens a long conversation: the newest turns as they are, older ones as a summary by the local model. */
export async function condenseHistory(
  session: Session,
  history: readonly HistoryTurn[],
): Promise<readonly HistoryTurn[]> {
  if (history.length <= KEPT_TURNS) return history;
  const older = history.slice(0, -KEPT_TURNS);
  const turns = older.map(({ role, text }) => fence("turn", text, { role })).join("\n");
  const reply = await session.ask("local", {
    step: { kind: "history-summarise", turns: older },
    stepPath: "history/summary",
    messages: [
      {
        role: "user",
        content: `${turns}\n\nSummarise this conversation in at most ten sentences. Keep names, figures, periods and what was decided.`,
      },
    ],
    output: { kind: "text" },
  });
  const summary: HistoryTurn = { role: "agent", text: `Summary of earlier turns: ${reply.text.trim()}` };
  return [summary, ...history.slice(-KEPT_TURNS)];
}
