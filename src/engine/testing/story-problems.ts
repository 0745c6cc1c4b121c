import { isTerminal, type StoredTask, type TaskEvent } from "../task.ts";
import { textOf } from "./engine-fixture.ts";

/**
 * Where a task and its events do not tell one story, each thing once. The run of the task writes "answer-0",
 * "answer-1" and so on as progress and as chunks of one artifact, `steps` of them.
 */
export function problemsOf(task: StoredTask, events: readonly TaskEvent[], steps: number): string[] {
  return [...problemsOfEvents(task, events), ...toldTwice(events), ...problemsOfAnswer(task, steps)];
}

function problemsOfEvents(task: StoredTask, events: readonly TaskEvent[]): string[] {
  const problems: string[] = [];
  if (events.some(({ seq }, index) => seq !== index + 1)) problems.push("its events have a gap");
  if (events.length !== task.lastSeq) problems.push(`it has ${events.length} events of ${task.lastSeq}`);
  const states = events.flatMap(({ body }) => (body.type === "status-changed" ? [body.state] : []));
  if (states.at(-1)?.kind !== task.state.kind) problems.push("its events end in another state");
  if (states.slice(0, -1).some(isTerminal)) problems.push("something follows its end");
  return problems;
}

function toldTwice(events: readonly TaskEvent[]): string[] {
  const told = new Set<string>();
  const problems: string[] = [];
  for (const { body } of events) {
    if (body.type === "message-added") told.clear();
    else {
      const said = body.type === "status-changed" ? body.message : body.artifact;
      const text = `${body.type} ${textOf(said?.parts ?? [])}`;
      if (said !== undefined && told.has(text)) problems.push(`"${text}" was told twice`);
      told.add(text);
    }
  }
  return problems;
}

function problemsOfAnswer(task: StoredTask, steps: number): string[] {
  const answer = textOf(task.artifacts[0]?.parts ?? []);
  const expected = Array.from({ length: steps }, (_, step) => `answer-${step}`).join("");
  const right = task.state.kind === "completed" ? answer === expected : expected.startsWith(answer);
  return right ? [] : [`its artifact reads "${answer}"`];
}
