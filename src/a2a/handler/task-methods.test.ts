import { type ListTasksRequest, TaskState } from "@a2a-js/sdk";
import { describe, expect, it } from "vitest";
import type { Principal } from "../call/principal.ts";
import { ADA, BOB, callBy, createRig, type Rig, testCard } from "../testing/a2a-rig.ts";
import { type SendJson, sendRequest } from "../testing/requests.ts";
import { readListTasks } from "../wire/read-task-calls.ts";

const GET = { tenant: "", id: "task-1" };
const CANCEL = { ...GET, metadata: undefined };

async function begin(
  rig: Rig,
  messageId = "message-1",
  json: SendJson = {},
  by: Principal = ADA,
): Promise<void> {
  const { message, ...rest } = json;
  const request = sendRequest({
    message: { messageId, ...message },
    configuration: { returnImmediately: true },
    ...rest,
  });
  await rig.handler.sendMessage(request, callBy(by));
}

async function threeTasks(): Promise<Rig> {
  const rig = createRig();
  for (const id of ["message-1", "message-2", "message-3"]) await begin(rig, id);
  rig.engine.tell("task-2", { type: "status-changed", state: { kind: "working" } });
  return rig;
}

async function idsOf(rig: Rig, json: object): Promise<string[]> {
  const { tasks } = await rig.handler.listTasks(readListTasks(json), callBy());
  return tasks.map(({ id }) => id);
}

describe("GetTask", () => {
  it.each([
    ["unset", undefined, 2],
    ["0", 0, 0],
    ["1", 1, 1],
    ["9", 9, 2],
  ])("with historyLength %s", async (_what, historyLength, messages) => {
    const rig = createRig();
    await begin(rig);
    const message = {
      messageId: "message-2",
      role: "agent",
      parts: [{ kind: "text", text: "Hm." }],
    } as const;
    rig.engine.tell("task-1", { type: "message-added", message });
    const task = await rig.handler.getTask({ ...GET, historyLength }, callBy());
    expect(task.history).toHaveLength(messages);
    expect(task).toMatchObject({ contextId: "context-1", status: { timestamp: "2026-01-01T12:00:00.001Z" } });
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 31])("refuses historyLength %d", async (historyLength) => {
    const rig = createRig();
    await begin(rig);
    const failure = await rig.failureOf(() => rig.handler.getTask({ ...GET, historyLength }, callBy()));
    expect(failure).toMatchObject({
      code: -32602,
      data: [{}, { fieldViolations: [{ field: "historyLength" }] }],
    });
  });

  it("refuses an empty id, and finds neither an unknown task nor another owner's", async () => {
    const rig = createRig();
    await begin(rig);
    expect(await rig.failureOf(() => rig.handler.getTask({ tenant: "", id: " " }, callBy()))).toMatchObject({
      code: -32602,
    });
    const unknown = await rig.failureOf(() => rig.handler.getTask({ tenant: "", id: "no" }, callBy()));
    const foreign = await rig.failureOf(() => rig.handler.getTask(GET, callBy(BOB)));
    expect(unknown).toMatchObject({ code: -32001, data: [{ reason: "TASK_NOT_FOUND" }] });
    expect(foreign).toEqual(unknown);
  });
});

