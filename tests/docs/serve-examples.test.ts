import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DocumentedServer, openDocumentedServer } from "./documented-server.ts";
import { expectPieces } from "./expected-output.ts";
import { blocksOf, readPage } from "./page.ts";
import { canRunShell, runShellExamples } from "./run-examples.ts";

let server: DocumentedServer;

beforeAll(async () => {
  server = await openDocumentedServer();
});

afterAll(() => server[Symbol.asyncDispose]());

describe("the page on serving", () => {
  it.skipIf(!canRunShell())(
    "shows commands that give what it shows (skipped without bash and curl)",
    async () => {
      const ran = await runShellExamples(blocksOf(readPage("how-to/serve.md")), server);
      expect(ran.length).toBeGreaterThanOrEqual(3);
      for (const { expected, printed } of ran)
        if (expected !== undefined) expectPieces(printed, expected.text);
    },
    60_000,
  );
});
