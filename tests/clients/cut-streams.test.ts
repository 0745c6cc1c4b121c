import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Block, type OpenedStream, openStream } from "../http/event-source.ts";
import { FIGURE, QUESTION, type ServedReport, serveReport } from "./served-report.ts";

let served: ServedReport;

beforeAll(async () => {
  served = await serveReport();
});

afterAll(() => served[Symbol.asyncDispose]());

interface Binding {
  readonly name: string;
  send(params: object): { readonly path: string; readonly body: object };
  subscribe(id: string): { readonly path: string; readonly body?: object };
  readonly told: (data: unknown) => Told;
}

interface Told {
  readonly task?: { readonly id: string };
  readonly statusUpdate?: { readonly status: { readonly state: string } };
}

const rpc = (method: string, params: object) => ({
  path: "/",
  body: { jsonrpc: "2.0", id: 1, method, params },
});

const BINDINGS: readonly Binding[] = [
  {
    name: "JSON-RPC",
    send: (params) => rpc("SendStreamingMessage", params),
    subscribe: (id) => rpc("SubscribeToTask", { id }),
    told: (data) => (data as { result: Told }).result,
  },
  {
    name: "HTTP+JSON",
    send: (params) => ({ path: "/message:stream", body: params }),
    subscribe: (id) => ({ path: `/tasks/${id}:subscribe` }),
    told: (data) => data as Told,
  },
];

describe.each(BINDINGS)("a client whose line over $name is cut", ({ send, subscribe, told }) => {
  const open = (call: { path: string; body?: object }, lastId?: string): Promise<OpenedStream> => {
    const cursor = lastId === undefined ? {} : { "last-event-id": lastId };
    return openStream(served.url + call.path, {
      ...(call.body === undefined ? {} : { body: call.body }),
      headers: { "x-api-key": served.key, ...cursor },
    });
  };
  const numbered = (blocks: readonly Block[]) => blocks.filter(({ id }) => id !== undefined);

  /** Reads `most` events, or to the end, and hangs up. */
  const read = async (stream: OpenedStream, most: number): Promise<Block[]> => {
    const blocks = numbered(await stream.read((so) => numbered(so).length >= most));
    stream.leave();
    return blocks.slice(0, most);
  };
  const isEnd = (block: Block | undefined): boolean =>
    /COMPLETED|FAILED/.test(told(block?.data ?? {})?.statusUpdate?.status.state ?? "");

  it.each([1, 2, 3])("after every %i events misses none and gets none twice", async (most) => {
    const params = aboutReport();
    const got = await read(await open(send(params)), most);
    const { id } = told(got[0]?.data).task ?? { id: "" };
    while (!isEnd(got.at(-1))) got.push(...(await read(await open(subscribe(id), got.at(-1)?.id), most)));
    expect(got.map((block) => Number(block.id))).toEqual(got.map((_, index) => Number(got[0]?.id) + index));
    const replay = numbered(await (await open(subscribe(id), "0")).read());
    expect(got.slice(1)).toEqual(replay.filter((block) => Number(block.id) > Number(got[0]?.id)));
    expect(JSON.stringify(replay)).toContain(FIGURE);
    // Sent again, as by a client that does not know whether its message arrived: the same task, and only what is new.
    const again = numbered(await (await open(send(params), got.at(2)?.id)).read());
    expect(again).toEqual(got.slice(3));
  });

  it("may come back long after the end, and is told so when nothing is left", async () => {
    const whole = numbered(await (await open(send(aboutReport()))).read());
    const { id } = told(whole[0]?.data).task ?? { id: "" };
    expect(numbered(await (await open(subscribe(id), whole.at(-3)?.id)).read())).toEqual(whole.slice(-2));
    const over = await open(subscribe(id), whole.at(-1)?.id);
    expect(over.response.headers["content-type"]).toContain("json");
    over.leave();
  });
});

function aboutReport(): object {
  const raw = served.report.toString("base64");
  const parts = [{ text: QUESTION }, { raw, filename: "report.pdf", mediaType: "application/pdf" }];
  return { message: { messageId: randomUUID(), role: "ROLE_USER", parts } };
}
