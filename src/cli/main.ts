#!/usr/bin/env node
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRuntime, startServer } from "#app";
import { EXIT_OUTPUT_CLOSED } from "./exit-codes.ts";
import { createProcessIo } from "./process-io.ts";
import { keepCrashesQuiet } from "./quiet-crashes.ts";
import { runCli } from "./run-cli.ts";
import { takeEnvironment } from "./take-environment.ts";

const GRACE_MS = 2_000;

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

keepCrashesQuiet(process);
using io = createProcessIo(process, takeEnvironment(process.env));
const exitCode = await runCli(process.argv.slice(2), io, {
  version,
  createRuntime: (config) => createRuntime(config, { logSink: io.stderr }),
  startServer,
  fetch,
  newId: randomUUID,
});
process.exitCode = io.outputClosed() ? EXIT_OUTPUT_CLOSED : exitCode;
// Output drains and the process ends by itself; should anything be left open, it is not waited for.
setTimeout(() => process.exit(), GRACE_MS).unref();
