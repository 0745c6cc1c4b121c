import { describe, expect, it } from "vitest";
import { ShuttingDownError, type TaskEventBody } from "#engine";
import { BOB, callBy, createRig, type Rig, testCard } from "../testing/a2a-rig.ts";
import { kindOf, lineOf, type SendJson, sendRequest } from "../testing/requests.ts";
import type { NumberedResponse } from "./a2a-handler.ts";

const WORKING: TaskEventBody = { type: "status-changed", state: { kind: "working" } };
const COMPLETED: TaskEventBody = { type: "status-changed", state: { kind: "completed" } };
const ASKING: TaskEventBody = { type: "status-changed", state: { kind: "input-required" } };
const CHUNK: TaskEventBody = {
  type: "artifact-updated",
  artifact: { artifactId: "answer", parts: [{ kind: "text", text: "12" }] },
  append: true,
  lastChunk: false,
};

function send(rig: Rig, json: SendJson = {}, afterSeq?: number, signal?: AbortSignal) {
  const context = callBy(undefined, signal === undefined ? {} : { signal });
  const params = sendRequest(json);
  return rig.handler.openStream(
    { method: "SendStreamingMessage", params, ...(afterSeq === undefined ? {} : { afterSeq }) },
    context,
  );
}

function subscribe(rig: Rig, afterSeq?: number, context = callBy()) {
  const params = { tenant: "", id: "task-1" };
  return rig.handler.openStream(
    { method: "SubscribeToTask", params, ...(afterSeq === undefined ? {} : { afterSeq }) },
    context,
  );
}

async function linesOf(stream: AsyncIterable<NumberedResponse>): Promise<string[]> {
  const lines: string[] = [];
  for await (const event of stream) lines.push(lineOf(event));
  return lines;
}

describe("SendStreamingMessage", () => {
  it("tells the task first, then what happens, and closes when it has ended", async () => {
    const rig = createRig();
    const lines = linesOf(await send(rig));
    for (const body of [WORKING, CHUNK, CHUNK, COMPLETED]) rig.engine.tell("task-1", body);
    expect(await lines).toEqual([
      "1 task",
      "2 status 2",
      "3 artifact answer",
      "4 artifact answer",
      "5 status 3",
    ]);
    expect(rig.engine.listeners).toBe(0);
  });

  it("closes when the task asks for input, and a follow-up's stream goes on from there", async () => {
    const rig = createRig();
    const first = linesOf(await send(rig));
    for (const body of [WORKING, ASKING]) rig.engine.tell("task-1", body);
    expect(await first).toEqual(["1 task", "2 status 2", "3 status 6"]);
    const second = linesOf(await send(rig, { message: { messageId: "message-2", taskId: "task-1" } }));
    await expect.poll(() => rig.engine.listeners).toBe(1);
    rig.engine.tell("task-1", COMPLETED);
    expect(await second).toEqual(["5 task", "6 status 3"]);
  });

  it("gives the ended task alone when the same message comes again after its end", async () => {
    const rig = createRig();
    const first = linesOf(await send(rig));
    rig.engine.tell("task-1", COMPLETED);
    await first;
    expect(await linesOf(await send(rig))).toEqual(["2 task"]);
  });

  it("leaves the history out of the task where the client wants none", async () => {
    const rig = createRig();
    const stream = await send(rig, { configuration: { historyLength: 0 } });
    const { value } = await stream.next();
    expect(value?.response.payload).toMatchObject({ $case: "task", value: { history: [] } });
    await stream.return();
  });

  it("gives a bare message alone", async () => {
    const rig = createRig({ answerDirectly: (message) => message });
    expect(await linesOf(await send(rig))).toEqual(["0 message"]);
  });

  it("tells what chunks are: to be appended, and the last one or not", async () => {
    const rig = createRig();
    const stream = await send(rig);
    await stream.next();
    rig.engine.tell("task-1", CHUNK);
    expect((await stream.next()).value?.response.payload?.value).toMatchObject({
      taskId: "task-1",
      contextId: "context-1",
      append: true,
      lastChunk: false,
      artifact: { artifactId: "answer", parts: [{ content: { $case: "text", value: "12" } }] },
    });
    await stream.return();
  });

  it("refuses a faulty message before there is a stream", async () => {
    const rig = createRig();
    expect(await rig.failureOf(() => send(rig, { message: { parts: [] } }))).toMatchObject({ code: -32602 });
  });
});

