import { describe, expect, it } from "vitest";
import { startFakeProvider } from "./fake-provider.ts";
import { runCommand, startCommand, temporaryFolder } from "./run-command.ts";

const SECRET_LINE = "Capital expenditure of the lighthouse unit was $ 1,577 million in 2024.";
const FILES = { "notes.md": `${SECRET_LINE}\n\nRevenue was $ 12,450 million in 2024.` };
const ASK = ["ask", "notes.md", "What was capital expenditure in 2024?"];

/** A supervisor that asks once and then answers, whatever it hears. */
function supervise(body: string): string {
  const name = (JSON.parse(body) as { response_format?: { json_schema?: { name?: string } } }).response_format
    ?.json_schema?.name;
  if (name === undefined) return "The worker found a figure.";
  return JSON.stringify({
    reasoning: null,
    message: "What was capital expenditure in 2024?",
    decision: "provide_final_answer",
    answer: "It was $ 1,577 million.",
    quotes: [SECRET_LINE],
  });
}

describe("what travels", () => {
  it("is nothing, with keys and addresses in the environment and no model named", async () => {
    await using provider = await startFakeProvider(() => "hang");
    await using folder = await temporaryFolder(FILES);
    const env = {
      OPENAI_API_KEY: "sk-1",
      OPENAI_BASE_URL: provider.baseUrl,
      ANTHROPIC_API_KEY: "sk-2",
      ANTHROPIC_BASE_URL: provider.baseUrl,
      OLLAMA_HOST: provider.baseUrl,
    };
    const run = await runCommand(ASK, { cwd: folder.path, env });
    expect(run.exitCode).toBe(0);
    expect(provider.requests).toEqual([]);
    expect(run.stderr).toContain("nothing leaves this machine");
  });

  it.each([
    [
      "MINIONS_REMOTE_PROVIDER and MINIONS_REMOTE_MODEL",
      [],
      { MINIONS_REMOTE_PROVIDER: "openai", MINIONS_REMOTE_MODEL: "fake" },
    ],
    ["MINIONS_REMOTE", [], { MINIONS_REMOTE: "openai/fake" }],
    ["--remote", ["--remote", "openai/fake"], {}],
  ])("goes to the model that %s names, without the documents", async (_name, flags, model) => {
    await using provider = await startFakeProvider(supervise);
    await using folder = await temporaryFolder(FILES);
    const env = { OPENAI_API_KEY: "sk-1", OPENAI_BASE_URL: provider.baseUrl, ...model };
    const run = await runCommand([...ASK, ...flags, "--json"], { cwd: folder.path, env });
    expect(run.exitCode).toBe(0);
    const result = JSON.parse(run.stdout) as { outcome: unknown; ledger: { leftProcess: boolean }[] };
    expect(result.outcome).toEqual({ kind: "answered", answer: "It was $ 1,577 million." });
    expect(provider.requests.length).toBe(result.ledger.length);
    expect(result.ledger.every((entry) => entry.leftProcess)).toBe(true);
    const [opening] = provider.requests;
    expect(opening?.authorization).toBe("Bearer sk-1");
    expect(opening?.body).toContain('"model":"fake"');
    expect(opening?.body).not.toContain("lighthouse");
    expect(run.stdout + run.stderr).not.toContain("sk-1");
  });

  it("shows the supervisor's answer as it is written, and once", async () => {
    await using provider = await startFakeProvider(supervise);
    await using folder = await temporaryFolder(FILES);
    const env = { OPENAI_API_KEY: "sk-1", OPENAI_BASE_URL: provider.baseUrl };
    const run = await runCommand([...ASK, "--remote", "openai/fake", "--stream", "-q"], {
      cwd: folder.path,
      env,
    });
    expect(provider.requests.at(-1)?.body).toContain('"stream":true');
    expect(run.stdout).toMatch(/^It was \$ 1,577 million\.\n\nCitations\n/);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "stops at %s, down to the socket, with exit code 130",
    async (signal) => {
      await using provider = await startFakeProvider(() => "hang");
      await using folder = await temporaryFolder(FILES);
      const env = { OPENAI_API_KEY: "sk-1", OPENAI_BASE_URL: provider.baseUrl };
      const run = startCommand([...ASK, "--remote", "openai/fake", "--json"], { cwd: folder.path, env });
      await provider.hanging;
      run.process.kill(signal);
      await provider.hungUp;
      const { exitCode, stdout, stderr } = await run.finished;
      expect(exitCode).toBe(130);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: "aborted" } });
      expect(stderr).toContain("aborted");
    },
  );
});
