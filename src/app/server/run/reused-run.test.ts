import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditEvent } from "#audit";
import { ReusedResults } from "#cache";
import type { JsonObject, StoredTask, TaskOwner } from "#engine";
import { systemClock } from "#kernel";
import { createBudgets } from "#limits";
import type { ModelRequest, RunMetadata } from "#minions";
import { type DatabaseStores, openSqliteStores } from "#stores";
import { openRunner, type RunnerFixture, type RunnerSetting, text } from "../testing/runner-fixture.ts";
import { ANSWER, localLines, NOTES, QUESTION, remoteLines, talkingModel } from "../testing/talking-models.ts";

const ADA: TaskOwner = { tenant: "north", owner: "ada" };

let stores: DatabaseStores;
let local: ReturnType<typeof talkingModel>;
let remote: ReturnType<typeof talkingModel>;
let lookUps: string[];

beforeEach(async () => {
  stores = await openSqliteStores({ path: ":memory:" });
  local = talkingModel("local", localLines);
  remote = talkingModel("remote", remoteLines);
  lookUps = [];
});

afterEach(() => stores[Symbol.asyncDispose]());

function open(more: Partial<RunnerSetting> = {}): Promise<RunnerFixture> {
  const results = new ReusedResults({
    ...{ cache: stores.results, maxBytes: 1e6, ttlMs: 3_600_000 },
    onLookUp: (outcome) => lookUps.push(outcome),
    onKeep: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  const models = { local: local.model, remote: remote.model };
  return openRunner({ ...models, stores, reuse: { results, state: "1" }, ...more });
}

interface Asked {
  readonly question?: string;
  readonly owner?: TaskOwner;
  readonly options?: RunMetadata;
}

/** Asks and waits; gives the task and how many calls were made for it. */
async function ask(fixture: RunnerFixture, { question = QUESTION, owner = ADA, options = {} }: Asked = {}) {
  const before = local.calls.length + remote.calls.length;
  const parts = [text(question), text(NOTES, "notes.md")];
  const task = await fixture.settled(await fixture.ask({ parts, owner, options }));
  return { task, calls: local.calls.length + remote.calls.length - before };
}

function resultOf(task: StoredTask): JsonObject {
  expect(task.state).toEqual({ kind: "completed" });
  return (task.artifacts[0]?.parts.find((part) => part.kind === "data")?.data ?? {}) as JsonObject;
}

describe.each(["minion_query", "minions_query"] as const)("the same question again, in %s", (skill_id) => {
  const options: RunMetadata = { skill_id, decomposition: "plan" };

  it("gets the same answer, asks no model and costs nothing, and says so", async () => {
    await using fixture = await open();
    const first = await ask(fixture, { options });
    const second = await ask(fixture, { options });
    expect(first.calls).toBeGreaterThan(2);
    expect(second.calls).toBe(0);
    expect(lookUps.filter((outcome) => outcome === "hit")).toHaveLength(first.calls);
    const [paid, reused] = [resultOf(first.task), resultOf(second.task)];
    expect(reused["outcome"]).toEqual({ kind: "answered", answer: ANSWER });
    expect(reused["outcome"]).toEqual(paid["outcome"]);
    expect(reused["citations"]).toEqual(paid["citations"]);
    expect(reused["coverage"]).toEqual(paid["coverage"]);
    expect(reused["cost"]).toEqual({ kind: "known", usd: 0 });
    const none = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, estimated: false };
    for (const side of ["local", "remote"] as const) {
      const { calls, ...account } = (reused["sides"] as Record<typeof side, JsonObject>)[side];
      expect(account).toMatchObject({ reusedCalls: calls, usage: none });
      expect((paid["sides"] as Record<typeof side, JsonObject>)[side]).not.toHaveProperty("reusedCalls");
    }
    const ledger = reused["ledger"] as JsonObject[];
    expect(ledger).toHaveLength((paid["ledger"] as JsonObject[]).length);
    for (const entry of ledger) expect(entry).toMatchObject({ leftProcess: false, reused: true });
    const told = JSON.stringify(await fixture.events(second.task));
    expect(told.match(/"reused":true,?/g)?.length).toBeGreaterThanOrEqual(first.calls);
    const notices = (result: JsonObject) => String(result["notices"]);
    expect(notices(reused)).toContain(`Reused: ${first.calls} of ${first.calls} replies`);
    expect(notices(paid)).not.toContain("Reused");
  });

  it("is paid for by another owner or tenant, and when it is asked afresh, which leaves nothing either", async () => {
    await using fixture = await open();
    const afresh: Asked = { options: { ...options, fresh: true } };
    const first = await ask(fixture, afresh);
    const others: Asked[] = [
      { options },
      { options, owner: { ...ADA, owner: "bob" } },
      { options, owner: { ...ADA, tenant: "south" } },
      { options, owner: { tenant: "", owner: "north/ada" } },
      afresh,
    ];
    for (const other of others) {
      const { task, calls } = await ask(fixture, other);
      expect(calls).toBe(first.calls);
      expect(JSON.stringify(resultOf(task)["sides"])).not.toContain("reusedCalls");
    }
    expect(lookUps).not.toContain("hit");
    expect((await ask(fixture, { options })).calls).toBe(0);
  });

  it("is paid for where nothing is reused", async () => {
    await using fixture = await openRunner({ local: local.model, remote: remote.model, stores });
    const first = await ask(fixture, { options });
    expect((await ask(fixture, { options })).calls).toBe(first.calls);
  });
});

describe("the budgets of a day", () => {
  it("are not drawn on by what is reused", async () => {
    let holds = 0;
    const tier = { key: { remoteTokensPerDay: 100_000 } };
    const budgets = createBudgets({
      ...{ store: stores.budgets, clock: systemClock, newId: () => `hold-${++holds}` },
      ...{ pause: async () => undefined, unknownPrice: "count-tokens" },
      tiers: { find: () => ({ name: "small", tier }), has: () => true },
    });
    const left = () => budgets.left({ keyId: "none", tier: "default", ...ADA });
    await using fixture = await open({ budgets });
    await ask(fixture);
    const afterFirst = await left();
    expect(afterFirst[0]?.remoteTokensLeft).toBeLessThan(100_000);
    await ask(fixture);
    expect(await left()).toEqual(afterFirst);
  });
});

describe("the audit log", () => {
  it("tells what left, and what did not because it was known, by the same hash", async () => {
    const entries: AuditEvent[] = [];
    await using fixture = await open({ audit: { append: (event) => void entries.push(event) } });
    await ask(fixture);
    const sent = entries.splice(0);
    const { task } = await ask(fixture);
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map(({ action }) => action))).toEqual(new Set(["egress-sent"]));
    expect(entries).toEqual(sent.map((entry) => ({ ...entry, action: "reply-reused", target: task.id })));
  });
});

