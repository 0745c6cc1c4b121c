import { finalSynthesisSchema, type Synthesis, synthesisSchema } from "../contracts.ts";
import type { ModelMessage } from "../model-port.ts";
import { tellAnswer } from "../run/answer-events.ts";
import { askJson } from "../run/ask-json.ts";
import type { Session } from "../run/session.ts";
import type { JobReport } from "../steps.ts";
import { finalPrompt, SYNTHESISE_PROMPT, thinkPrompt } from "./prompts.ts";

export interface SynthesisRequest {
  readonly question: string;
  readonly aggregate: string;
  readonly jobs: readonly JobReport[];
  readonly round: number;
  readonly final: boolean;
}

export type Verdict =
  | { readonly kind: "decided"; readonly synthesis: Synthesis }
  | { readonly kind: "unparsable"; readonly problem: string };

/** Lets the supervisor think over a round's findings and decide; in the last round one prompt, and an answer is due. */
export async function synthesise(
  session: Session,
  head: readonly ModelMessage[],
  request: SynthesisRequest,
): Promise<Verdict> {
  const { question, aggregate, jobs, round, final } = request;
  const telling = tellAnswer(session, round);
  const messages = final
    ? [...head, userTurn(finalPrompt(question, aggregate))]
    : [...(await think(session, head, request)), userTurn(SYNTHESISE_PROMPT)];
  const base = {
    step: { kind: "minions-synthesise" as const, question, aggregate, jobs, final },
    stepPath: `round-${round}/synthesise`,
    messages,
    round,
    startStream: telling.startStream,
  };
  const answer = final
    ? await askJson(session, "remote", { ...base, name: "final_answer", schema: finalSynthesisSchema })
    : await askJson(session, "remote", { ...base, name: "synthesis", schema: synthesisSchema });
  if (answer.kind !== "valid") return { kind: "unparsable", problem: answer.problem };
  const { value } = answer;
  if (value.decision === "provide_final_answer" && value.answer !== null) telling.propose(value.answer);
  return { kind: "decided", synthesis: { feedback: null, scratchpad: null, ...value } };
}

async function think(
  session: Session,
  head: readonly ModelMessage[],
  { question, aggregate, jobs, round }: SynthesisRequest,
): Promise<readonly ModelMessage[]> {
  const messages = [...head, userTurn(thinkPrompt(question, aggregate))];
  const thought = await session.ask("remote", {
    step: { kind: "minions-think", question, aggregate, jobs },
    stepPath: `round-${round}/think`,
    messages,
    output: { kind: "text" },
  });
  session.emit({ type: "supervisor-thought", round, text: thought.text });
  return [...messages, { role: "assistant", content: thought.text.trim() || "(no thoughts)" }];
}

function userTurn(content: string): ModelMessage {
  return { role: "user", content };
}
