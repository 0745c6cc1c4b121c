import { type Message, Role, type Task, TaskState } from "@a2a-js/sdk";
import { A2AError } from "@a2a-js/sdk/errors";
import { describe, expect, it } from "vitest";
import { ServerBusyError, ShuttingDownError } from "#engine";
import { callBy, createRig } from "../testing/a2a-rig.ts";
import { type SendJson, sendRequest } from "../testing/requests.ts";

const AT_ONCE = { configuration: { returnImmediately: true } };

async function begin(rig: ReturnType<typeof createRig>, json: SendJson = {}) {
  const request = sendRequest({ ...AT_ONCE, ...json });
  return taskOf(await rig.handler.sendMessage(request, callBy()));
}

function taskOf(answer: Message | Task): Task {
  if ("messageId" in answer) throw new Error("A message came instead of a task.");
  return answer;
}

const ENDINGS = [
  ["completes", { kind: "completed" }, TaskState.TASK_STATE_COMPLETED],
  ["fails", { kind: "failed", failure: { code: "x", message: "No." } }, TaskState.TASK_STATE_FAILED],
  [
    "is rejected",
    { kind: "rejected", failure: { code: "x", message: "No." } },
    TaskState.TASK_STATE_REJECTED,
  ],
  ["is canceled", { kind: "canceled" }, TaskState.TASK_STATE_CANCELED],
  ["asks for input", { kind: "input-required" }, TaskState.TASK_STATE_INPUT_REQUIRED],
] as const;

describe("SendMessage waits", () => {
  for (const [what, state, expected] of ENDINGS) {
    it(`until the task ${what}`, async () => {
      const rig = createRig();
      let answered = false;
      const sending = rig.handler.sendMessage(sendRequest(), callBy()).then((answer) => {
        answered = true;
        return taskOf(answer);
      });
      await expect.poll(() => rig.engine.listeners).toBe(1);
      rig.engine.tell("task-1", { type: "status-changed", state: { kind: "working" } });
      await Promise.resolve();
      expect(answered).toBe(false);
      rig.engine.tell("task-1", { type: "status-changed", state });
      expect((await sending).status?.state).toBe(expected);
      expect(rig.engine.listeners).toBe(0);
    });
  }

  it("not at all when asked to return at once", async () => {
    const task = await begin(createRig());
    expect(task).toMatchObject({ id: "task-1", status: { state: TaskState.TASK_STATE_SUBMITTED } });
  });

  it("no longer than the client does, and leaves the task alone", async () => {
    const rig = createRig();
    const client = new AbortController();
    const failing = rig.failureOf(() =>
      rig.handler.sendMessage(sendRequest(), callBy(undefined, { signal: client.signal })),
    );
    await expect.poll(() => rig.engine.listeners).toBe(1);
    client.abort();
    expect((await failing).data[0]).toMatchObject({ reason: "CLIENT_LEFT" });
    const task = await rig.handler.getTask({ tenant: "", id: "task-1" }, callBy());
    expect(task.status?.state).toBe(TaskState.TASK_STATE_SUBMITTED);
  });
});

describe("SendMessage answers", () => {
  it.each([
    ["all of the history where no length is given", undefined, ["message-1", "message-2"]],
    ["no history at length 0", 0, []],
    ["the newest message at length 1", 1, ["message-2"]],
    ["what there is at length 10", 10, ["message-1", "message-2"]],
  ])("with %s", async (_what, historyLength, ids) => {
    const rig = createRig();
    await begin(rig);
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "input-required" } });
    const task = await begin(rig, {
      message: { messageId: "message-2", taskId: "task-1" },
      configuration: { returnImmediately: true, historyLength },
    });
    expect(task.history.map(({ messageId }) => messageId)).toEqual(ids);
  });

  it("with the failure's words as the status message, and its code", async () => {
    const rig = createRig();
    await begin(rig);
    const failure = { code: "timed-out", message: "The run took longer than 300 s." };
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "failed", failure } });
    const task = await rig.handler.getTask({ tenant: "", id: "task-1" }, callBy());
    expect(task.status?.message).toMatchObject({
      role: Role.ROLE_AGENT,
      taskId: "task-1",
      parts: [{ content: { value: failure.message } }],
      metadata: { code: "timed-out" },
    });
  });

  it("with a bare message where one is given directly", async () => {
    const reply = { messageId: "reply", role: Role.ROLE_AGENT } as Message;
    const rig = createRig({ answerDirectly: ({ messageId }) => (messageId === "now" ? reply : undefined) });
    expect(await rig.handler.sendMessage(sendRequest({ message: { messageId: "now" } }), callBy())).toBe(
      reply,
    );
    expect(rig.engine.submissions).toEqual([]);
  });
});

