import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AuditEvent } from "#audit";
import type { ContentPart, JsonObject, StoredTask } from "#engine";
import { type RunMetadata, serialiseMessages } from "#minions";
import { openSqliteStores } from "#stores";
import { APPROVAL_FORM, type ApprovalRequest } from "../../egress/approval-request.ts";
import {
  ASKER,
  openRunner,
  type RunnerFixture,
  type RunnerSetting,
  text,
} from "../testing/runner-fixture.ts";
import { ANSWER, localLines, NOTES, QUESTION, remoteLines, talkingModel } from "../testing/talking-models.ts";

const APPROVAL = { remote: "approval" };
const SECOND_QUESTION = "What was revenue in 2024?";

interface Cast {
  readonly local: ReturnType<typeof talkingModel>;
  readonly remote: ReturnType<typeof talkingModel>;
}

function cast(): Cast {
  return { local: talkingModel("local", localLines), remote: talkingModel("remote", remoteLines) };
}

const settingOf = ({ local, remote }: Cast, more: Partial<RunnerSetting> = {}): RunnerSetting => ({
  ...{ local: local.model, remote: remote.model, egress: APPROVAL },
  ...more,
});

function begin(fixture: RunnerFixture, options: RunMetadata = {}): Promise<StoredTask> {
  return fixture
    .ask({ parts: [text(QUESTION), text(NOTES, "notes.md")], options })
    .then((task) => fixture.settled(task));
}

async function reply(
  fixture: RunnerFixture,
  { id: taskId }: StoredTask,
  said: string | JsonObject,
  options: RunMetadata = {},
): Promise<StoredTask> {
  const part: ContentPart = typeof said === "string" ? text(said) : { kind: "data", data: said };
  return fixture.settled(await fixture.ask({ parts: [part], options, taskId }));
}

/** What the owner is shown. */
function shownIn({ state, statusMessage }: StoredTask): ApprovalRequest {
  expect(state).toEqual({ kind: "input-required" });
  const data = statusMessage?.parts.find((part) => part.kind === "data")?.data;
  expect(data).toMatchObject({ form: APPROVAL_FORM });
  return data as unknown as ApprovalRequest;
}

const sha256 = (words: string): string => createHash("sha256").update(words).digest("hex");
const sentTo = ({ remote }: Cast): string[] =>
  remote.requests.map(({ messages }) => serialiseMessages(messages).text);

function resultOf(task: StoredTask): JsonObject {
  const data = task.artifacts[0]?.parts.find((part) => part.kind === "data")?.data;
  return (data ?? {}) as JsonObject;
}

