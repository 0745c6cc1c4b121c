import { between, type Random } from "./seeded-random.ts";

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly response_format?: { readonly json_schema?: { readonly name?: string } };
}

/** The mark of one reply. Two replies never carry the same, so that what is stored tells which call it was paid with. */
export function markOf(call: number): string {
  return `paid-${call}-`;
}

/** The calls whose marks stand in a text. */
export function callsMarkedIn(text: string): number[] {
  return [...text.matchAll(/paid-(\d+)-/g)].map(([, call]) => Number(call));
}

/**
 * What the scripted models say to a request. As with real ones, the same request asked twice gets two different
 * replies: a run that forgot what it had paid for would tell another story.
 */
export function replyTo(body: string, call: number, random: Random): string {
  const request = JSON.parse(body) as ChatRequest;
  const subject = /case-\d+/.exec(body)?.[0] ?? "no case";
  const mark = markOf(call);
  const form = request.response_format?.json_schema?.name;
  if (form !== undefined && random() < 0.04) return `No JSON this time. ${mark}`;
  const answer = longAnswer(subject, mark, random);
  const goesOn = random() < 0.4;
  switch (form) {
    case "opening":
      return JSON.stringify({ reasoning: mark, message: `Find the figure of ${subject}.` });
    case "decision":
      return JSON.stringify(
        goesOn
          ? { decision: "request_additional_info", message: `Once more: the figure of ${subject}? ${mark}` }
          : { decision: "provide_final_answer", answer, quotes: [] },
      );
    case "final_answer":
      return JSON.stringify({ decision: "provide_final_answer", explanation: mark, answer, quotes: [] });
    case "plan":
      return JSON.stringify(planFor(subject, mark));
    case "job_report":
      return JSON.stringify({
        explanation: mark,
        citation: null,
        answer: `About ${between(random, 1, 999)}`,
      });
    case "synthesis":
      return JSON.stringify(synthesis(goesOn ? null : answer, mark));
    default:
      return body.includes("prepareJobs") && !body.includes(`"model":"worker"`)
        ? codeFor(subject, mark)
        : `The figure of ${subject} is about ${between(random, 1, 999)}. ${mark}`;
  }
}

/** Several chunks long, so that a kill can come while it is being written. */
function longAnswer(subject: string, mark: string, random: Random): string {
  const words = Array.from({ length: between(random, 20, 120) }, () => `n${between(random, 0, 9_999)}`);
  return `The figure of ${subject} (${mark}) follows from ${words.join(" ")}.`;
}

function planFor(subject: string, mark: string): object {
  return {
    chunking: { strategy: "chunk_by_paragraph", size: 400 },
    tasks: [{ task: `Find the figure of ${subject}.`, advice: mark }],
    aggregation: "by-task",
  };
}

function synthesis(answer: string | null, mark: string): object {
  const decision = answer === null ? "request_additional_info" : "provide_final_answer";
  return {
    decision,
    explanation: mark,
    answer,
    feedback: answer === null ? "More." : null,
    scratchpad: null,
  };
}

function codeFor(subject: string, mark: string): string {
  return `\`\`\`js
// ${mark}
function prepareJobs(context, previousJobs) {
  return chunkByParagraph(context, { size: 400 }).map((chunk) => ({ chunk, task: "Find the figure of ${subject}.", advice: "${mark}" }));
}
function transformOutputs(jobs) {
  return jobs.map((job) => "job " + job.jobId + ": " + job.answer).join("\\n");
}
\`\`\``;
}
