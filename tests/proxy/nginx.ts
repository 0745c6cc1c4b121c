import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

const PAGE = join(import.meta.dirname, "../../docs/how-to/behind-a-proxy.md");

/** Undefined where this machine has no nginx. */
export const NGINX: string | undefined = ["nginx", "/usr/sbin/nginx"].find(
  (path) => spawnSync(path, ["-v"]).status === 0,
);

/** The blocks for nginx of the how-to page. */
export function documentedBlocks(): readonly string[] {
  const page = readFileSync(PAGE, "utf8");
  return [...page.matchAll(/```nginx\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port.");
  return address.port;
}

/** nginx with these blocks, in the foreground and in a folder of its own, until it is disposed. */
export async function startNginx(folder: string, blocks: string): Promise<AsyncDisposable> {
  if (NGINX === undefined) throw new Error("There is no nginx on this machine.");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  await mkdir(join(folder, "temporary"), { recursive: true });
  const config = [
    "daemon off; master_process off; pid nginx.pid; error_log stderr notice;",
    "events {}",
    "http {",
    "access_log off;",
    ...temporary.map((name) => `${name}_temp_path temporary/${name};`),
    blocks,
    "}",
  ];
  await writeFile(join(folder, "nginx.conf"), config.join("\n"));
  const child = spawn(NGINX, ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"]);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let said = "";
  const ready = Promise.withResolvers<void>();
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.includes("start worker") || said.includes("event method") || said.includes("OS:"))
      ready.resolve();
  });
  void ended.then(() => ready.reject(new Error(`nginx ended: ${said}`)));
  await ready.promise;
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
