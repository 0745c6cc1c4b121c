import type { ApprovalRequest } from "#app";
import type { CliIo } from "../cli-io.ts";
import { createStyle, wantsColour } from "../output/style.ts";
import { approvalPage } from "./approval-page.ts";

export type Decision = "approve" | "reject";

/** Shows what would leave and lets the user decide. Undefined where nobody sits at a terminal. */
export async function decideApproval(
  request: ApprovalRequest,
  io: Pick<CliIo, "stderr" | "env" | "ask">,
): Promise<Decision | undefined> {
  if (io.ask === undefined) return undefined;
  const style = createStyle(wantsColour(io.stderr.isTerminal, io.env));
  io.stderr.write(`${approvalPage(request, style)}\n\n`);
  const answer = (await io.ask("Send this? [y/N] ")).trim().toLowerCase();
  return /^(?:y|yes|approve)$/.test(answer) ? "approve" : "reject";
}
