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

describe.skipIf(!canRunShell())("commands of the page on (skipped without bash and curl)", () => {
  it.each([
    ["serving", "how-to/serve.md", 3],
    ["keys", "how-to/manage-keys.md", 3],
    ["the audit log", "how-to/audit.md", 2],
  ])(
    "%s give what it shows",
    async (_about, page, atLeast) => {
      const ran = await runShellExamples(blocksOf(readPage(page)), server);
      expect(ran.length).toBeGreaterThanOrEqual(atLeast);
      for (const { expected, printed } of ran)
        if (expected !== undefined) expectPieces(printed, expected.text);
    },
    120_000,
  );
});
