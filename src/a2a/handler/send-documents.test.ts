import { describe, expect, it } from "vitest";
import { splitQuestion } from "../send/split-question.ts";
import type { FetchOutcome } from "../send/take-parts.ts";
import { callBy, createRig } from "../testing/a2a-rig.ts";
import { sendRequest } from "../testing/requests.ts";

const QUESTION = { text: "What was revenue?" };
const PDF = Buffer.from("%PDF-1.7 not really");
const raw = PDF.toString("base64");
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

async function sendParts(parts: unknown[], overrides: Parameters<typeof createRig>[0] = {}) {
  const rig = createRig(overrides);
  const request = sendRequest({ message: { parts }, configuration: { returnImmediately: true } });
  const failure = await rig.handler.sendMessage(request, callBy()).then(
    () => undefined,
    (error: unknown) => rig.failureOf(() => Promise.reject(error)),
  );
  return { rig, failure, taken: rig.engine.submissions[0]?.message.parts };
}

describe("Documents of a message", () => {
  it.each([
    [
      "their name and type",
      { raw, filename: "report.pdf", mediaType: "application/pdf" },
      "report.pdf",
      "application/pdf",
    ],
    ["the type of their ending", { raw, filename: "Report.PDF" }, "Report.PDF", "application/pdf"],
    [
      "the type without parameters",
      { raw, mediaType: "Text/Plain; charset=utf-8" },
      "document-2.txt",
      "text/plain",
    ],
    ["a name of their own where none is given", { raw, mediaType: "text/csv" }, "document-2.csv", "text/csv"],
    ["an open type where nobody says", { raw, filename: "report" }, "report", "application/octet-stream"],
    [
      "an open type where that is declared",
      { raw, mediaType: "application/octet-stream" },
      "document-2",
      "application/octet-stream",
    ],
    [
      "the type of their ending where an open one is declared",
      { raw, filename: "report.pdf", mediaType: "application/octet-stream" },
      "report.pdf",
      "application/pdf",
    ],
    ["the type of a page", { raw, mediaType: "text/html" }, "document-2.html", "text/html"],
    [
      "the type of a table",
      { raw, mediaType: "text/tab-separated-values" },
      "document-2.tsv",
      "text/tab-separated-values",
    ],
    ["the type of a text document", { raw, mediaType: DOCX }, "document-2.docx", DOCX],
    [
      "the last step of a path as name",
      { raw, filename: "../../etc/passwd.txt" },
      "passwd.txt",
      "text/plain",
    ],
    [
      "a made-up name where the path has none",
      { raw, filename: "..", mediaType: "text/plain" },
      "document-2.txt",
      "text/plain",
    ],
  ])("are stored once by content, with %s", async (_what, part, name, mediaType) => {
    const { rig, taken } = await sendParts([QUESTION, part, part]);
    expect(rig.documents.held.size).toBe(1);
    const [hash] = rig.documents.held.keys();
    expect(taken?.[1]).toMatchObject({
      kind: "document",
      document: { hash, name, mediaType, bytes: PDF.length },
    });
  });

  it("may be texts and data, with name, type and metadata", async () => {
    const { taken } = await sendParts([
      QUESTION,
      { text: "# Notes", filename: "notes.md", mediaType: "text/markdown", metadata: { page: 1 } },
      { data: [1, { two: null }], filename: "figures.json" },
      { data: null },
    ]);
    expect(taken).toEqual([
      { kind: "text", text: QUESTION.text },
      { kind: "text", text: "# Notes", name: "notes.md", mediaType: "text/markdown", metadata: { page: 1 } },
      { kind: "data", data: [1, { two: null }], name: "figures.json" },
      { kind: "data", data: null },
    ]);
  });

  it("are all parts but the first text that says something", async () => {
    const { taken } = await sendParts([{ text: " " }, { data: {} }, QUESTION, { text: "A document." }]);
    expect(splitQuestion(taken ?? [])).toEqual({
      question: QUESTION.text,
      documents: [
        { kind: "data", data: {} },
        { kind: "text", text: "A document." },
      ],
    });
  });

  it.each([
    ["a video", { raw, mediaType: "video/mp4" }],
    ["a text of a type that says nothing", { text: "a", mediaType: "application/octet-stream" }],
    ["a type that is no type", { raw, mediaType: "nonsense" }],
    ["a text that claims to be an image", { text: "a", mediaType: "image/png" }],
    ["data that claims to be a PDF", { data: {}, mediaType: "application/pdf" }],
  ])("are refused as %s, naming what is taken instead", async (_what, part) => {
    const { rig, failure } = await sendParts([QUESTION, part]);
    expect(failure).toMatchObject({
      code: -32005,
      data: [{}, { fieldViolations: [{ field: "message.parts[1].mediaType" }] }],
    });
    expect(rig.documents.held.size).toBe(0);
  });

  it("may be as large as the limit and no larger", async () => {
    const limits = {
      maxParts: 2,
      maxTextCharacters: 100,
      maxFileBytes: PDF.length,
      maxNameCharacters: 255,
      maxJsonDepth: 32,
      maxMetadataCharacters: 100,
      inlineHistoryBytes: 1,
    };
    expect((await sendParts([QUESTION, { raw }], { limits })).failure).toBeUndefined();
    const larger = Buffer.concat([PDF, PDF]).toString("base64");
    expect((await sendParts([QUESTION, { raw: larger }], { limits })).failure?.data[1]).toMatchObject({
      fieldViolations: [
        { field: "message.parts[1].raw", description: `Must be at most ${PDF.length} bytes.` },
      ],
    });
  });
});

