import type { Environment } from "#config";

/** Where text goes: a stream, or an array in a test. */
export interface TextSink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal, in characters. */
  readonly columns: number | undefined;
}

/** All that the commands know of the process they run in. */
export interface CliIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Environment;
  /** Absolute path. */
  readonly workingDirectory: string;
  /** Fires when the user gives up (Ctrl-C), the process is asked to end, or nobody reads our output any more. */
  readonly signal: AbortSignal;
  /** Told when the process is asked to read its files again (SIGHUP); who asks for it keeps SIGHUP from ending it. */
  onHangup(listener: () => void): Disposable;
  /** Trusts the servers that this authority vouches for, beside those of the usual authorities; PEM. */
  trustAuthority(pem: string): void;
  /** Asks the user and gives the line that was typed; only where somebody sits at a terminal. */
  readonly ask?: (question: string) => Promise<string>;
}
