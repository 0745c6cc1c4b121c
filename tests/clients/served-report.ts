import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Part, SendMessageRequest, Task } from "@a2a-js/sdk";
import { createAuthenticatingFetchWithRetry } from "@a2a-js/sdk/client";
import { asks, part } from "../conformance/earlier-rig.ts";
import { type FakeProvider, startFakeProvider } from "../e2e/fake-provider.ts";
import { temporaryFolder } from "../e2e/run-command.ts";
import { makeKey, serve } from "../e2e/serve.ts";

export const QUESTION = "What was capital expenditure in 2025?";
/** What stands in every right answer to it. */
export const FIGURE = "246 million";

const REPORT_NAME = "northgate-2025-annual-report.pdf";
const REPORT = join(import.meta.dirname, "../../samples", REPORT_NAME);

/** The command `serve` as users run it, with the embedded engine, a key for a client and a model that never answers. */
export interface ServedReport extends AsyncDisposable {
  readonly url: string;
  readonly key: string;
  readonly keyOfOther: string;
  readonly report: Buffer;
  /** Sends the key as the card asks for it. */
  readonly fetchAs: (key: string) => typeof fetch;
  /** Resolves when a task waits for the model that never answers. */
  readonly silentModel: FakeProvider;
}

export async function serveReport(): Promise<ServedReport> {
  await using starting = new AsyncDisposableStack();
  const silentModel = starting.use(await startFakeProvider(() => "hang"));
  const folder = starting.use(await temporaryFolder());
  const cwd = folder.path;
  const env = { OPENAI_API_KEY: "sk-1", OPENAI_BASE_URL: silentModel.baseUrl };
  const server = starting.use(await serve(["--port", "0", "--log-level", "error"], { cwd, env }));
  const key = await makeKey(cwd);
  const keyOfOther = await makeKey(cwd, "--owner", "other");
  const report = await readFile(REPORT);
  const held = starting.move();
  return {
    url: server.url,
    key,
    keyOfOther,
    report,
    silentModel,
    fetchAs: (shown) =>
      createAuthenticatingFetchWithRetry(fetch, {
        headers: async () => ({ "x-api-key": shown }),
        shouldRetryWithHeaders: async () => undefined,
      }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** A question about the report. */
export function aboutReport(report: Buffer, returnImmediately = false): SendMessageRequest {
  const document: Part = part({ $case: "raw", value: report }, REPORT_NAME, "application/pdf");
  return asks(QUESTION, returnImmediately, [document]);
}

/** A question to the model that never answers. */
export function neverAnswered(report: Buffer): SendMessageRequest {
  const request = aboutReport(report, true);
  return { ...request, metadata: { remote_provider: "openai", remote_model: "silent" } };
}

/** The text of all artifacts. */
export function answerOf(task: Task): string {
  const parts = task.artifacts.flatMap((artifact) => artifact.parts);
  return parts.map(({ content }) => (content?.$case === "text" ? content.value : "")).join("");
}
