import { describe, expect, it } from "vitest";
import { createExtractiveModel } from "#embedded";
import type { StoredTask, TaskEvent } from "#engine";
import { systemClock } from "#kernel";
import type { ModelRequest } from "#minions";
import { openRunner, type RunnerFixture, text } from "../testing/runner-fixture.ts";
import { ANSWER, localLines, NOTES, QUESTION, remoteLines, talkingModel } from "../testing/talking-models.ts";

function statusTypes(events: readonly TaskEvent[]): string[] {
  return events.flatMap(({ body }) => {
    const type = body.type === "status-changed" ? body.metadata?.["event_type"] : undefined;
    return typeof type === "string" ? [type] : [];
  });
}

function innerEvents(events: readonly TaskEvent[], type: string): Record<string, unknown>[] {
  return events
    .flatMap(({ body }) => (body.type === "status-changed" ? (body.metadata?.["events"] ?? []) : []))
    .filter((event) => (event as { type?: unknown }).type === type) as Record<string, unknown>[];
}

function answerChunks(events: readonly TaskEvent[]) {
  return events.flatMap(({ body }) => (body.type === "artifact-updated" ? [body] : []));
}

async function askOnce(fixture: RunnerFixture, options = {}): Promise<StoredTask> {
  const task = await fixture.ask({ parts: [text(QUESTION), text(NOTES, "notes.md")], options });
  return fixture.settled(task);
}