describe("ListTasks", () => {
  it.each([
    ["all, newest status first", {}, ["task-2", "task-3", "task-1"]],
    [
      "all where the status is named as not set",
      { status: "TASK_STATE_UNSPECIFIED" },
      ["task-2", "task-3", "task-1"],
    ],
    ["all where the SDK's encoder had no status", { status: "UNRECOGNIZED" }, ["task-2", "task-3", "task-1"]],
    ["by state", { status: "TASK_STATE_SUBMITTED" }, ["task-3", "task-1"]],
    ["by a state that no task has", { status: "TASK_STATE_AUTH_REQUIRED" }, []],
    ["by context", { contextId: "context-3" }, ["task-3"]],
    [
      "since a time, that time included",
      { statusTimestampAfter: "2026-01-01T12:00:00.003Z" },
      ["task-2", "task-3"],
    ],
    ["since a time elsewhere", { statusTimestampAfter: "2026-01-01T13:00:00.004+01:00" }, ["task-2"]],
    ["a page", { pageSize: 2 }, ["task-2", "task-3"]],
    ["the next page", { pageSize: "2", pageToken: "2" }, ["task-1"]],
  ])("lists %s", async (_what, json, ids) => {
    expect(await idsOf(await threeTasks(), json)).toEqual(ids);
  });

  it("tells page, token and total always, the token empty at the end", async () => {
    const rig = await threeTasks();
    const list = (json: object) => rig.handler.listTasks(readListTasks(json), callBy());
    expect(await list({})).toMatchObject({ pageSize: 50, nextPageToken: "", totalSize: 3 });
    expect(await list({ pageSize: 1 })).toMatchObject({ pageSize: 1, nextPageToken: "1", totalSize: 3 });
    expect(await list({ status: "TASK_STATE_AUTH_REQUIRED" })).toEqual({
      tasks: [],
      pageSize: 50,
      nextPageToken: "",
      totalSize: 0,
    });
  });

  it("leaves artifacts out unless asked, and cuts the history", async () => {
    const rig = await threeTasks();
    const artifact = { artifactId: "answer", parts: [{ kind: "text", text: "12" } as const] };
    rig.engine.tell("task-1", { type: "artifact-updated", artifact, append: false, lastChunk: true });
    const list = async (json: object) =>
      (await rig.handler.listTasks(readListTasks({ contextId: "context-1", ...json }), callBy())).tasks[0];
    expect((await list({}))?.artifacts).toEqual([]);
    expect((await list({ includeArtifacts: "true" }))?.artifacts).toHaveLength(1);
    expect((await list({}))?.history).toHaveLength(1);
    expect((await list({ historyLength: 0 }))?.history).toEqual([]);
  });

  it("shows nobody another owner's tasks, not even their number", async () => {
    const rig = await threeTasks();
    const page = await rig.handler.listTasks(readListTasks({}), callBy(BOB));
    expect(page).toMatchObject({ tasks: [], totalSize: 0 });
  });

  it.each([
    ["pageSize 0", { pageSize: 0 }, "pageSize"],
    ["pageSize 101", { pageSize: 101 }, "pageSize"],
    ["pageSize -5", { pageSize: -5 }, "pageSize"],
    ["a pageSize that is a word", { pageSize: "many" }, "pageSize"],
    ["a huge pageSize", { pageSize: 1e12 }, "pageSize"],
    ["a negative historyLength", { historyLength: -1 }, "historyLength"],
    ["an unknown status", { status: "TASK_STATE_RUNNING" }, "status"],
    ["a time that is none", { statusTimestampAfter: "yesterday" }, "statusTimestampAfter"],
    ["a date without a time", { statusTimestampAfter: "2026-01-01" }, "statusTimestampAfter"],
    ["a month that does not exist", { statusTimestampAfter: "2026-13-01T00:00:00Z" }, "statusTimestampAfter"],
    ["a forged token", { pageToken: "forged" }, "pageToken"],
    ["a flag that is a word", { includeArtifacts: "perhaps" }, "includeArtifacts"],
  ])("refuses %s", async (_what, json, field) => {
    const rig = await threeTasks();
    const failure = await rig.failureOf(async () => rig.handler.listTasks(readListTasks(json), callBy()));
    expect(failure).toMatchObject({ code: -32602, data: [{}, { fieldViolations: [{ field }] }] });
  });

  it("refuses a state that the SDK could not read", async () => {
    const request: ListTasksRequest = { ...readListTasks({}), status: TaskState.UNRECOGNIZED };
    const rig = createRig();
    expect(await rig.failureOf(() => rig.handler.listTasks(request, callBy()))).toMatchObject({
      code: -32602,
    });
  });
});

describe("CancelTask", () => {
  it("cancels, and cancels again with the same answer", async () => {
    const rig = createRig();
    await begin(rig);
    const first = await rig.handler.cancelTask(CANCEL, callBy());
    expect(first.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
    expect(await rig.handler.cancelTask(CANCEL, callBy())).toEqual(first);
  });

  it.each([
    ["completed", { kind: "completed" }],
    ["failed", { kind: "failed", failure: { code: "x", message: "No." } }],
    ["rejected", { kind: "rejected", failure: { code: "x", message: "No." } }],
  ] as const)("of a %s task is TaskNotCancelable", async (_what, state) => {
    const rig = createRig();
    await begin(rig);
    rig.engine.tell("task-1", { type: "status-changed", state });
    expect(await rig.failureOf(() => rig.handler.cancelTask(CANCEL, callBy()))).toMatchObject({
      code: -32002,
      data: [{ reason: "TASK_NOT_CANCELABLE" }],
    });
  });

  it("of a task that asks for input ends it", async () => {
    const rig = createRig();
    await begin(rig);
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "input-required" } });
    expect((await rig.handler.cancelTask(CANCEL, callBy())).status?.state).toBe(
      TaskState.TASK_STATE_CANCELED,
    );
  });

  it("of an unknown task or another owner's is TaskNotFound", async () => {
    const rig = createRig();
    await begin(rig);
    const cancel = (id: string, by: Principal) =>
      rig.failureOf(() => rig.handler.cancelTask({ ...CANCEL, id }, callBy(by)));
    expect(await cancel("no", ADA)).toMatchObject({ code: -32001 });
    expect(await cancel("task-1", BOB)).toEqual(await cancel("no", ADA));
  });
});

