import { describe, expect, it } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

const NOTES = [
  "# Northwind annual notes",
  "",
  "Revenue was $ 12,450 million in 2024, up from $ 11,900 million in 2023.",
  "",
  "Capital expenditure was $ 1,577 million in 2024.",
  "",
  "The company employs 31,000 people.",
].join("\n");

const QUESTION = "What was capital expenditure in 2024?";

describe("a2a-minions ask", () => {
  it.each(["minion_query", "minions_query"])(
    "answers over a text file with no model and no key (%s)",
    async (skill) => {
      await using folder = await temporaryFolder({ "notes.md": NOTES });
      const run = await runCommand(["ask", "notes.md", QUESTION, "--skill", skill], { cwd: folder.path });
      expect(run.stderr).toContain("No model is named: both sides are the embedded engine");
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toContain("1,577");
      expect(run.stdout).toContain("notes.md, page 1 · verified");
      expect(run.stdout).toContain("nothing left this process");
    },
  );

  it("prints exactly one JSON document on stdout when asked for JSON, and everything else on stderr", async () => {
    await using folder = await temporaryFolder({ "notes.md": NOTES });
    const run = await runCommand(
      ["ask", "notes.md", QUESTION, "--json", "--verbose", "--log-level", "debug"],
      {
        cwd: folder.path,
      },
    );
    const result = JSON.parse(run.stdout) as { outcome: { kind: string; answer: string }; ledger: unknown[] };
    expect(result.outcome.kind).toBe("answered");
    expect(result.outcome.answer).toContain("1,577");
    expect(run.stderr).toContain("read notes.md (1/1)");
  });

  it("writes neither escape sequences nor questions into its logs when piped", async () => {
    await using folder = await temporaryFolder({ "notes.md": NOTES });
    const run = await runCommand(["ask", "notes.md", QUESTION, "--log-level", "debug"], { cwd: folder.path });
    expect(`${run.stdout}${run.stderr}`).not.toContain("\u001b");
    const logged = run.stderr.split("\n").filter((line) => line.startsWith("{"));
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join("\n")).not.toMatch(/capital|1,577/i);
  });

  it("is quiet when asked to be", async () => {
    await using folder = await temporaryFolder({ "notes.md": NOTES });
    const run = await runCommand(["ask", "notes.md", QUESTION, "--quiet"], { cwd: folder.path });
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("prints the answer once when it streams", async () => {
    await using folder = await temporaryFolder({ "notes.md": NOTES });
    const run = await runCommand(["ask", "notes.md", QUESTION, "--stream", "--quiet"], { cwd: folder.path });
    const [answer = ""] = run.stdout.split("\nCitations");
    expect(answer.match(/1,577/g)).toHaveLength(1);
  });

  it("prints the ledger when asked to", async () => {
    await using folder = await temporaryFolder({ "notes.md": NOTES });
    const run = await runCommand(["ask", "notes.md", QUESTION, "--ledger", "-q"], { cwd: folder.path });
    expect(run.stdout).toContain("Sent to the remote side\n\n#1 ");
  });

  it("tells apart two files of one name, and takes names as labels only", async () => {
    await using a = await temporaryFolder({ "notes.md": NOTES });
    await using b = await temporaryFolder({ "notes.md": NOTES.replaceAll("1,577", "1,444") });
    const run = await runCommand(["ask", "notes.md", `${b.path}/notes.md`, QUESTION, "--json", "-q"], {
      cwd: a.path,
    });
    const { coverage } = JSON.parse(run.stdout) as { coverage: { documents: { documentName: string }[] } };
    expect(coverage.documents.map((document) => document.documentName)).toEqual([
      "notes.md",
      `${b.path}/notes.md`,
    ]);
  });

  it("goes on without an unreadable document when told to, and says so", async () => {
    await using folder = await temporaryFolder({ "notes.md": NOTES, "broken.pdf": "%PDF-1.7 nothing here" });
    const args = ["ask", "broken.pdf", "notes.md", QUESTION, "--skip-unreadable", "--json"];
    const run = await runCommand(args, { cwd: folder.path });
    expect(run.exitCode).toBe(0);
    expect(JSON.stringify(JSON.parse(run.stdout))).toContain("Left out:");
  });

  it("ends quietly when nobody reads its output any more", async () => {
    await using folder = await temporaryFolder({ "notes.md": NOTES });
    const [node, main] = [process.execPath, `${import.meta.dirname}/../../src/cli/main.ts`];
    const script = `"${node}" "${main}" ask notes.md "${QUESTION}" -q --ledger | true; echo "\${PIPESTATUS[0]}"`;
    const run = await runCommand(["-c", script], { cwd: folder.path, command: ["bash"] });
    expect(run.stderr).toBe("");
    expect(["0", "141"]).toContain(run.stdout.trim());
  });
});
