import { z } from "zod";
import type { HistoryTurn } from "#minions";
import { HistoryInvalidError } from "../errors.ts";
import { readTextFile } from "../files.ts";

const historySchema = z.array(
  z.strictObject({ role: z.enum(["user", "agent"]), text: z.string().min(1).max(100_000) }),
);

/**
 * Earlier turns of the conversation from a JSON file, oldest first.
 *
 * @throws HistoryInvalidError, or a file error where it cannot be read.
 */
export async function readHistory(path: string, workingDirectory: string): Promise<HistoryTurn[]> {
  const parsed = historySchema.safeParse(parseJson(path, await readTextFile(path, workingDirectory)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `entry ${issue.path.map(String).join(".")}` : "the file";
  throw new HistoryInvalidError(path, `${where} is not as it must be`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HistoryInvalidError(path, "it is no JSON"); // The parser's message would quote the text.
  }
}
