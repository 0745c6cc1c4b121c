import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Config, loadConfig } from "#config";
import { type DocumentedServer, openDocumentedServer } from "./documented-server.ts";
import { expectPieces } from "./expected-output.ts";
import { blocksOf, readPage } from "./page.ts";
import { canRunShell, runShellExamples } from "./run-examples.ts";

const PAGE = readPage("how-to/control-egress.md");

let server: DocumentedServer;

beforeAll(async () => {
  server = await openDocumentedServer();
});

afterAll(() => server[Symbol.asyncDispose]());

describe("the page on what leaves", () => {
  it.skipIf(!canRunShell())(
    "shows commands that give what it shows (skipped without bash and curl)",
    async () => {
      // The page asks on the reader's own machine.
      const { A2A_MINIONS_SERVER: _server, A2A_MINIONS_KEY: _key, ...env } = server.env;
      const ran = await runShellExamples(blocksOf(PAGE), { ...server, env });
      expect(ran).toHaveLength(6);
      for (const { expected, printed } of ran) expectPieces(printed, expected?.text ?? "no output is shown");
    },
    120_000,
  );

  it("shows a policy that can be configured as it stands", async () => {
    const [file] = blocksOf(PAGE).filter(({ language }) => language === "json");
    const config: Config = await loadConfig({
      env: {},
      workingDirectory: "/",
      readText: async () => file?.text ?? "",
    });
    expect(config.egress.tenants["medical"]).toEqual({ remote: "off", documents: "home" });
  });
});
