import { describe, expect, it } from "vitest";
import { startFakeProvider } from "./fake-provider.ts";
import { runCommand, temporaryFolder } from "./run-command.ts";

interface Listed {
  readonly providers: readonly {
    readonly id: string;
    readonly configured: boolean;
    readonly reachable?: boolean;
    readonly models: readonly string[];
    readonly problem?: string;
  }[];
}

describe("a2a-minions providers", () => {
  it("tells what is configured, reachable and missing, and spends no tokens", async () => {
    await using provider = await startFakeProvider(() => "hang");
    await using folder = await temporaryFolder({
      "a2a-minions.config.json": JSON.stringify({ endpoints: { mine: { baseUrl: provider.baseUrl } } }),
    });
    const env = { OPENAI_API_KEY: "sk-hidden", OPENAI_BASE_URL: provider.baseUrl };
    const run = await runCommand(["providers", "--json"], { cwd: folder.path, env });
    expect(run.exitCode).toBe(0);
    const { providers } = JSON.parse(run.stdout) as Listed;
    const find = (id: string) => providers.find((status) => status.id === id);
    expect(find("openai")).toMatchObject({ configured: true, reachable: true, models: ["fake"] });
    expect(find("mine")).toMatchObject({ configured: true, reachable: true, models: ["fake"] });
    expect(find("anthropic")?.configured).toBe(false);
    expect(find("anthropic")?.problem).toContain("ANTHROPIC_API_KEY");
    expect(find("embedded")).toMatchObject({ configured: true, reachable: true, models: ["extractive"] });
    expect(provider.requests.every((request) => request.body === "")).toBe(true);
    expect(run.stdout + run.stderr).not.toContain("sk-hidden");
  });

  it("prints a table for people", async () => {
    await using folder = await temporaryFolder();
    const run = await runCommand(["providers"], { cwd: folder.path });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^PROVIDER +CONFIGURED +REACHABLE +MODELS\n/);
    expect(run.stdout).toContain("What is missing");
  });
});
