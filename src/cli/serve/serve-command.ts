import { once } from "node:events";
import { resolve } from "node:path";
import type { RunningServer, ServerSettings } from "#app";
import type { Config } from "#config";
import type { CliIo } from "../cli-io.ts";
import { EXIT_ANSWERED } from "../exit-codes.ts";

export interface ServeDeps {
  readonly io: CliIo;
  readonly config: Config;
  readonly version: string;
  readonly startServer: (settings: ServerSettings) => Promise<RunningServer>;
}

/**
 * Serves until the user stops it: then takes nothing more, lets running tasks end within the grace time, and keeps the
 * rest for the next start.
 *
 * @returns the exit code
 * @throws the errors of starting a server
 */
export async function serveCommand({ io, config, version, startServer }: ServeDeps): Promise<number> {
  const dataFolder = resolve(io.workingDirectory, config.server.data);
  const say = (line: string): void => io.stderr.write(`${line}\n`);
  const running = await startServer({ config, version, dataFolder, overrides: { logSink: io.stderr } });
  io.stdout.write(`Listening at ${running.url}\n`);
  say(`Agent card: ${running.baseUrl}/.well-known/agent-card.json`);
  say(`Data: ${dataFolder}`);
  if (!config.server.auth) say(`${whoReachesIt(config)} may use it, without a key.`);
  else if (config.server.apiKey !== undefined)
    say(`${whoReachesIt(config)} may use it with the key for development.`);
  else if (running.needsKey) {
    say(
      `There is no key yet, and clients need one. Make it: a2a-minions keys create NAME --data ${dataFolder}`,
    );
  }
  const { renew } = running;
  using _renewing = renew === undefined ? undefined : io.onHangup(() => void renew());
  if (!io.signal.aborted) await once(io.signal, "abort");
  say(
    `Stopping: running tasks may go on for ${config.server.graceSeconds} s, the rest goes on at the next start.`,
  );
  await running.stop();
  return EXIT_ANSWERED;
}

function whoReachesIt({ server }: Config): string {
  return server.insecureAccessFromNetwork ? "Anybody who reaches it" : "Anybody on this machine";
}
