import { describe, expect, it } from "vitest";
import { openDocumentedServer } from "./documented-server.ts";
import { expectPieces } from "./expected-output.ts";
import { blocksOf, readPage } from "./page.ts";
import { canRunShell, runShellExamples } from "./run-examples.ts";

const BLOCKS = blocksOf(readPage("how-to/limit-use.md"));

describe("the page on limiting use", () => {
  it.skipIf(!canRunShell())(
    "shows a configuration that is taken and commands that give what it shows (skipped without bash and curl)",
    async () => {
      await using server = await openDocumentedServer(
        BLOCKS.find(({ language }) => language === "json")?.text,
      );
      const ran = await runShellExamples(BLOCKS, server);
      expect(ran).toHaveLength(4);
      for (const { expected, printed } of ran)
        if (expected !== undefined) expectPieces(printed, expected.text.replaceAll(/t=\d+/g, "…"));
    },
    60_000,
  );
});
