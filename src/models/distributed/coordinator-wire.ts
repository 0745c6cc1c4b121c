import { z } from "zod";
import {
  estimateTokens,
  type FinishReason,
  type ModelMessage,
  type ModelRequest,
  type Usage,
} from "#minions";

/** "Any model that a node offers": then no model is named to the coordinator. */
export const ANY_MODEL = "auto";

/** Body of `POST /chat`. The wire knows one text only: no roles, no temperature, no seed, no limit of the reply. */
export interface ChatBody {
  readonly query: string;
  readonly model?: string;
  readonly structured_output_schema?: object;
}

export function chatBody(request: ModelRequest, model: string): ChatBody {
  return {
    query: toQuery(request.messages),
    ...(model === ANY_MODEL ? {} : { model }),
    ...(request.output.kind === "json"
      ? {
          structured_output_schema: z.toJSONSchema(request.output.schema, {
            io: "input",
            unrepresentable: "any",
          }),
        }
      : {}),
  };
}

const ROLE_LABEL: Record<ModelMessage["role"], string> = {
  system: "Instructions",
  user: "User",
  assistant: "Assistant",
};

/** The conversation as one text, its turns labelled; a lone message stays as it is. */
function toQuery(messages: readonly ModelMessage[]): string {
  const turns = messages.map(({ role, content }) => ({ role, text: textOf(content) }));
  const [only] = turns;
  if (only !== undefined && turns.length === 1) return only.text;
  return turns.map(({ role, text }) => `${ROLE_LABEL[role]}:\n${text}`).join("\n\n");
}

function textOf(content: ModelMessage["content"]): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n\n");
}

const tokens = z.number().int().nonnegative().optional().catch(undefined);

/** What the coordinator answers; only the reply itself must be there. */
export const chatAnswerSchema = z
  .object({
    response: z.string().nullish(),
    parsed_response: z.unknown().optional(),
    usage: z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish().catch(undefined),
    done_reason: z.string().nullish().catch(undefined),
    model_used: z.string().min(1).nullish().catch(undefined),
  })
  .refine((answer) => typeof answer.response === "string" || isPresent(answer.parsed_response));

export type ChatAnswer = z.infer<typeof chatAnswerSchema>;

/** JSON that the coordinator has parsed goes before the raw text, which may hold more than the JSON. */
export function replyText(answer: ChatAnswer, request: ModelRequest): string {
  const parsed = answer.parsed_response;
  if (request.output.kind === "json" && isPresent(parsed)) {
    return typeof parsed === "string" ? parsed : JSON.stringify(parsed);
  }
  return answer.response ?? JSON.stringify(parsed);
}

export function replyUsage(answer: ChatAnswer, body: ChatBody, text: string): Usage {
  const { prompt_tokens: prompt, completion_tokens: completion } = answer.usage ?? {};
  // A node that does not count says 0 for both, which no real call is.
  const counted = prompt !== undefined && completion !== undefined && prompt + completion > 0;
  return {
    promptTokens: counted ? prompt : estimateTokens(body.query),
    completionTokens: counted ? completion : estimateTokens(text),
    cachedTokens: 0,
    estimated: !counted,
  };
}

export function replyFinish(answer: ChatAnswer): FinishReason {
  switch (answer.done_reason ?? "stop") {
    case "stop":
      return "stop";
    case "length":
    case "max_tokens":
      return "length";
    case "content_filter":
    case "refusal":
      return "refusal";
    default:
      return "other";
  }
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
