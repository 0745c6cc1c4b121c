import { describe, expect, it } from "vitest";
import { inspectJson, LONG_TEXT_BYTES, type TextSpan } from "./inspect-json.ts";
import { liftFiles, placeFiles } from "./lift-files.ts";

const FILE = Buffer.alloc(LONG_TEXT_BYTES + 1, "file");
const RAW = FILE.toString("base64");

/** What a body is after its files were lifted, and how many were. */
async function lift(body: unknown): Promise<{ body: unknown; lifted: number; parsedBytes: number }> {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const spans: TextSpan[] = [];
  inspectJson(bytes, { maxDepth: 100, maxValues: 1e6, maxMembers: 1e6 }, (span) => spans.push(span));
  const { json, files } = await liftFiles(bytes, spans);
  const parsed: unknown = JSON.parse(json.toString());
  placeFiles(parsed, files);
  return { body: parsed, lifted: files.size, parsedBytes: json.length };
}

const message = (...parts: unknown[]) => ({ message: { parts } });

describe("large files in a message", () => {
  it.each([
    ["HTTP+JSON", message({ raw: RAW }), message({ raw: FILE })],
    [
      "JSON-RPC",
      { jsonrpc: "2.0", params: message({ raw: RAW }) },
      { jsonrpc: "2.0", params: message({ raw: FILE }) },
    ],
  ])("arrive as bytes over %s, and are not parsed", async (_binding, sent, received) => {
    const { body, parsedBytes } = await lift(sent);
    expect(body).toEqual(received);
    expect(parsedBytes).toBeLessThan(200);
  });

  it("arrive each in its part, with what stands beside them", async () => {
    const other = Buffer.alloc(2 * LONG_TEXT_BYTES, 7);
    const sent = message({ raw: RAW, filename: "ä.pdf" }, { text: "?" }, { raw: other.toString("base64") });
    expect((await lift(sent)).body).toEqual(
      message({ raw: FILE, filename: "ä.pdf" }, { text: "?" }, { raw: other }),
    );
  });

  it("may be written in the URL-safe alphabet, without padding", async () => {
    const bytes = Buffer.alloc(LONG_TEXT_BYTES + 1, 0xfb);
    expect((await lift(message({ raw: bytes.toString("base64url") }))).body).toEqual(message({ raw: bytes }));
  });

  it.each([
    ["data of that name", message({ data: { raw: RAW } })],
    ["metadata of that name", { ...message(), metadata: { raw: [RAW, { raw: RAW }] } }],
    ["a text", message({ text: RAW })],
    ["what is not base64", message({ raw: `${RAW.slice(4)}!!!!` })],
    ["base64 of a wrong length", message({ raw: `${RAW}A` })],
    ["padding inside", message({ raw: `AA==${RAW}` })],
    ["a small file", message({ raw: "aGVsbG8=" })],
    ["a text that ends in what looks like the name", message({ text: `"raw":${RAW}` })],
  ])("are not confused with %s", async (_name, sent) => {
    expect((await lift(sent)).body).toEqual(sent);
  });

  it("cannot be named by a client", async () => {
    const sent = message({ raw: RAW }, { raw: "lifted-file-0", text: "~lifted-file-0" });
    expect((await lift(sent)).body).toEqual(
      message({ raw: FILE }, { raw: "lifted-file-0", text: "~lifted-file-0" }),
    );
  });

  it("count the last where a member is named twice", async () => {
    const twice = `{"message":{"parts":[{"raw":"${Buffer.alloc(FILE.length, 1).toString("base64")}","raw" : "${RAW}"}]}}`;
    expect((await lift(twice)).body).toEqual(message({ raw: FILE }));
  });
});