describe("samples of one job", () => {
  it("stay as different as they were", async () => {
    const sampled = (request: ModelRequest): string =>
      request.step.kind === "minions-job"
        ? JSON.stringify({
            explanation: "Read.",
            answer: `figure ${request.stepPath.match(/sample-(\d)/)?.[1]}`,
            citation: null,
          })
        : localLines(request);
    local = talkingModel("local", sampled);
    await using fixture = await open();
    const options: RunMetadata = {
      ...{ skill_id: "minions_query", decomposition: "plan", num_samples_per_task: 3 },
    };
    const answersOf = async (task: StoredTask): Promise<string[]> =>
      JSON.stringify(await fixture.events(task)).match(/figure \d/g) ?? [];
    const first = await ask(fixture, { options });
    expect(new Set(await answersOf(first.task)).size).toBe(3);
    const second = await ask(fixture, { options });
    expect(second.calls).toBe(0);
    expect((await answersOf(second.task)).toSorted()).toEqual((await answersOf(first.task)).toSorted());
  });
});

describe("what may not leave", () => {
  it("is shown for approval although the reply is known, and nothing is answered before", async () => {
    {
      await using fixture = await open();
      await ask(fixture);
    }
    await using fixture = await open({ egress: { remote: "approval" } });
    const { task, calls } = await ask(fixture);
    expect(task.state).toEqual({ kind: "input-required" });
    expect(task.artifacts).toEqual([]);
    const rejected = await fixture.ask({ parts: [text("reject")], owner: ADA, taskId: task.id });
    expect((await fixture.settled(rejected)).state).toMatchObject({ kind: "rejected" });
    expect(calls).toBe(0);
  });

  it("is not answered by what the remote model said before a policy kept everything at home", async () => {
    {
      await using fixture = await open();
      await ask(fixture);
    }
    await using fixture = await open({ egress: { remote: "off" } });
    const { task } = await ask(fixture);
    expect(JSON.stringify(task)).not.toContain(ANSWER);
  });
});

describe("a result cache that does not answer", () => {
  it("is done without", async () => {
    const away = async () => Promise.reject(new Error("away"));
    const faults: unknown[] = [];
    const results = new ReusedResults({
      ...{ cache: { find: away, put: away, trim: away }, maxBytes: 1e6, ttlMs: 1 },
      onLookUp: (outcome) => lookUps.push(outcome),
      onKeep: (outcome) => lookUps.push(outcome),
      onFault: (error) => faults.push(error),
    });
    await using fixture = await open({ reuse: { results, state: "1" } });
    const first = await ask(fixture);
    const second = await ask(fixture);
    expect(second.calls).toBe(first.calls);
    expect(resultOf(second.task)["outcome"]).toEqual({ kind: "answered", answer: ANSWER });
    expect(new Set(lookUps)).toEqual(new Set(["failed"]));
    expect(faults).toHaveLength(1);
  });
});