describe("SendMessage to a task", () => {
  it("that is unknown is TaskNotFound", async () => {
    const rig = createRig();
    expect(await rig.failureOf(() => begin(rig, { message: { taskId: "made-up" } }))).toMatchObject({
      code: -32001,
      data: [{ reason: "TASK_NOT_FOUND", domain: "a2a-protocol.org" }],
    });
  });

  it.each(ENDINGS.slice(0, 4))("that %s before is an UnsupportedOperation", async (_what, state) => {
    const rig = createRig();
    await begin(rig);
    rig.engine.tell("task-1", { type: "status-changed", state });
    const failure = await rig.failureOf(() =>
      begin(rig, { message: { messageId: "message-2", taskId: "task-1" } }),
    );
    expect(failure).toMatchObject({ code: -32004, data: [{ metadata: { code: "task-ended" } }] });
  });

  it("that is at work is an UnsupportedOperation, and no second run", async () => {
    const rig = createRig();
    await begin(rig);
    const failure = await rig.failureOf(() =>
      begin(rig, { message: { messageId: "message-2", taskId: "task-1" } }),
    );
    expect(failure).toMatchObject({ code: -32004, data: [{ metadata: { code: "task-busy" } }] });
  });

  it("under another context is invalid", async () => {
    const rig = createRig();
    await begin(rig);
    const failure = await rig.failureOf(() =>
      begin(rig, { message: { messageId: "message-2", taskId: "task-1", contextId: "elsewhere" } }),
    );
    expect(failure).toMatchObject({
      code: -32602,
      data: [{}, { fieldViolations: [{ field: "message.contextId" }] }],
    });
  });

  it("without a context takes the task's own", async () => {
    const rig = createRig();
    const { contextId } = await begin(rig);
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "input-required" } });
    const task = await begin(rig, { message: { messageId: "message-2", taskId: "task-1" } });
    expect(task.contextId).toBe(contextId);
  });

  it("that asked for a document may bring it without a word", async () => {
    const rig = createRig();
    await begin(rig);
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "input-required" } });
    const task = await begin(rig, {
      message: { messageId: "message-2", taskId: "task-1", parts: [{ data: { revenue: 5 } }] },
    });
    expect(task.status?.state).toBe(TaskState.TASK_STATE_WORKING);
  });

  it("keeps a context that the client names for a new one", async () => {
    const task = await begin(createRig(), { message: { contextId: "my-conversation" } });
    expect(task.contextId).toBe("my-conversation");
  });
});

describe("The same message again", () => {
  it("gives the task that it made, however its keys are ordered and the answer is wanted", async () => {
    const rig = createRig();
    await begin(rig, { metadata: { skill_id: "minions_query", max_rounds: 2 } });
    const task = await begin(rig, {
      configuration: { returnImmediately: true, historyLength: 0 },
      metadata: { max_rounds: 2, skill_id: "minions_query" },
    });
    expect(task.id).toBe("task-1");
  });

  it.each([
    ["another text", { message: { parts: [{ text: "Something else?" }] } }],
    ["another option", { metadata: { max_rounds: 9 } }],
    ["another document", { message: { parts: [{ text: "What was revenue?" }, { raw: "AAAA" }] } }],
  ])("with %s is a conflict that names the field", async (_what, json) => {
    const rig = createRig();
    await begin(rig);
    expect(await rig.failureOf(() => begin(rig, json))).toMatchObject({
      code: -32602,
      data: [
        { metadata: { code: "message-conflict", messageId: "message-1" } },
        { fieldViolations: [{ field: "message.messageId" }] },
      ],
    });
  });
});

describe("When the server cannot take a message", () => {
  it.each([
    ["busy", new ServerBusyError(7), "SERVER_BUSY", "7s"],
    ["shutting down", new ShuttingDownError(), "SHUTTING_DOWN", "5s"],
  ])("because it is %s, it says when to come again", async (_what, error, reason, retryDelay) => {
    const rig = createRig();
    rig.engine.failure = error;
    expect((await rig.failureOf(() => begin(rig))).data).toMatchObject([{ reason }, { retryDelay }]);
  });

  it("because of a fault inside, the client learns an id and nothing else", async () => {
    const rig = createRig();
    rig.engine.failure = new Error("password=hunter2");
    const failure = await rig.failureOf(() => begin(rig));
    expect(failure).toMatchObject({ code: -32603, data: [{ metadata: { logId: "log-1" } }] });
    expect(JSON.stringify(failure)).not.toContain("hunter2");
    expect(rig.faults).toEqual([new Error("password=hunter2")]);
  });

  it("every failure is one that the SDK's own transports can tell", async () => {
    const rig = createRig();
    await expect(rig.handler.getTask({ tenant: "", id: "x" }, callBy())).rejects.toBeInstanceOf(A2AError);
  });
});
