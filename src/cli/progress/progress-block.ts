import { formatCount, formatMoney } from "../output/format.ts";
import { shortLine } from "../output/terminal-text.ts";
import type { AskProgress } from "./ask-progress.ts";

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;
const BAR_CELLS = 20;

/** The updating block of a run: at most three lines, none wider than the terminal. */
export function progressBlock(progress: AskProgress, frame: number, columns: number): string[] {
  const width = Math.max(20, columns - 1);
  const lines = [`${SPINNER[frame % SPINNER.length]} ${headline(progress)}`];
  if (progress.jobsTotal > 0) lines.push(`  ${jobBar(progress.jobsDone, progress.jobsTotal)}`);
  if (progress.phase !== "reading") lines.push(`  ${tokenLine(progress)}`);
  return lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}

function headline(progress: AskProgress): string {
  if (progress.phase === "reading") {
    const last = progress.lastDocument === undefined ? "" : ` · ${shortLine(progress.lastDocument, 60)}`;
    return progress.documentsTotal === 0
      ? "Starting"
      : `Reading documents ${progress.documentsDone}/${progress.documentsTotal}${last}`;
  }
  const protocol = progress.skill === "minions_query" ? "MinionS" : "Minion";
  const round = progress.round > 0 ? ` · round ${progress.round}/${progress.maxRounds}` : "";
  return `${protocol}${round} · ${progress.speaking}`;
}

function jobBar(done: number, total: number): string {
  const filled = Math.round((done / total) * BAR_CELLS);
  return `${"█".repeat(filled)}${"░".repeat(BAR_CELLS - filled)} jobs ${done}/${total}`;
}

function tokenLine(progress: AskProgress): string {
  const side = (name: "local" | "remote"): string => {
    const { promptTokens, completionTokens } = progress.usage[name];
    return `${shortLine(progress.models[name], 40)} ${formatCount(promptTokens + completionTokens)} tokens`;
  };
  const cost = progress.cost.kind === "unknown" ? "cost unknown" : `${formatMoney(progress.cost)} so far`;
  return `local ${side("local")} · remote ${side("remote")} · ${cost}`;
}
