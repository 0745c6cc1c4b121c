import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startFakeProvider } from "./fake-provider.ts";
import { runCommand, startCommand, temporaryFolder } from "./run-command.ts";
import { makeKey, serve } from "./serve.ts";

const REPORT = join(import.meta.dirname, "../../samples/northgate-2025-annual-report.pdf");
const QUESTION = "What was capital expenditure in 2025?";

interface ListedTask {
  readonly id: string;
  readonly status: { readonly state: string };
}

/** Each test starts several processes, one after the other. */
const PATIENT = { timeout: 120_000 };

describe("a2a-minions serve", PATIENT, () => {
  it("answers the same command as this machine does, lists the task, shows it and tells its story again", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    await using server = await serve(["--port", "0"], { cwd });
    const env = { A2A_MINIONS_SERVER: server.url, A2A_MINIONS_KEY: await makeKey(cwd) };
    const there = await runCommand(["ask", REPORT, QUESTION, "--json"], { cwd, env });
    expect(there.exitCode).toBe(0);
    const here = await runCommand(["ask", REPORT, QUESTION, "--json"], { cwd });
    const [remote, local] = [there, here].map((run) => JSON.parse(run.stdout) as Record<string, unknown>);
    for (const part of ["outcome", "citations", "coverage", "notices", "rounds"]) {
      expect(remote?.[part], part).toEqual(local?.[part]);
    }
    const list = await runCommand(["tasks", "list", "--json"], { cwd, env });
    const { tasks } = JSON.parse(list.stdout) as { tasks: ListedTask[] };
    expect(tasks).toMatchObject([{ status: { state: "TASK_STATE_COMPLETED" } }]);
    const id = tasks[0]?.id ?? "";
    const shown = await runCommand(["tasks", "get", id], { cwd, env });
    expect(shown.stdout).toMatch(/State +completed[\s\S]*246 million[\s\S]*page 28 · verified/);
    const replay = await runCommand(["tasks", "replay", id], { cwd, env });
    expect(replay.stderr).toContain("read northgate-2025-annual-report.pdf (1/1): 39 pages");
    expect(replay.stdout).toContain("246 million");
    const canceled = await runCommand(["tasks", "cancel", id], { cwd, env });
    expect(canceled).toMatchObject({ exitCode: 11, stderr: expect.stringContaining("has ended already") });
  });

  it("takes a key as soon as it is made and refuses it as soon as it is revoked", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    await using server = await serve(["--port", "0"], { cwd });
    const list = (key: string) =>
      runCommand(["tasks", "list", "--server", server.url, "--key", key], { cwd });
    const key = await makeKey(cwd, "--scopes", "tasks:read");
    expect((await list(key)).exitCode).toBe(0);
    const ask = await runCommand(["ask", REPORT, QUESTION, "--server", server.url, "--key", key], { cwd });
    expect(ask).toMatchObject({ exitCode: 11, stderr: expect.stringContaining("lack the scope") });
    const [, id = ""] = key.split("_");
    await runCommand(["keys", "revoke", id, "--data", "data"], { cwd });
    for (const refused of [key, "nonsense"]) {
      expect(await list(refused)).toMatchObject({
        exitCode: 11,
        stderr: expect.stringContaining("does not take the key"),
      });
      expect((await fetch(`${server.url}/tasks`, { headers: { "x-api-key": refused } })).status).toBe(401);
    }
  });

  it("says how to get a key, ends with exit code 0 when asked to, and lets nobody else have its data meanwhile", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    await using server = await serve(["--port", "0"], { cwd });
    const second = await runCommand(["serve", "--data", "data", "--port", "0"], { cwd });
    expect(second).toMatchObject({
      exitCode: 11,
      stderr: expect.stringContaining("in use by another process"),
    });
    const port = new URL(server.url).port;
    const taken = await runCommand(["serve", "--data", "other", "--port", port], { cwd });
    expect(taken).toMatchObject({ exitCode: 11, stderr: expect.stringContaining("listens there already") });
    server.started.process.kill("SIGTERM");
    const ended = await server.started.finished;
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain("There is no key yet");
  });

  it("asks nobody for a key only where no other machine reaches it", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const open = await runCommand(["serve", "--no-auth", "--host", "0.0.0.0", "--port", "0"], { cwd });
    expect(open).toMatchObject({ exitCode: 11, stderr: expect.stringContaining("--no-auth") });
    await using server = await serve(["--port", "0", "--no-auth"], { cwd });
    const list = await runCommand(["tasks", "list", "--server", server.url], { cwd });
    expect(list.exitCode).toBe(0);
  });

  it("cancels the task of a user who gives up", async () => {
    await using provider = await startFakeProvider(() => "hang");
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const models = {
      OPENAI_API_KEY: "sk-1",
      OPENAI_BASE_URL: provider.baseUrl,
      MINIONS_REMOTE: "openai/fake",
    };
    await using server = await serve(["--port", "0"], { cwd, env: models });
    const env = { A2A_MINIONS_SERVER: server.url, A2A_MINIONS_KEY: await makeKey(cwd) };
    const ask = startCommand(["ask", REPORT, QUESTION, "-q"], { cwd, env });
    await provider.hanging;
    ask.process.kill("SIGINT");
    expect(await ask.finished).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining("Canceled the task"),
    });
    await provider.hungUp;
    const list = await runCommand(["tasks", "list", "--state", "canceled", "--json"], { cwd, env });
    expect((JSON.parse(list.stdout) as { tasks: unknown[] }).tasks).toHaveLength(1);
  });
});

