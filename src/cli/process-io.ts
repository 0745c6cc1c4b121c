import { createInterface } from "node:readline/promises";
import type { Writable } from "node:stream";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { WriteStream } from "node:tty";
import type { Environment } from "#config";
import { AbortedError, abortReason } from "#kernel";
import type { CliIo, TextSink } from "./cli-io.ts";
import { EXIT_ABORTED } from "./exit-codes.ts";
import { SHOW_CURSOR } from "./output/terminal-text.ts";

/** The part of `process` that the program touches. */
type HostProcess = Pick<
  NodeJS.Process,
  "stdin" | "stdout" | "stderr" | "env" | "cwd" | "on" | "off" | "exit"
>;

export interface ProcessIo extends CliIo, Disposable {
  /** True once nobody reads our output any more, as with `| head`. */
  readonly outputClosed: () => boolean;
}

/**
 * Ties the commands to the process: the first Ctrl-C or SIGTERM aborts the work cleanly, the second one ends the process
 * at once; output that nobody reads any more ends the work too.
 */
export function createProcessIo(host: HostProcess, env: Environment = host.env): ProcessIo {
  const controller = new AbortController();
  let closed = false;
  const interrupt = (): void => {
    if (controller.signal.aborted) {
      if (host.stderr.isTTY) host.stderr.write(SHOW_CURSOR); // Nobody else gets to clean up any more.
      host.exit(EXIT_ABORTED);
    }
    controller.abort(new AbortedError("The run"));
  };
  const onOutputError = (): void => {
    closed = true;
    controller.abort(new AbortedError("The run"));
  };
  host.on("SIGINT", interrupt);
  host.on("SIGTERM", interrupt);
  host.stdout.on("error", onOutputError);
  host.stderr.on("error", onOutputError);
  return {
    stdout: sinkOf(host.stdout, () => closed),
    stderr: sinkOf(host.stderr, () => closed),
    env,
    workingDirectory: host.cwd(),
    signal: controller.signal,
    ...(host.stdin.isTTY && host.stderr.isTTY
      ? { ask: (question: string) => askLine(question, host, controller.signal) }
      : {}),
    outputClosed: () => closed,
    onHangup(listener) {
      host.on("SIGHUP", listener);
      return { [Symbol.dispose]: () => void host.off("SIGHUP", listener) };
    },
    trustAuthority: (pem) => setDefaultCACertificates([...getCACertificates("default"), pem]),
    [Symbol.dispose]: () => {
      host.off("SIGINT", interrupt);
      host.off("SIGTERM", interrupt);
    },
  };
}

/** One line, as typed; not in raw mode, so that Ctrl-C goes on to end the work. */
async function askLine(
  question: string,
  { stdin, stderr }: Pick<HostProcess, "stdin" | "stderr">,
  signal: AbortSignal,
): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  try {
    return await lines.question(question, { signal });
  } catch {
    throw abortReason(signal, "The question");
  } finally {
    lines.close();
  }
}

function sinkOf(
  stream: Writable & Partial<Pick<WriteStream, "isTTY" | "columns">>,
  isClosed: () => boolean,
): TextSink {
  return {
    write: (text) => {
      if (!isClosed()) stream.write(text);
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
  };
}
