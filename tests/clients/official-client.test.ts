import { type StreamResponse, type Task, TaskState } from "@a2a-js/sdk";
import {
  type Client,
  ClientFactory,
  DefaultAgentCardResolver,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from "@a2a-js/sdk/client";
import { TaskNotCancelableError, TaskNotFoundError } from "@a2a-js/sdk/errors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  aboutReport,
  answerOf,
  FIGURE,
  neverAnswered,
  type ServedReport,
  serveReport,
} from "./served-report.ts";

let served: ServedReport;

beforeAll(async () => {
  served = await serveReport();
});

afterAll(() => served[Symbol.asyncDispose]());

function connect(binding: "JSONRPC" | "HTTP+JSON", key: string): Promise<Client> {
  const fetchImpl = served.fetchAs(key);
  const factory = new ClientFactory({
    transports: [new JsonRpcTransportFactory({ fetchImpl }), new RestTransportFactory({ fetchImpl })],
    preferredTransports: [binding],
    cardResolver: new DefaultAgentCardResolver(),
  });
  return factory.createFromUrl(served.url);
}

describe.each(["JSONRPC", "HTTP+JSON"] as const)("the official client over %s", (binding) => {
  let client: Client;

  beforeAll(async () => {
    client = await connect(binding, served.key);
  });

  it("finds everything that it needs on the card", async () => {
    const card = await client.getAgentCard();
    expect(client.transport.protocolName).toBe(binding);
    expect(client.protocolVersion).toBe("1.0");
    expect(card.skills.map(({ id }) => id)).toEqual(["minion_query", "minions_query"]);
    expect(card.capabilities).toMatchObject({ streaming: true });
    expect(Object.keys(card.securitySchemes)).toEqual(["apiKey", "bearer"]);
  });

  it("sends a document with a question and gets the answer with its citations", async () => {
    const task = taskOf(await client.sendMessage(aboutReport(served.report)));
    expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(answerOf(task)).toContain(FIGURE);
    const data = task.artifacts[0]?.parts.find(({ content }) => content?.$case === "data")?.content?.value;
    expect(data).toMatchObject({ form: "a2a-minions/result/1" });
    expect(JSON.stringify(data)).toMatch(/"citations":\[\{.*"firstPage":27.*"verified":true/);
    expect(await client.getTask({ tenant: "", id: task.id, historyLength: 0 })).toMatchObject({
      id: task.id,
      history: [],
      artifacts: task.artifacts,
    });
  });

  it("streams the task, what happens and the answer, to the end", async () => {
    const told: StreamResponse[] = [];
    for await (const response of client.sendMessageStream(aboutReport(served.report))) told.push(response);
    const kinds = told.map(({ payload }) => payload?.$case);
    expect(kinds[0]).toBe("task");
    expect(new Set(kinds.slice(1))).toEqual(new Set(["statusUpdate", "artifactUpdate"]));
    expect(lastState(told)).toBe(TaskState.TASK_STATE_COMPLETED);
    const last = told.findLast(({ payload }) => payload?.$case === "artifactUpdate")?.payload;
    if (last?.$case !== "artifactUpdate" || last.value.artifact === undefined)
      throw new Error("No artifact.");
    expect(last.value).toMatchObject({ append: false, lastChunk: true });
    expect(JSON.stringify(last.value.artifact.parts)).toContain(FIGURE);
  });

  it("lists its tasks, newest first, page by page, and never another owner's", async () => {
    const sent = taskOf(await client.sendMessage(aboutReport(served.report)));
    const page = {
      tenant: "",
      contextId: "",
      status: 0,
      pageSize: 1,
      pageToken: "",
      includeArtifacts: false,
    };
    const request = { ...page, historyLength: undefined, statusTimestampAfter: undefined };
    const first = await client.listTasks(request);
    expect(first.tasks.map(({ id }) => id)).toEqual([sent.id]);
    expect(first.totalSize).toBeGreaterThan(1);
    const second = await client.listTasks({ ...request, pageToken: first.nextPageToken });
    expect(second.tasks).toHaveLength(1);
    expect(second.tasks[0]?.id).not.toBe(sent.id);
    const other = await connect(binding, served.keyOfOther);
    expect(await other.listTasks(request)).toMatchObject({ tasks: [], totalSize: 0 });
    const theirs = other.getTask({ tenant: "", id: sent.id, historyLength: undefined });
    await expect(theirs).rejects.toBeInstanceOf(TaskNotFoundError);
  });

  it("cancels a task at work, which whoever subscribed to it sees, and cannot cancel it when it has ended", async () => {
    const { id } = taskOf(await client.sendMessage(neverAnswered(served.report)));
    const subscription = client.resubscribeTask({ tenant: "", id });
    expect((await subscription.next()).value?.payload?.$case).toBe("task");
    const canceled = await client.cancelTask({ tenant: "", id, metadata: undefined });
    expect(canceled.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
    const rest: StreamResponse[] = [];
    for await (const response of subscription) rest.push(response);
    expect(lastState(rest)).toBe(TaskState.TASK_STATE_CANCELED);
    const done = taskOf(await client.sendMessage(aboutReport(served.report)));
    const tooLate = client.cancelTask({ tenant: "", id: done.id, metadata: undefined });
    await expect(tooLate).rejects.toBeInstanceOf(TaskNotCancelableError);
  });

  it("is told by its own errors what is wrong", async () => {
    const unknown = client.getTask({ tenant: "", id: "no-such-task", historyLength: undefined });
    await expect(unknown).rejects.toBeInstanceOf(TaskNotFoundError);
    const stranger = await connect(binding, "amk_wrong");
    await expect(stranger.sendMessage(aboutReport(served.report))).rejects.toThrow(/authenticate/i);
  });
});

function taskOf(result: object): Task {
  if ("messageId" in result) throw new Error("A message in place of a task.");
  return result as Task;
}

function lastState(told: readonly StreamResponse[]): TaskState | undefined {
  const last = told.at(-1)?.payload;
  return last?.$case === "statusUpdate" ? last.value.status?.state : undefined;
}