/** Answers MinionS by what kind of JSON it is asked for, and counts what it answered. */
function minionsProvider(jobsBeforeSilence: number, parallelism: number) {
  const answered: string[] = [];
  const allSilent = Promise.withResolvers<void>();
  let jobs = 0;
  let silent = true;
  const replies: Record<string, object> = {
    job_report: { explanation: "Read it.", answer: "246 million", citation: null },
    decomposition_plan: {
      chunking: { strategy: "chunk_by_page", size: null, overlap: null, pagesPerChunk: null },
      documents: null,
      filter: null,
      tasks: [{ task: "Find capital expenditure of 2025.", advice: "" }],
      aggregation: "by-task",
    },
    other: {
      decision: "provide_final_answer",
      explanation: "Found.",
      answer: "It was $ 246 million.",
      feedback: null,
      scratchpad: null,
      sources: [0],
    },
  };
  const respond = (body: string): string | "hang" => {
    const { response_format: form } = JSON.parse(body) as {
      response_format?: { json_schema?: { name?: string } };
    };
    const name = form?.json_schema?.name;
    if (name === "job_report" && ++jobs > jobsBeforeSilence && silent) {
      if (jobs === jobsBeforeSilence + parallelism) allSilent.resolve();
      return "hang";
    }
    answered.push(body);
    if (name === undefined) return "Look at the cash flow statement.";
    const reply =
      name === "job_report"
        ? replies["job_report"]
        : /plan/.test(name)
          ? replies["decomposition_plan"]
          : replies["other"];
    return JSON.stringify(reply);
  };
  return {
    respond,
    answered,
    /** Every slot waits: whatever was answered before has been taken in. */
    allSilent: allSilent.promise,
    speak: () => {
      silent = false;
    },
  };
}

describe("a server that is killed in the middle of a run", PATIENT, () => {
  it("completes the task when it is started again, pays nothing twice, and the user who waits sees one answer", async () => {
    const script = minionsProvider(15, 4);
    await using provider = await startFakeProvider(script.respond);
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const models = {
      OPENAI_API_KEY: "sk-1",
      OPENAI_BASE_URL: provider.baseUrl,
      MINIONS_REMOTE: "openai/big",
      MINIONS_LOCAL: "openai/small",
    };
    await using first = await serve(["--port", "0"], { cwd, env: models });
    const env = { A2A_MINIONS_SERVER: first.url, A2A_MINIONS_KEY: await makeKey(cwd) };
    const args = ["--skill", "minions_query", "--decomposition", "plan", "--parallelism", "4"];
    const ask = startCommand(["ask", REPORT, QUESTION, ...args], { cwd, env });
    await script.allSilent;
    await first.kill();
    const paidBefore = script.answered.length;
    script.speak();
    await using _second = await serve(["--port", new URL(first.url).port], { cwd, env: models });
    const answer = await ask.finished;
    expect(answer.stderr).toContain("The line broke and is back.");
    expect(answer.exitCode).toBe(0);
    expect(answer.stdout).toMatch(/^It was \$ 246 million\.\n/);
    expect(script.answered.length).toBeGreaterThan(paidBefore);
    expect(new Set(script.answered).size).toBe(script.answered.length);
    const list = await runCommand(["tasks", "list", "--json"], { cwd, env });
    const { tasks } = JSON.parse(list.stdout) as { tasks: ListedTask[] };
    expect(tasks).toMatchObject([{ status: { state: "TASK_STATE_COMPLETED" } }]);
    const replay = await runCommand(["tasks", "replay", tasks[0]?.id ?? "", "--json"], { cwd, env });
    const events = replay.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as StoryEvent);
    const seqs = events.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((one, other) => one - other));
    const told = events.flatMap(({ event }) => event.statusUpdate?.metadata?.events ?? []);
    const done = told.filter((one) => one.type === "job-finished").map((one) => one.done);
    expect(done).toEqual(Array.from({ length: 39 }, (_, index) => index + 1));
  });
});

interface StoryEvent {
  readonly seq: number;
  readonly event: {
    readonly statusUpdate?: {
      readonly metadata?: { readonly events?: readonly { readonly type: string; readonly done?: number }[] };
    };
  };
}