describe.each(["minion_query", "minions_query"] as const)("approval of what leaves, in %s", (skill_id) => {
  it("shows the first payload before anything leaves, and sends just that once it is approved", async () => {
    const models = cast();
    await using fixture = await openRunner(settingOf(models));
    const asked = await begin(fixture, { skill_id });
    const shown = shownIn(asked);
    expect(models.remote.calls).toEqual([]);
    expect(shown).toMatchObject({
      taskId: asked.id,
      recipients: [{ provider: "scripted", model: "remote" }],
      covers: "task",
      bytes: Buffer.byteLength(shown.payload),
      sha256: sha256(shown.payload),
    });
    expect(shown.payload).toContain(QUESTION);
    expect(shown.payload).not.toContain("1,577");
    const done = await reply(fixture, asked, "approve");
    expect(done.state).toEqual({ kind: "completed" });
    expect(sentTo(models)[0]).toBe(shown.payload);
    expect(resultOf(done)).toMatchObject({
      question: QUESTION,
      outcome: { answer: ANSWER },
      localOnly: null,
    });
  });

  it("shows each payload where the policy says so, reads once and tells nothing twice", async () => {
    const models = cast();
    await using fixture = await openRunner(settingOf(models, { egress: { ...APPROVAL, approval: "each" } }));
    let task = await begin(fixture, { skill_id });
    const shown: ApprovalRequest[] = [];
    while (task.state.kind === "input-required") {
      shown.push(shownIn(task));
      task = await reply(fixture, task, { egress: "approve" });
    }
    expect(task.state).toEqual({ kind: "completed" });
    expect(sentTo(models)).toEqual(shown.map(({ payload }) => payload));
    expect(shown.every(({ covers }) => covers === "payload")).toBe(true);
    expect(new Set(models.local.calls).size).toBe(models.local.calls.length);
    const told = (await fixture.events(task)).flatMap(({ body }) =>
      body.type === "status-changed" ? [body.metadata?.["event_type"]] : [],
    );
    expect(told.filter((type) => type === "run-started")).toHaveLength(1);
    expect(told.filter((type) => type === "document-read")).toHaveLength(1);
  });

  it("ends as rejected, with what was found at home until then", async () => {
    const models = cast();
    await using fixture = await openRunner(settingOf(models, { egress: { ...APPROVAL, approval: "each" } }));
    let task = await begin(fixture, { skill_id });
    while (models.local.calls.length === 0) task = await reply(fixture, task, "Approve");
    const sent = models.remote.calls.length;
    const ended = await reply(fixture, task, " reject ");
    expect(ended.state).toMatchObject({ kind: "rejected", failure: { code: "egress-rejected" } });
    expect(models.remote.calls).toHaveLength(sent);
    expect(ended.artifacts).toMatchObject([{ artifactId: "findings" }]);
    expect(JSON.stringify(ended.artifacts)).toContain("1,577");
  });

  it("answers at home after a rejection where the policy says so, and labels it", async () => {
    const models = cast();
    const egress = { ...APPROVAL, onReject: "local-only" };
    await using fixture = await openRunner(settingOf(models, { egress }));
    const done = await reply(fixture, await begin(fixture, { skill_id }), { egress: "reject" });
    expect(done.state).toEqual({ kind: "completed" });
    expect(models.remote.calls).toEqual([]);
    const { localOnly, notices, ledger } = resultOf(done);
    expect(localOnly).toMatchObject({ reason: "rejected", by: "embedded/extractive" });
    expect(JSON.stringify(notices)).toContain("Local only");
    for (const entry of ledger as unknown as JsonObject[]) expect(entry["leftProcess"]).toBe(false);
  });
});

