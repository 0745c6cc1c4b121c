import { describe, expect, it } from "vitest";
import { type ReceivedEvent, readEvents } from "./event-source.ts";

async function received(...pieces: readonly string[]): Promise<ReceivedEvent[]> {
  const body = ReadableStream.from(pieces.map((piece) => new TextEncoder().encode(piece)));
  const events: ReceivedEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

const ONE = { id: "1", event: "message", data: "one" };

describe("server-sent events", () => {
  it.each([
    ["whole", ["id: 1\ndata: one\n\n"], [ONE]],
    ["cut anywhere", ["i", "d: 1\nda", "ta: o", "ne\n", "\n"], [ONE]],
    ["with line ends of Windows, cut between the two", ["id: 1\r", "\ndata: one\r\n\r", "\n"], [ONE]],
    ["with no blank behind the colon", ["id:1\ndata:one\n\n"], [ONE]],
    ["over several lines", ["data: a\ndata: b\n\n"], [{ id: undefined, event: "message", data: "a\nb" }]],
    ["with a name", ["event: error\ndata: {}\n\n"], [{ id: undefined, event: "error", data: "{}" }]],
    ["beside comments", [": keep-alive\n\n", "id: 1\n: x\ndata: one\n\n"], [ONE]],
    ["and not where the line broke off", ["id: 1\ndata: one\n\nid: 2\ndata: tw"], [ONE]],
  ])("are read %s", async (_, pieces, events) => {
    expect(await received(...pieces)).toEqual(events);
  });
});