describe("Documents by URL", () => {
  const url = "https://example.com/files/report.pdf?x=1";
  const fetching = (outcome: FetchOutcome) => ({ fetchUrl: async () => outcome });

  it("are refused where the server fetches none, with what to do instead", async () => {
    const { failure } = await sendParts([QUESTION, { url }]);
    expect(failure).toMatchObject({
      code: -32004,
      data: [{}, { fieldViolations: [{ field: "message.parts[1].url" }] }],
    });
    expect(failure?.message).toContain("send the bytes in raw");
  });

  it.each(["file:///etc/passwd", "report.pdf", "javascript:alert(1)"])("are refused as %s", async (bad) => {
    const { failure } = await sendParts([QUESTION, { url: bad }], fetching({ kind: "fetched", bytes: PDF }));
    expect(failure?.data[1]).toMatchObject({ fieldViolations: [{ field: "message.parts[1].url" }] });
  });

  it("are fetched and kept like any other", async () => {
    const outcome = { kind: "fetched", bytes: PDF, mediaType: "application/pdf; v=1" } as const;
    const { taken } = await sendParts([QUESTION, { url }], fetching(outcome));
    expect(taken?.[1]).toMatchObject({
      kind: "document",
      document: { name: "report.pdf", mediaType: "application/pdf", bytes: PDF.length },
    });
  });

  it("that may not be fetched say why", async () => {
    const { failure } = await sendParts(
      [QUESTION, { url }],
      fetching({ kind: "refused", reason: "Too large." }),
    );
    expect(failure?.data[1]).toMatchObject({
      fieldViolations: [{ field: "message.parts[1].url", description: "Too large." }],
    });
  });

  it("that turn out to be something else are refused", async () => {
    const outcome = { kind: "fetched", bytes: PDF, mediaType: "video/mp4" } as const;
    expect((await sendParts([QUESTION, { url }], fetching(outcome))).failure).toMatchObject({ code: -32005 });
  });
});

describe("Documents in the history", () => {
  it("come back whole while small, by name once large; those in artifacts always whole", async () => {
    const { rig } = await sendParts([
      QUESTION,
      { raw, filename: "small.pdf" },
      { raw: Buffer.alloc(100_000).toString("base64"), filename: "large.pdf" },
    ]);
    const document = {
      hash: await rig.documents.put(Buffer.alloc(100_000)),
      name: "chart.png",
      mediaType: "image/png",
      bytes: 100_000,
    };
    const artifact = { artifactId: "chart", parts: [{ kind: "document", document } as const] };
    rig.engine.tell("task-1", { type: "artifact-updated", artifact, append: false, lastChunk: true });
    const task = await rig.handler.getTask({ tenant: "", id: "task-1" }, callBy());
    expect(task.history[0]?.parts.slice(1)).toMatchObject([
      { content: { $case: "raw", value: PDF }, filename: "small.pdf", mediaType: "application/pdf" },
      {
        content: { $case: "data", value: { name: "large.pdf", bytes: 100_000 } },
        metadata: { documentReference: true },
      },
    ]);
    expect(task.artifacts[0]?.parts).toMatchObject([
      { content: { $case: "raw", value: Buffer.alloc(100_000) } },
    ]);
  });
});
