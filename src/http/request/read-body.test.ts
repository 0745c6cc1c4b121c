import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type BodyBounds, readBody } from "./read-body.ts";

afterEach(() => vi.restoreAllMocks());

function read(bounds: BodyBounds, pieces: readonly string[], end: (line: PassThrough) => void) {
  const line = new PassThrough();
  const told: { readonly error: Error | undefined; readonly text: string }[] = [];
  const over = new Promise<typeof told>((resolve) => {
    readBody(line, bounds, (error, bytes) => {
      told.push({ error, text: bytes.toString() });
      // Whoever told twice would do so before the line has closed.
      line.once("close", () => resolve(told));
      if (error !== undefined) line.destroy();
    });
  });
  for (const piece of pieces) line.write(piece);
  end(line);
  return over;
}

const ended = (line: PassThrough): void => void line.end();

describe("a body", () => {
  it.each<[string, number | undefined, readonly string[]]>([
    ["in one piece", 8, ["one body"]],
    ["in several", 8, ["one", " ", "body"]],
    ["whose length is told by its end", undefined, ["one", " ", "body"]],
  ])("is read whole %s", async (_, announced, pieces) => {
    expect(await read({ announced, limit: 8 }, pieces, ended)).toEqual([
      { error: undefined, text: "one body" },
    ]);
  });

  it.each([0, undefined])("may be empty", async (announced) => {
    expect(await read({ announced, limit: 8 }, [], ended)).toEqual([{ error: undefined, text: "" }]);
  });

  it("of known length is not put together at its end", async () => {
    const concat = vi.spyOn(Buffer, "concat");
    await read({ announced: 6, limit: 8 }, ["abc", "def"], ended);
    expect(concat).not.toHaveBeenCalled();
  });

  it.each<[string, BodyBounds, readonly string[], string]>([
    ["announced as too large", { announced: 9, limit: 8 }, [], "body-too-large"],
    ["larger than it may be", { announced: undefined, limit: 8 }, ["one", " body", "!"], "body-too-large"],
    ["longer than announced", { announced: 3, limit: 8 }, ["one", "!"], "request-unreadable"],
    ["shorter than announced", { announced: 4, limit: 8 }, ["one"], "request-unreadable"],
  ])("is refused once: %s", async (_, bounds, pieces, code) => {
    expect(await read(bounds, pieces, ended)).toMatchObject([{ error: { code } }]);
  });

  it("whose line breaks is refused", async () => {
    const broken = (line: PassThrough): void => void line.destroy(new Error("reset"));
    const told = await read({ announced: 8, limit: 8 }, ["one"], broken);
    expect(told).toMatchObject([{ error: { code: "request-unreadable", cause: { message: "reset" } } }]);
  });
});