describe("Push notification configs", () => {
  it.each([
    ["create", "createTaskPushNotificationConfig"],
    ["get", "getTaskPushNotificationConfig"],
    ["list", "listTaskPushNotificationConfigs"],
    ["delete", "deleteTaskPushNotificationConfig"],
  ] as const)("to %s are not supported, as the card says", async (_what, method) => {
    const rig = createRig();
    const config = { tenant: "", id: "", taskId: "task-1", url: "", token: "", authentication: undefined };
    const failure = await rig.failureOf(async () =>
      rig.handler[method]({ ...config, pageSize: 1, pageToken: "" }, callBy()),
    );
    expect(failure).toMatchObject({ code: -32003, data: [{ reason: "PUSH_NOTIFICATION_NOT_SUPPORTED" }] });
    expect(rig.card.capabilities?.pushNotifications).toBe(false);
  });
});

describe("GetExtendedAgentCard", () => {
  const announced = testCard({ streaming: true, extendedAgentCard: true });
  const extended = { ...announced, name: "For those who are known" };
  const anonymous: Principal = { ...ADA, anonymous: true };
  const perCaller = ({ owner }: Principal) => ({ ...announced, name: `For ${owner}` });

  it.each([
    ["not announced", { extendedCard: extended }, ADA, -32004],
    ["announced and missing", { card: announced }, ADA, -32007],
    ["asked for by nobody", { card: announced, extendedCard: extended }, anonymous, -32053],
  ])("that is %s is refused", async (_what, overrides, caller, code) => {
    const rig = createRig(overrides);
    const ask = () => rig.handler.getAuthenticatedExtendedAgentCard({ tenant: "" }, callBy(caller));
    expect(await rig.failureOf(ask)).toMatchObject({ code });
  });

  it.each([
    ["the same for all", extended, "For those who are known"],
    ["made for the caller", perCaller, "For ada"],
  ])("gives a card %s", async (_what, extendedCard, name) => {
    const rig = createRig({ card: announced, extendedCard });
    const card = await rig.handler.getAuthenticatedExtendedAgentCard({ tenant: "" }, callBy());
    expect(card.name).toBe(name);
  });
});

describe("GetAgentCard", () => {
  it("gives the same card every time", async () => {
    const rig = createRig();
    expect(await rig.handler.getAgentCard()).toBe(rig.card);
    expect(await rig.handler.getAgentCard()).toBe(rig.card);
  });
});

describe("Without the scope", () => {
  const caller: Principal = { ...ADA, scopes: new Set(["minion:query"]) };
  it.each([
    ["GetTask", (rig: Rig) => rig.handler.getTask(GET, callBy(caller)), "tasks:read"],
    ["ListTasks", (rig: Rig) => rig.handler.listTasks(readListTasks({}), callBy(caller)), "tasks:read"],
    ["CancelTask", (rig: Rig) => rig.handler.cancelTask(CANCEL, callBy(caller)), "tasks:write"],
    ["SubscribeToTask", (rig: Rig) => rig.handler.resubscribe(GET, callBy(caller)).next(), "tasks:read"],
  ])("%s tells which is missing and not whether the task exists", async (_what, call, scope) => {
    const rig = createRig();
    const unknown = await rig.failureOf(() => call(rig));
    await begin(rig);
    expect(unknown).toMatchObject({ data: [{ reason: "PERMISSION_DENIED", metadata: { scope } }] });
    expect(await rig.failureOf(() => call(rig))).toEqual(unknown);
  });
});

describe("The routing tenant", () => {
  it("parts one owner's tasks and opens nobody else's", async () => {
    const rig = createRig();
    await begin(rig, "message-1", { tenant: "acme" });
    const find = (tenant: string, by: Principal) => rig.handler.getTask({ tenant, id: "task-1" }, callBy(by));
    expect((await find("acme", ADA)).id).toBe("task-1");
    const viaPath = rig.handler.getTask(GET, callBy(ADA, { tenant: "acme" }));
    expect((await viaPath).id).toBe("task-1");
    for (const [tenant, by] of [
      ["", ADA],
      ["other", ADA],
      ["acme", BOB],
      ["", { ...ADA, tenant: "acme" }],
    ] as const) {
      expect(await rig.failureOf(() => find(tenant, by))).toMatchObject({ code: -32001 });
    }
  });

  it("that is the caller's own changes nothing", async () => {
    const rig = createRig();
    await begin(rig, "message-1", { tenant: "default" });
    expect((await rig.handler.getTask(GET, callBy())).id).toBe("task-1");
  });
});