describe("SubscribeToTask", () => {
  it("tells the task as it stands first, then what happens since", async () => {
    const rig = createRig();
    await (await send(rig)).return();
    for (const body of [WORKING, CHUNK]) rig.engine.tell("task-1", body);
    const lines = linesOf(await subscribe(rig));
    rig.engine.tell("task-1", COMPLETED);
    expect(await lines).toEqual(["3 task", "4 status 3"]);
  });

  it("to an ended task is an UnsupportedOperation", async () => {
    const rig = createRig();
    await (await send(rig)).return();
    rig.engine.tell("task-1", COMPLETED);
    expect(await rig.failureOf(() => subscribe(rig))).toMatchObject({ code: -32004 });
  });

  it("to an unknown task is TaskNotFound, and so is another owner's", async () => {
    const rig = createRig();
    const unknown = await rig.failureOf(() => subscribe(rig));
    await (await send(rig)).return();
    const foreign = await rig.failureOf(() => subscribe(rig, undefined, callBy(BOB)));
    expect(unknown).toMatchObject({ code: -32001 });
    expect(foreign).toEqual(unknown);
  });
});

describe("A stream that was cut off", () => {
  it.each([
    [0, ["1 status 1", "2 status 2", "3 artifact answer", "4 status 3"]],
    [2, ["3 artifact answer", "4 status 3"]],
    [3, ["4 status 3"]],
  ])(
    "after event %i goes on with the next, also when the task has ended since",
    async (afterSeq, expected) => {
      const rig = createRig();
      await (await send(rig)).return();
      for (const body of [WORKING, CHUNK, COMPLETED]) rig.engine.tell("task-1", body);
      expect(await linesOf(await subscribe(rig, afterSeq))).toEqual(expected);
      expect(await linesOf(await send(rig, {}, afterSeq))).toEqual(expected);
    },
  );

  it("after the last event has nothing more to come", async () => {
    const rig = createRig();
    await (await send(rig)).return();
    rig.engine.tell("task-1", COMPLETED);
    expect(await rig.failureOf(() => subscribe(rig, 2))).toMatchObject({ code: -32004 });
  });
});

describe("Streams of one task", () => {
  it("tell the same events in the same order, and one that closes disturbs no other", async () => {
    const rig = createRig();
    const first = await send(rig);
    await first.next();
    const leaving = await subscribe(rig);
    const staying = linesOf(await subscribe(rig));
    await leaving.next();
    rig.engine.tell("task-1", WORKING);
    await leaving.next();
    await leaving.return();
    for (const body of [CHUNK, COMPLETED]) rig.engine.tell("task-1", body);
    const events = ["2 status 2", "3 artifact answer", "4 status 3"];
    expect(await linesOf(first)).toEqual(events);
    expect(await staying).toEqual(["1 task", ...events]);
    expect(rig.engine.listeners).toBe(0);
  });

  it("end silently and free their listener when the client leaves, and the task goes on", async () => {
    const rig = createRig();
    const client = new AbortController();
    const stream = await send(rig, {}, undefined, client.signal);
    await stream.next();
    const waiting = stream.next();
    await expect.poll(() => rig.engine.listeners).toBe(1);
    client.abort();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(rig.engine.listeners).toBe(0);
    expect((await rig.handler.getTask({ tenant: "", id: "task-1" }, callBy())).status?.state).toBe(1);
  });

  it("say so when the server shuts down under them", async () => {
    const rig = createRig();
    const stream = await send(rig);
    await stream.next();
    rig.engine.failure = new ShuttingDownError();
    expect(await rig.failureOf(() => stream.next())).toMatchObject({
      data: [{ reason: "SHUTTING_DOWN" }, {}],
    });
  });

  it("are an UnsupportedOperation where the card announces none", async () => {
    const rig = createRig({ card: testCard({ streaming: false, extendedAgentCard: false }) });
    expect(await rig.failureOf(() => send(rig))).toMatchObject({ code: -32004 });
    expect(await rig.failureOf(() => subscribe(rig))).toMatchObject({ code: -32004 });
  });

  it("are the same through the SDK's methods, without numbers", async () => {
    const rig = createRig();
    const stream = rig.handler.sendMessageStream(sendRequest(), callBy());
    const kinds = [kindOf((await stream.next()).value ?? {})];
    const again = rig.handler.resubscribe({ tenant: "", id: "task-1" }, callBy());
    expect(kindOf((await again.next()).value ?? {})).toBe("task");
    rig.engine.tell("task-1", COMPLETED);
    for await (const response of stream) kinds.push(kindOf(response));
    expect(kinds).toEqual(["task", "status 3"]);
    expect(kindOf((await again.next()).value ?? {})).toBe("status 3");
    expect((await again.next()).done).toBe(true);
  });
});
