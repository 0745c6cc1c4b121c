import type { ProviderStatus } from "#app";
import { formatCount } from "../output/format.ts";
import type { Style } from "../output/style.ts";
import { renderTable } from "../output/table.ts";
import { shortLine, terminalLine } from "../output/terminal-text.ts";

const MODELS_SHOWN = 5;

/** Every provider on a line, then what is missing, provider by provider. */
export function providersTable(statuses: readonly ProviderStatus[], style: Style): string {
  const rows = statuses.map((status) => [
    status.id,
    status.configured ? "yes" : "no",
    reachableText(status),
    modelsText(status),
  ]);
  const problems = statuses
    .filter((status) => status.problem !== undefined)
    .map((status) => `  ${status.id}: ${terminalLine(status.problem ?? "")}`);
  const table = renderTable([["PROVIDER", "CONFIGURED", "REACHABLE", "MODELS"], ...rows]);
  const [header = "", ...lines] = table.split("\n");
  const sections = [[style.strong(header), ...lines].join("\n")];
  if (problems.length > 0) sections.push([style.strong("What is missing"), ...problems].join("\n"));
  return sections.join("\n\n");
}

function reachableText(status: ProviderStatus): string {
  if (status.reachable === undefined)
    return status.configured && status.baseUrl === undefined ? "in process" : "-";
  return status.reachable ? "yes" : "no";
}

function modelsText(status: ProviderStatus): string {
  const { models } = status;
  if (models.length === 0) return "-";
  const shown = models.slice(0, MODELS_SHOWN).map((model) => shortLine(model, 40));
  const more = models.length > shown.length ? ` and ${formatCount(models.length - shown.length)} more` : "";
  return `${shown.join(", ")}${more}`;
}