describe("a task", () => {
  it("tells who speaks and what round, streams its answer, and ends with answer and result", async () => {
    const local = talkingModel("local", localLines);
    const remote = talkingModel("remote", remoteLines);
    await using fixture = await openRunner({ local: local.model, remote: remote.model });
    const task = await askOnce(fixture);
    expect(task.state).toEqual({ kind: "completed" });
    const events = await fixture.events(task);
    expect(statusTypes(events)).toEqual([
      "document-read",
      "run-started",
      "round-started",
      "supervisor-asked",
      "worker-replied",
      "supervisor-thought",
      "answer-started",
      "answer-proposed",
    ]);
    expect(innerEvents(events, "model-called").map((call) => call["side"])).toEqual([
      "remote",
      "local",
      "remote",
      "remote",
    ]);
    const chunks = answerChunks(events);
    const streamed = chunks.slice(0, -1);
    expect(streamed.length).toBeGreaterThan(1);
    expect(streamed.map((chunk) => chunk.append)).toEqual(streamed.map((_, index) => index > 0));
    const said = streamed
      .flatMap((chunk) => chunk.artifact.parts)
      .map((part) => (part.kind === "text" ? part.text : ""));
    expect(said.join("")).toBe(ANSWER);
    expect(chunks.at(-1)).toMatchObject({ append: false, lastChunk: true });
    expect(task.artifacts).toHaveLength(1);
    const [answer, data] = task.artifacts[0]?.parts ?? [];
    expect(answer).toEqual({ kind: "text", text: ANSWER });
    expect(data).toMatchObject({
      kind: "data",
      data: {
        form: "a2a-minions/result/1",
        outcome: { kind: "answered" },
        citations: [{ verified: true }],
        coverage: { documents: [{ documentName: "notes.md" }] },
      },
    });
    expect(JSON.stringify(data)).toContain('"sha256"');
    expect(JSON.stringify(data)).not.toContain("What does the report say");
  });

  it.each([
    ["died", false],
    ["was asked to leave", true],
  ])(
    "taken over from a run that %s in the middle of its jobs pays and tells nothing twice",
    async (_how, left) => {
      const paragraphs = Array.from({ length: 12 }, (_, index) => `Paragraph ${index}. ${NOTES.repeat(30)}`);
      const options = {
        skill_id: "minions_query",
        chunking_strategy: "chunk_by_paragraph",
        parallelism: 4,
      } as const;
      const stuck = Promise.withResolvers<void>();
      let answered = 0;
      const dying = talkingModel("local", async (request) => {
        if (++answered <= 5) return localLines(request);
        stuck.resolve();
        return new Promise<string>(() => undefined);
      });
      const remote = talkingModel("remote", remoteLines);
      await using first = await openRunner({ local: dying.model, remote: remote.model });
      const task = await first.ask({
        parts: [text(QUESTION), text(paragraphs.join("\n\n"), "notes.md")],
        options,
      });
      await stuck.promise;
      if (left) await first.engine.stop(0);
      // What was told waits at most for the pace of updates: the next engine finds some jobs told and some not.
      const local = talkingModel("local", localLines);
      const paidBefore = remote.calls.length;
      await using second = await openRunner({
        local: local.model,
        remote: remote.model,
        stores: first.stores,
      });
      const ended = await second.settled(task);
      expect(ended.state).toEqual({ kind: "completed" });
      expect(new Set(remote.calls).size).toBe(remote.calls.length);
      expect(remote.calls.length).toBeGreaterThan(paidBefore);
      const events = await second.events(task);
      const jobs = innerEvents(events, "job-finished");
      const total = Number(jobs[0]?.["total"]);
      expect(total).toBeGreaterThan(6);
      expect(local.calls.length).toBe(total - 5);
      expect(jobs.map((job) => job["done"])).toEqual(Array.from({ length: total }, (_, index) => index + 1));
      expect(new Set(jobs.map((job) => job["jobId"])).size).toBe(total);
      const types = statusTypes(events).filter((type) => type !== "job-finished" && type !== "model-called");
      expect(new Set(types).size).toBe(types.length);
      const calls = innerEvents(events, "model-called").map((call) => `${call["side"]} ${call["stepPath"]}`);
      expect(new Set(calls).size).toBe(calls.length);
      const seqs = events.map((event) => event.seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    },
  );

  it("with a hundred quick jobs makes few updates, and counts every one", async () => {
    const paragraphs = Array.from({ length: 100 }, (_, index) => `Paragraph ${index}. ${NOTES.repeat(30)}`);
    const local = talkingModel("local", localLines);
    const remote = talkingModel("remote", remoteLines);
    await using fixture = await openRunner({ local: local.model, remote: remote.model });
    const task = await fixture.settled(
      await fixture.ask({
        parts: [text(QUESTION), text(paragraphs.join("\n\n"))],
        options: { skill_id: "minions_query", decomposition: "plan" },
      }),
    );
    expect(task.state).toEqual({ kind: "completed" });
    const events = await fixture.events(task);
    const jobs = innerEvents(events, "job-finished");
    expect(jobs.length).toBeGreaterThan(50);
    expect(jobs.at(-1)?.["done"]).toBe(jobs.length);
    expect(statusTypes(events).filter((type) => type === "job-finished").length).toBeLessThan(
      jobs.length / 4,
    );
  });
});

describe("a question without its document", () => {
  const embedded = () => createExtractiveModel({ clock: systemClock });

  it.each([
    ["for a worker that needs one", "What was capital expenditure in 2024?", true],
    ["that it speaks of", "What does this report say of capital expenditure?", false],
  ])("is asked for it %s, and goes on with the reply", async (_, question, useEmbedded) => {
    const local = useEmbedded ? embedded() : talkingModel("local", localLines).model;
    const remote = useEmbedded ? embedded() : talkingModel("remote", remoteLines).model;
    await using fixture = await openRunner({ local, remote });
    const waiting = await fixture.settled(await fixture.ask({ parts: [text(question)] }));
    expect(waiting.state).toEqual({ kind: "input-required" });
    const taskId = waiting.id;
    const continued = await fixture.ask({ taskId, parts: [text("Here it is."), text(NOTES, "notes.md")] });
    const task = await fixture.settled(continued);
    expect(task.state).toEqual({ kind: "completed" });
    expect(JSON.stringify(task.artifacts)).toContain("1,577");
  });

  it("is about the documents that came earlier in the conversation", async () => {
    await using fixture = await openRunner({ local: embedded(), remote: embedded() });
    const first = await askOnce(fixture);
    const { contextId } = first;
    const next = await fixture.settled(
      await fixture.ask({ contextId, parts: [text("What was revenue in 2024?")] }),
    );
    expect(JSON.stringify(next.artifacts)).toContain("12,450");
  });

  it("knows the turns before it", async () => {
    const opened: ModelRequest[] = [];
    const remote = talkingModel("remote", (request) => {
      if (request.step.kind === "minion-open") opened.push(request);
      return remoteLines(request);
    });
    await using fixture = await openRunner({
      local: talkingModel("local", localLines).model,
      remote: remote.model,
    });
    const { contextId } = await askOnce(fixture);
    await fixture.settled(await fixture.ask({ contextId, parts: [text("And in 2023?")] }));
    expect(opened[1]?.step).toMatchObject({
      history: [
        { role: "user", text: QUESTION },
        { role: "agent", text: ANSWER },
      ],
    });
  });
});

describe("a question that the documents do not answer", () => {
  it("completes its task and says so", async () => {
    const embedded = () => createExtractiveModel({ clock: systemClock });
    await using fixture = await openRunner({ local: embedded(), remote: embedded() });
    const task = await fixture.settled(
      await fixture.ask({
        parts: [text("Who is the chief astronomer of the zeppelin division?"), text(NOTES)],
      }),
    );
    expect(task.state).toEqual({ kind: "completed" });
    expect(JSON.stringify(task.statusMessage)).toContain("No answer found.");
    expect(JSON.stringify(task.artifacts)).toContain('"kind":"no-answer"');
  });
});
