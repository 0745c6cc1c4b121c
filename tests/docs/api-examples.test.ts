import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DocumentedServer, openDocumentedServer } from "./documented-server.ts";
import { expectOutput, expectPieces } from "./expected-output.ts";
import { blocksOf, readPage } from "./page.ts";
import { canRunShell, runModule, runShellExamples } from "./run-examples.ts";

const BLOCKS = blocksOf(readPage("reference/api.md"));

let server: DocumentedServer;

beforeAll(async () => {
  server = await openDocumentedServer();
});

afterAll(() => server[Symbol.asyncDispose]());

describe("the examples of the API page", () => {
  it.skipIf(!canRunShell())("by curl give what the page shows (skipped without bash and curl)", async () => {
    const ran = await runShellExamples(BLOCKS, server);
    expect(ran.length).toBeGreaterThan(10);
    for (const one of ran) {
      try {
        expectOutput(one);
      } catch (error) {
        throw new Error(`The example\n${one.example}printed:\n${one.printed.slice(0, 3000)}`, {
          cause: error,
        });
      }
    }
  });

  it.each<[string, (code: string) => string]>([
    ["JSON-RPC", (code) => code],
    ["HTTP+JSON, as the page says", overRest],
  ])("by the official JavaScript client print what the page shows, over %s", async (_, changed) => {
    const examples = BLOCKS.flatMap((block, index) =>
      block.language === "js" ? [{ code: block.text, shown: BLOCKS[index + 1]?.text ?? "" }] : [],
    );
    expect(examples).toHaveLength(1);
    for (const { code, shown } of examples) expectPieces(await runModule(changed(code), server), shown);
  });
});

/** Puts in what the page says to put in for the other binding. */
function overRest(code: string): string {
  const [, said = ""] = /For HTTP\+JSON give it `([^`]+)`/.exec(readPage("reference/api.md")) ?? [];
  expect(said).toContain("RestTransportFactory");
  return code
    .replace("transports: [new JsonRpcTransportFactory({ fetchImpl })]", said)
    .replaceAll("JsonRpcTransportFactory", "RestTransportFactory");
}
