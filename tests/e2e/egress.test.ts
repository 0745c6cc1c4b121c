import { describe, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "./fake-provider.ts";
import { runCommand, temporaryFolder } from "./run-command.ts";
import { makeKey, serve } from "./serve.ts";

const NOTES = { "notes.md": "Revenue was $ 12,450 million in 2025.\n" };
const QUESTION = "What was revenue in 2025?";
const ASK = ["ask", "notes.md", QUESTION, "--remote", "openai/gpt-4o"];

/** Each test starts several processes, one after the other. */
const PATIENT = { timeout: 120_000 };

/** A supervisor for one round of Minion. */
function supervisor(): Promise<FakeProvider> {
  return startFakeProvider((body) =>
    body.includes("Decide.")
      ? '{"decision": "provide_final_answer", "answer": "It was $ 12,450 million.", "quotes": []}'
      : '{"message": "What was revenue in 2025?"}',
  );
}

/** The provider at an address that is none of home by any name, though it leads to this machine. */
const awayFrom = ({ baseUrl }: FakeProvider): Record<string, string> => ({
  OPENAI_BASE_URL: baseUrl.replace("127.0.0.1", "0.0.0.0"),
  OPENAI_API_KEY: "sk-test",
});

const posts = ({ requests }: FakeProvider) => requests.filter(({ body }) => body !== "");
const idIn = (text: string): string => /tasks approve (\S+?)[,\s]/.exec(text)?.[1] ?? "";

describe("approval at a server", PATIENT, () => {
  it("is asked for with what would leave, and given or refused by command", async () => {
    await using provider = await supervisor();
    await using folder = await temporaryFolder(NOTES);
    const cwd = folder.path;
    const policy = { MINIONS_EGRESS_REMOTE: "approval", MINIONS_REMOTE: "openai/gpt-4o" };
    await using server = await serve(["--port", "0"], { cwd, env: { ...policy, ...awayFrom(provider) } });
    const env = { A2A_MINIONS_SERVER: server.url, A2A_MINIONS_KEY: await makeKey(cwd) };
    const run = (...args: string[]) => runCommand(args, { cwd, env });

    const asked = await run("ask", "notes.md", QUESTION);
    expect(asked).toMatchObject({ exitCode: 12, stdout: "" });
    const id = idIn(asked.stderr);
    const shown = await run("tasks", "get", id);
    expect(shown.stdout).toMatch(/To +openai\/gpt-4o at 0\.0\.0\.0\n/);
    expect(shown.stdout).toContain(`  ${QUESTION}`);
    expect(shown.stdout).toMatch(/sha256 [0-9a-f]{64}/);
    expect(shown.stdout).not.toContain("12,450");
    expect(posts(provider)).toEqual([]);
    const approved = await run("tasks", "approve", id);
    expect(approved).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("$ 12,450 million") });
    expect(await run("tasks", "approve", id)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("waits for no approval"),
    });

    const sent = posts(provider).length;
    const again = await run("ask", "notes.md", QUESTION);
    const rejected = await run("tasks", "reject", idIn(again.stderr));
    expect(rejected).toMatchObject({ exitCode: 12, stderr: expect.stringContaining("was rejected") });
    expect(posts(provider)).toHaveLength(sent);
  });
});

describe("a policy on this machine", PATIENT, () => {
  it.each<[string, Record<string, string>, string[], number, RegExp]>([
    ["a provider that is not allowed", { MINIONS_EGRESS_PROVIDERS: "anthropic" }, ASK, 12, /may not be used/],
    ["nothing may leave", { MINIONS_EGRESS_REMOTE: "off" }, ASK, 0, /nothing may leave by the egress policy/],
    ["local_only was asked for", {}, [...ASK, "--local-only"], 0, /local_only was asked for/],
    ["nobody is there to approve", { MINIONS_EGRESS_REMOTE: "approval" }, ASK, 12, /asks for approval/],
  ])("lets nothing leave where %s", async (_, env, args, exitCode, words) => {
    await using provider = await supervisor();
    await using folder = await temporaryFolder(NOTES);
    const run = await runCommand(args, { cwd: folder.path, env: { ...awayFrom(provider), ...env } });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout + run.stderr).toMatch(words);
    if (exitCode === 0) expect(run.stdout).toContain("nothing left this process");
    expect(posts(provider)).toEqual([]);
  });

  it("answers at home when the remote side is down, and says so", async () => {
    await using folder = await temporaryFolder(NOTES);
    const env = {
      ...{ MINIONS_EGRESS_ON_REMOTE_DOWN: "local-only", OPENAI_API_KEY: "sk-test" },
      OPENAI_BASE_URL: "http://127.0.0.1:9",
    };
    const run = await runCommand(ASK, { cwd: folder.path, env });
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("12,450 million") });
    expect(run.stdout).toMatch(/Local only: the remote side failed/);
    const failed = await runCommand(ASK, {
      cwd: folder.path,
      env: { ...env, MINIONS_EGRESS_ON_REMOTE_DOWN: "fail" },
    });
    expect(failed).toMatchObject({ exitCode: 6, stdout: "" });
  });
});
