import { Agent, request } from "node:http";

export interface StreamedEvent {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly update: {
    readonly statusUpdate?: {
      readonly status: { readonly state: string };
      readonly metadata?: { readonly toldAt?: number };
    };
  };
}

/** Lines of their own for every stream: what is measured is that many are open. */
export function streamAgent(): Agent {
  return new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
}

/** Sends a question and follows its task to the end. @throws where the stream ends before the task does */
export async function askAndFollow(
  url: URL,
  agent: Agent,
  question: { readonly id: string; readonly metadata?: object },
): Promise<StreamedEvent[]> {
  const message = {
    messageId: question.id,
    role: "ROLE_USER",
    parts: [{ text: "What was capital expenditure in 2025?" }, { text: `The notes of ${question.id}.` }],
  };
  const body = JSON.stringify({ message, ...(question.metadata && { metadata: question.metadata }) });
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "a2a-version": "1.0",
    "x-api-key": url.searchParams.get("key") ?? "",
  };
  const events: StreamedEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    const sent = request(new URL("/message:stream", url), { method: "POST", agent, headers }, (response) => {
      let rest = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        const atMs = performance.timeOrigin + performance.now();
        const blocks = (rest + chunk).split("\n\n");
        rest = blocks.pop() ?? "";
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data !== undefined) events.push({ atMs, update: JSON.parse(data) as StreamedEvent["update"] });
        }
      });
      response.on("end", resolve).on("error", reject);
    });
    sent.on("error", reject).end(body);
  });
  const last = events.at(-1)?.update.statusUpdate?.status.state;
  if (last !== "TASK_STATE_COMPLETED") throw new Error(`The stream ended with ${last}.`);
  return events;
}
