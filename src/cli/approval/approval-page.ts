import type { ApprovalRequest } from "#app";
import { formatMoney, formatQuantity } from "../output/format.ts";
import type { Style } from "../output/style.ts";
import { terminalLine, terminalText } from "../output/terminal-text.ts";

/** What would leave, for its owner to look at: to whom, how much, at what cost, and every word of it. */
export function approvalPage(request: ApprovalRequest, style: Style): string {
  const { recipients, bytes, sha256, promptTokens, promptCost, covers, stepPath, payload } = request;
  const line = (label: string, text: string): string => `${style.strong(label.padEnd(9))}${text}`;
  const names = recipients.map(({ provider, model, host }) =>
    terminalLine(`${provider}/${model} at ${host}`),
  );
  const words = terminalText(payload).split("\n");
  return [
    style.strong("Waiting for approval: nothing of this has left yet"),
    line("Step", terminalLine(stepPath)),
    line("To", names.join(", else to ")),
    line("Size", `${formatQuantity(bytes, "byte")}, sha256 ${terminalLine(sha256)}`),
    line(
      "Cost",
      `${formatMoney(promptCost)} for about ${formatQuantity(promptTokens, "token")}, without the reply`,
    ),
    line("Covers", covers === "task" ? "the rest of the task" : "this text alone"),
    "",
    ...words.map((word) => `  ${word}`.trimEnd()),
  ].join("\n");
}