describe("approval of what leaves", () => {
  it.each<[string, string | JsonObject]>([
    ["other words", "yes please"],
    ["a new question", SECOND_QUESTION],
    ["a word too many", "approve everything"],
    ["data that says nothing of it", { answer: "approve" }],
    ["an answer to another payload", { egress: "approve", sha256: "0".repeat(64) }],
    ["data of another kind", { egress: true }],
    ["what an object inherits", JSON.parse('{"__proto__": {"egress": "approve"}}')],
  ])("is asked for again after %s, and the question stays as it was", async (_, said) => {
    const models = cast();
    await using fixture = await openRunner(settingOf(models));
    const asked = await begin(fixture);
    const again = await reply(fixture, asked, said);
    expect(shownIn(again)).toEqual(shownIn(asked));
    expect(JSON.stringify(again.statusMessage)).toContain("neither approve nor reject");
    expect(models.remote.calls).toEqual([]);
    expect((await reply(fixture, again, "approve")).state).toEqual({ kind: "completed" });
    expect(sentTo(models).join()).not.toContain(SECOND_QUESTION);
  });

  it("is not had by two answers that contradict each other", async () => {
    const models = cast();
    await using fixture = await openRunner(settingOf(models));
    const asked = await begin(fixture);
    const parts = [text("approve"), { kind: "data" as const, data: { egress: "reject" } }];
    shownIn(await fixture.settled(await fixture.ask({ parts, taskId: asked.id })));
    expect(models.remote.calls).toEqual([]);
  });

  it("holds over a restart, for the question and for the answer", async () => {
    const models = cast();
    await using stores = await openSqliteStores({ path: ":memory:" });
    const setting = settingOf(models, { stores });
    let asked: StoredTask;
    {
      await using before = await openRunner(setting);
      asked = await begin(before);
    }
    await using after = await openRunner(setting);
    const done = await reply(after, asked, "approve");
    expect(done.state).toEqual({ kind: "completed" });
    expect(sentTo(models)[0]).toBe(shownIn(asked).payload);
  });

  it("is not asked for again by a run that takes over from one that died after it was given", async () => {
    const models = cast();
    const dying = talkingModel("remote", (request) =>
      request.step.kind === "minion-decide" ? new Promise<string>(() => undefined) : remoteLines(request),
    );
    await using stores = await openSqliteStores({ path: ":memory:" });
    let asked: StoredTask;
    {
      const reached = Promise.withResolvers<void>();
      const remote = {
        ...dying.model,
        generate: (...args: Parameters<typeof dying.model.generate>) => {
          if (args[0].step.kind === "minion-decide") reached.resolve();
          return dying.model.generate(...args);
        },
      };
      await using before = await openRunner({ ...settingOf(models, { stores }), remote });
      asked = await begin(before);
      await before.ask({ parts: [text("approve")], taskId: asked.id });
      await reached.promise;
    }
    await using after = await openRunner(settingOf(models, { stores }));
    const done = await after.settled(asked);
    expect(done.state).toEqual({ kind: "completed" });
    expect(models.remote.calls.map((path) => path.split("/").at(-2) ?? path)).not.toContain("open");
  });

  it.each<[string, RunMetadata]>([
    ["with other content", { privacy_mode: true }],
    ["to another recipient", { remote_provider: "openai", remote_model: "gpt-4o" }],
  ])("covers what was shown alone: a payload %s is shown anew", async (_, options) => {
    const models = cast();
    await using fixture = await openRunner(settingOf(models));
    const parts = [text("What did Ms. Oyelaran spend?"), text(NOTES, "notes.md")];
    const asked = await fixture.settled(await fixture.ask({ parts }));
    const shown = shownIn(asked);
    const again = shownIn(await reply(fixture, asked, "approve", options));
    expect(again).not.toEqual(shown);
    expect(models.remote.calls).toEqual([]);
    if (options.privacy_mode) expect(again.payload).not.toContain("Oyelaran");
  });

  it("can be waited for and given up: cancel ends the task", async () => {
    const models = cast();
    await using fixture = await openRunner(settingOf(models));
    const asked = await begin(fixture);
    expect((await fixture.engine.cancel(asked.id, ASKER)).state).toEqual({ kind: "canceled" });
    await expect(reply(fixture, asked, "approve")).rejects.toMatchObject({ code: "task-ended" });
    expect(models.remote.calls).toEqual([]);
  });

  it("is not asked for where nothing leaves", async () => {
    const models = cast();
    await using fixture = await openRunner(settingOf(models));
    const task = await begin(fixture, { local_only: true });
    expect(task.state).toEqual({ kind: "completed" });
    expect(models.remote.calls).toEqual([]);
    expect(resultOf(task)).toMatchObject({ localOnly: { reason: "asked", since: null } });
  });

  it("is none of a policy that lets nothing leave, which is written down once", async () => {
    const models = cast();
    const events: AuditEvent[] = [];
    const audit = { append: (event: AuditEvent) => void events.push(event) };
    await using fixture = await openRunner(settingOf(models, { audit, egress: { remote: "off" } }));
    const task = await begin(fixture);
    expect(resultOf(task)).toMatchObject({ localOnly: { reason: "policy" } });
    expect(models.remote.calls).toEqual([]);
    const details = { decision: "local-only", rule: "egress.remote" };
    expect(events).toMatchObject([{ action: "policy-decided", target: task.id, details }]);
  });

  it("is written down with what left, by hash and without a word of it", async () => {
    const models = cast();
    const events: AuditEvent[] = [];
    const audit = { append: (event: AuditEvent) => void events.push(event) };
    await using fixture = await openRunner(settingOf(models, { audit }));
    const asked = await begin(fixture);
    await reply(fixture, asked, "approve");
    expect(events[0]).toMatchObject({
      action: "approval-decided",
      actor: { kind: "principal", owner: ASKER.owner },
      target: asked.id,
      details: { decision: "approved" },
    });
    const sent = events.filter(({ action }) => action === "egress-sent");
    expect(sent.map(({ details }) => details)).toEqual(
      sentTo(models).map((words) => ({
        ...{ provider: "scripted", model: "remote", bytes: Buffer.byteLength(words) },
        payloadHash: sha256(words),
      })),
    );
    expect(JSON.stringify(events)).not.toContain("capital");
  });
});
