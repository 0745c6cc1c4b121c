/** The least that a JSON server on Fastify does: parses what comes, and sends an object of a size given in bytes. */
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import { reportAsChild } from "./server-child.ts";

const server = fastify({ logger: false });
const sized = (bytes: number) => ({ result: { items: [{ text: "x".repeat(bytes) }] } });
const answers = new Map<number, object>();
function answer(bytes: number): object {
  const made = answers.get(bytes) ?? sized(bytes);
  answers.set(bytes, made);
  return made;
}
server.post<{ Params: { bytes: string } }>("/:bytes", async ({ params }) => answer(Number(params.bytes)));
server.get<{ Params: { bytes: string } }>("/:bytes", async ({ params }) => answer(Number(params.bytes)));
await server.listen({ host: "127.0.0.1", port: 0 });
reportAsChild(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
