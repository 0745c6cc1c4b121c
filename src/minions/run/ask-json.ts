import type { ZodType } from "zod";
import type { ImagePart, ModelMessage, Side, TextPart } from "../model-port.ts";
import { type JsonReading, readJsonReply } from "./json-reply.ts";
import type { Ask, Session } from "./session.ts";

/** How often a supervisor may be shown what was wrong with its JSON and try again. */
export const MAX_REPAIRS = 2;

export interface JsonAsk<Value> extends Omit<Ask, "output" | "onTextDelta"> {
  readonly round: number;
  readonly name: string;
  readonly schema: ZodType<Value>;
  readonly maxRepairs?: number;
  /** Called once for each attempt; what it returns sees that attempt's text as it arrives. */
  readonly startStream?: () => (delta: string) => void;
}

/** What came of a question that wants JSON. The last reply is kept where none was valid. */
export type JsonAnswer<Value> =
  | { readonly kind: "valid"; readonly value: Value; readonly text: string }
  | {
      readonly kind: "unparsable" | "truncated" | "refused";
      readonly text: string;
      readonly problem: string;
    };

/** Asks for JSON and, where the reply does not fit, asks again a bounded number of times with the error shown. */
export async function askJson<Value>(
  session: Session,
  side: Side,
  ask: JsonAsk<Value>,
): Promise<JsonAnswer<Value>> {
  const { schema, name, round, startStream, maxRepairs = MAX_REPAIRS, ...rest } = ask;
  let messages = rest.messages;
  for (let attempt = 0; ; attempt += 1) {
    const onTextDelta = startStream?.();
    const reply = await session.ask(side, {
      ...rest,
      messages,
      stepPath: `${rest.stepPath}/attempt-${attempt}`,
      output: { kind: "json", name, schema },
      ...(onTextDelta ? { onTextDelta } : {}),
    });
    const answer = judge(readJsonReply(reply.text, schema, shownIn(messages)), reply.text, reply.finish);
    if (answer.kind === "valid" || answer.kind === "refused" || attempt >= maxRepairs) return answer;
    session.emit({ type: "reply-repaired", round, step: rest.step.kind, problem: answer.problem });
    messages = [...rest.messages, ...repairTurns(reply.text, answer.problem)];
  }
}

/** What a model reads as data or instruction; its own earlier turns are no quotations. */
function shownIn(messages: readonly ModelMessage[]): string {
  return messages
    .filter(({ role }) => role !== "assistant")
    .map(({ content }) => (typeof content === "string" ? content : content.map(textOfPart).join("\n")))
    .join("\n");
}

function textOfPart(part: TextPart | ImagePart): string {
  return part.type === "text" ? part.text : "";
}

function judge<Value>(reading: JsonReading<Value>, text: string, finish: string): JsonAnswer<Value> {
  if (reading.kind === "valid") return { kind: "valid", value: reading.value, text };
  if (finish === "refusal") return { kind: "refused", text, problem: "The model refused." };
  if (finish === "length") {
    return { kind: "truncated", text, problem: "The reply was cut off at the length limit. Be briefer." };
  }
  return { kind: "unparsable", text, problem: reading.problem };
}

/** Enough of a faulty reply to repair it, without paying for a runaway one twice. */
const SHOWN_CHARACTERS = 4_000;

function repairTurns(text: string, problem: string): ModelMessage[] {
  return [
    { role: "assistant", content: text.slice(0, SHOWN_CHARACTERS) || "(empty reply)" },
    {
      role: "user",
      content: `That reply could not be used. ${problem}\nReply again with the JSON object alone, nothing before or after it.`,
    },
  ];
}
