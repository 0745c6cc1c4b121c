import { type CommandOptions, runCommand, type Started, startCommand } from "./run-command.ts";

/** The real server as a process of its own. Disposing it kills it without warning, as a crash does. */
export interface ServedProcess extends AsyncDisposable {
  readonly url: string;
  readonly started: Started;
  kill(): Promise<void>;
}

/** Starts `serve` and waits until it listens. */
export async function serve(args: readonly string[], options: CommandOptions): Promise<ServedProcess> {
  const started = startCommand(["serve", "--data", "data", ...args], options);
  const { process } = started;
  const listening = Promise.withResolvers<string>();
  let printed = "";
  process.stdout.on("data", (text: string) => {
    printed += text;
    const url = /Listening at (\S+)\n/.exec(printed)?.[1];
    if (url !== undefined) listening.resolve(url);
  });
  void started.finished.then(({ stderr }) => listening.reject(new Error(`The server ended: ${stderr}`)));
  const kill = async (): Promise<void> => {
    process.kill("SIGKILL");
    await started.finished;
  };
  return { url: await listening.promise, started, kill, [Symbol.asyncDispose]: kill };
}

/** Makes a key in the data folder of {@link serve}. */
export async function makeKey(cwd: string, ...flags: readonly string[]): Promise<string> {
  const made = await runCommand(["keys", "create", "tester", "--data", "data", ...flags], { cwd });
  return made.stdout.trim();
}
