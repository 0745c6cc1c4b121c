import { describe, expect, it } from "vitest";
import type { Submission } from "../engine-api.ts";
import type { StoredTask } from "../task.ts";
import { agentMessage, textArtifact, userMessage } from "../testing/messages.ts";
import { addChunk, changeTask, createTask } from "./change-task.ts";
import type { TaskHappening } from "./transition.ts";

const submission: Submission = {
  owner: { tenant: "acme", owner: "alice" },
  message: userMessage("How much?"),
  contentHash: "hash",
  metadata: { skill: "one", color: "red" },
  request: { rounds: 3 },
  timeoutMs: 5000,
};
const created = createTask(submission, "task", "talk", 100).task;

function taskAfter(task: StoredTask, happening: TaskHappening, at: number): StoredTask {
  const changed = changeTask(task, happening, at);
  if (changed.kind === "refused") throw new Error(changed.reason);
  return changed.change.task;
}

function eventsOf(task: StoredTask, happening: TaskHappening): readonly string[] {
  const changed = changeTask(task, happening, 900);
  return changed.kind === "refused" ? [changed.reason] : changed.change.events.map(({ type }) => type);
}

const begun = taskAfter(created, { type: "run-begun" }, 200);
const asked = taskAfter(begun, { type: "input-asked", message: agentMessage("Which year?") }, 300);
const followUp: TaskHappening = {
  type: "follow-up-received",
  message: userMessage("2025"),
  metadata: { color: "blue" },
  request: { year: 2025 },
  timeoutMs: 9000,
};

describe("a change of a task", () => {
  it("names the version that it was made from", () => {
    const changed = changeTask({ ...begun, version: 7 }, { type: "run-completed" }, 900);
    expect(changed).toMatchObject({ kind: "change", change: { expectedVersion: 7, at: 900 } });
    expect(createTask(submission, "task", "talk", 100).expectedVersion).toBeUndefined();
  });

  it("sets the limit when the first run begins, and keeps it when another takes over", () => {
    expect(created.deadlineAt).toBeUndefined();
    expect(begun).toMatchObject({ attempts: 1, deadlineAt: 5200, statusAt: 200 });
    expect(taskAfter(begun, { type: "run-begun" }, 4000)).toMatchObject({
      attempts: 2,
      deadlineAt: 5200,
      statusAt: 200,
    });
  });

  it("tells a take-over and a hand-back to nobody", () => {
    expect(eventsOf(begun, { type: "run-begun" })).toEqual([]);
    expect(eventsOf(begun, { type: "run-handed-back" })).toEqual([]);
  });

  it("does not count a run that was asked to leave as one that died", () => {
    expect(taskAfter(begun, { type: "run-handed-back" }, 900).attempts).toBe(0);
  });

  it("keeps what the newest status said, and nothing of the one before", () => {
    const told = taskAfter(begun, { type: "progress-told", message: agentMessage("Reading.") }, 300);
    expect(told.statusMessage?.messageId).toBe("Reading.");
    expect(taskAfter(told, { type: "run-completed" }, 400).statusMessage).toBeUndefined();
  });

  it("leaves progress out of the history", () => {
    const told = taskAfter(begun, { type: "progress-told", message: agentMessage("Reading.") }, 300);
    expect(told.history).toEqual(created.history);
  });

  it("stops the clock while input is awaited", () => {
    expect(asked).toMatchObject({ attempts: 0, state: { kind: "input-required" } });
    expect(asked.deadlineAt).toBeUndefined();
  });

  it("puts question and follow-up into the history and lays the follow-up's data over the task's", () => {
    const continued = taskAfter(asked, followUp, 800);
    expect(continued.history.map(({ messageId }) => messageId)).toEqual(["How much?", "Which year?", "2025"]);
    expect(continued).toMatchObject({
      metadata: { skill: "one", color: "blue" },
      request: { rounds: 3, year: 2025 },
      timeoutMs: 9000,
      statusAt: 800,
    });
    expect(eventsOf(asked, followUp)).toEqual(["message-added", "status-changed"]);
    expect(taskAfter(continued, { type: "run-begun" }, 1000)).toMatchObject({
      attempts: 1,
      deadlineAt: 10_000,
    });
  });

  it("writes artifacts without a change of status", () => {
    const written = taskAfter(
      begun,
      {
        type: "artifact-written",
        artifact: textArtifact("answer", "42"),
        append: false,
        lastChunk: true,
      },
      900,
    );
    expect(written.statusAt).toBe(200);
    expect(written.artifacts).toEqual([textArtifact("answer", "42")]);
  });
});

describe("a chunk of an artifact", () => {
  const before = { ...textArtifact("answer", "4"), name: "Answer" };
  const chunk = { ...textArtifact("answer", "2"), description: "whole" };
  const TABLE = [
    ["is the artifact when it is the first", undefined, false, chunk],
    ["is the artifact when it is to be added to nothing", undefined, true, chunk],
    ["replaces the artifact when it is not to be added", before, false, chunk],
    [
      "adds its parts and lays its fields over",
      before,
      true,
      { ...before, description: "whole", parts: [...before.parts, ...chunk.parts] },
    ],
  ] as const;
  for (const [name, artifact, append, expected] of TABLE) {
    it(name, () => expect(addChunk(artifact, chunk, append)).toEqual(expected));
  }
});
