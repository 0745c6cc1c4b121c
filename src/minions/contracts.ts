import { z } from "zod";

/** Minion, first turn of the supervisor. */
export const openingSchema = z.object({
  reasoning: z.string().nullish(),
  message: z.string().min(1),
});

const finalAnswer = {
  /** Null says honestly that the documents give no answer. */
  answer: z.string().min(1).nullable(),
  /** Verbatim quotes from the worker's replies that carry the answer, strongest first. */
  quotes: z.array(z.string()).nullish(),
};

/** Minion, end of a round that may go on. */
export const decisionSchema = z.discriminatedUnion("decision", [
  z.object({ decision: z.literal("provide_final_answer"), ...finalAnswer }),
  z.object({ decision: z.literal("request_additional_info"), message: z.string().min(1) }),
]);

/** Minion, last round: an answer is due. */
export const finalDecisionSchema = z.object({ decision: z.literal("provide_final_answer"), ...finalAnswer });

/** MinionS, one worker job. */
export const jobReplySchema = z.object({
  explanation: z.string(),
  citation: z.string().nullable(),
  answer: z.string().nullable(),
});

/** MinionS, end of a round. `sources` names the jobs (by jobId) that carry the answer, strongest first. */
export const synthesisSchema = z.object({
  decision: z.enum(["provide_final_answer", "request_additional_info"]),
  explanation: z.string(),
  answer: z.string().nullable(),
  feedback: z.string().nullable(),
  scratchpad: z.string().nullable(),
  sources: z.array(z.number().int().nonnegative()).nullish(),
});

/** MinionS, last round. */
export const finalSynthesisSchema = z.object({
  decision: z.literal("provide_final_answer"),
  explanation: z.string(),
  answer: z.string().nullable(),
  sources: z.array(z.number().int().nonnegative()).nullish(),
});

export type Opening = z.infer<typeof openingSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type FinalDecision = z.infer<typeof finalDecisionSchema>;
export type JobReply = z.infer<typeof jobReplySchema>;
export type Synthesis = z.infer<typeof synthesisSchema>;
export type FinalSynthesis = z.infer<typeof finalSynthesisSchema>;
