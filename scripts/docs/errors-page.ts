import { EXIT_CODE_MEANINGS, EXIT_CODES, EXIT_UNEXPECTED } from "../../src/cli/exit-codes.ts";
import { ERROR_TEXTS, TASK_FAILURE_TEXTS } from "./error-texts.ts";
import { code, generatedFrom, markdownTable } from "./markdown.ts";

/** The reference page of every failure and every exit code. */
export function errorsPage(): string {
  const exitCodes: Readonly<Record<string, number>> = EXIT_CODES;
  const errors = Object.entries(ERROR_TEXTS).map(([name, text]) => [
    code(name),
    text.meaning,
    text.remedy,
    String(exitCodes[name] ?? EXIT_UNEXPECTED),
  ]);
  const taskFailures = Object.entries(TASK_FAILURE_TEXTS).map(([name, text]) => [
    code(name),
    text.meaning,
    text.remedy,
  ]);
  return [
    generatedFrom("src/cli/exit-codes.ts and scripts/docs/error-texts.ts"),
    "# Errors",
    INTRODUCTION,
    "## Codes",
    markdownTable(["Code", "What happened", "What to do", "Exit code"], errors),
    "## Codes of failed tasks",
    TASK_FAILURES,
    markdownTable(["Code", "What happened", "What to do"], taskFailures),
    "## Exit codes",
    markdownTable(
      ["Exit code", "Meaning"],
      EXIT_CODE_MEANINGS.map(([number, meaning]) => [String(number), meaning]),
    ),
    "",
  ].join("\n\n");
}

const INTRODUCTION = [
  "Every failure has a code that does not change between versions. The command line tells it on stderr in words and by",
  "its exit code; with `--json`, stdout holds exactly one JSON document also then:",
  "",
  "```json",
  '{"error": {"code": "file-not-found", "message": "There is no file report.pdf. …", "path": "report.pdf"}}',
  "```",
  "",
  "Fields besides `code` and `message` belong to the kind of error. A fault inside the program has the code",
  "`unexpected` and exit code 1. That a run found no answer is no failure: the result says so, and the exit code is 3.",
].join("\n");

const TASK_FAILURES = [
  "A task that failed at a server tells the code in `status.message.metadata.code`. Mostly it is one of those above:",
  "`documents-refused`, `timed-out`, `provider-unreachable`. These are given to tasks alone; the command line tells them as",
  "`failure` of `task-failed`.",
].join("\n");
