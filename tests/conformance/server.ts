import { openConformanceServer } from "./open-conformance-server.ts";

/**
 * Starts the server that the A2A project's compatibility kit drives: no authentication, this machine alone.
 * `node tests/conformance/server.ts [PORT]`, by default 9999; Ctrl-C stops it.
 */
const port = Number(process.argv[2] ?? "9999");
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error("The port must be a number from 0 to 65535.");
  process.exit(2);
}
const server = await openConformanceServer({ port, forgetMessages: true });
console.log(`Under test at ${server.baseUrl}`);
const stopped = Promise.withResolvers<void>();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.resolve());
await stopped.promise;
await server[Symbol.asyncDispose]();
