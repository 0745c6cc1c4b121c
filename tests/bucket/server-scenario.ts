import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import {
  localLines,
  NOTES,
  QUESTION,
  remoteLines,
  talkingModel,
} from "../../src/app/server/testing/talking-models.ts";
import { startTcpProxy } from "../cluster/tcp-proxy.ts";
import {
  openPostgresServer,
  type PostgresServer,
  type PostgresServerSettings,
} from "../postgres/postgres-server.ts";
import type { RealBucket } from "./real-bucket.ts";

export type ServerPlace = Pick<PostgresServerSettings, "databaseUrl" | "dataFolder">;

/** What the server is told of the bucket. */
export function bucketEnv({ way }: RealBucket, prefix: string): Record<string, string> {
  return {
    BUCKET_NAME: way.bucket,
    BUCKET_ENDPOINT: way.endpoint,
    BUCKET_PATH_STYLE: "true",
    BUCKET_PREFIX: prefix,
    BUCKET_ACCESS_KEY_ID: way.credentials.accessKeyId,
    BUCKET_SECRET_ACCESS_KEY: way.credentials.secretAccessKey,
    BUCKET_ABOVE_BYTES: "65536",
    BUCKET_TIMEOUT_SECONDS: "20",
  };
}

interface Told {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly task?: { readonly id: string; readonly status: { readonly state: string } };
}

async function send(server: PostgresServer, messageId: string, note: string, atOnce = true): Promise<Told> {
  const raw = Buffer.from(note).toString("base64");
  const parts = [{ text: QUESTION }, { raw, filename: "notes.txt", mediaType: "text/plain" }];
  const message = { messageId, role: "ROLE_USER", parts };
  const answer = await server.rpc("SendMessage", { message, configuration: { returnImmediately: atOnce } });
  const { result } = (await answer.json()) as { result?: Pick<Told, "task"> };
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), ...result };
}

async function stateOf(server: PostgresServer, { task }: Told): Promise<string> {
  const shown = await server.fetch(`/tasks/${task?.id}`);
  return ((await shown.json()) as { status: { state: string } }).status.state;
}

async function bucketState(server: PostgresServer): Promise<unknown> {
  const answer = await fetch(`${server.url}/health`);
  return ((await answer.json()) as { components: Record<string, unknown> }).components["bucket"];
}

/** A note that goes into the bucket. */
function largeNote(number: number): string {
  return `${NOTES}\n${`Line ${number} of no importance.\n`.repeat(3_000)}`;
}

interface OccupiedServer extends AsyncDisposable {
  readonly server: PostgresServer;
  /** A task that has read its document from the bucket, and has the only place until it is freed. */
  readonly first: Told;
  free(): void;
}

async function occupiedServer(
  place: ServerPlace,
  env: Readonly<Record<string, string>>,
): Promise<OccupiedServer> {
  const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const supervisor = talkingModel("supervisor", async (request) => {
    asked.resolve();
    await gate.promise;
    return remoteLines(request);
  });
  const server = await openPostgresServer({
    ...place,
    local: talkingModel("worker", localLines).model,
    remote: supervisor.model,
    env: { ...env, A2A_MAX_RUNNING: "1" },
  });
  const first = await send(server, "first", largeNote(1));
  await asked.promise;
  return {
    ...{ server, first },
    free: gate.resolve,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The whole life of an outage, as clients and the operator see it. */
export async function outageOfTheBucket(real: RealBucket, place: ServerPlace, prefix: string): Promise<void> {
  const at = new URL(real.way.endpoint);
  await using proxy = await startTcpProxy(at.hostname, Number(at.port));
  const env = { ...bucketEnv(real, prefix), BUCKET_ENDPOINT: `http://127.0.0.1:${proxy.port}` };
  await using occupied = await occupiedServer(place, env);
  const { server, first } = occupied;
  const second = await send(server, "second", largeNote(2));
  expect(await real.names(prefix)).toHaveLength(2);
  expect(await bucketState(server)).toMatchObject({ state: "ok" });
  proxy.refuse(true);
  occupied.free();
  // It has read its document; the second one has not, and its turn has come.
  await expect.poll(() => stateOf(server, first), { timeout: 20_000 }).toBe("TASK_STATE_COMPLETED");
  await expect.poll(() => stateOf(server, second), { timeout: 20_000 }).toBe("TASK_STATE_WORKING");
  const refused = await send(server, "third", largeNote(3));
  expect(refused).toMatchObject({ status: 503 });
  expect(Number(refused.retryAfter)).toBeGreaterThan(0);
  expect(await send(server, "small", NOTES)).toMatchObject({ status: 200 });
  expect(await bucketState(server)).toMatchObject({ state: "down" });
  expect((await server.fetch("/readyz")).status).toBe(200);
  // More runs than a task that dies may have.
  await expect.poll(() => timesAway(server), { timeout: 30_000 }).toBeGreaterThan(5);
  expect(await stateOf(server, second)).toMatch(/WORKING|SUBMITTED/);
  proxy.refuse(false);
  await expect.poll(() => stateOf(server, second), { timeout: 30_000 }).toBe("TASK_STATE_COMPLETED");
  expect(await send(server, "third", largeNote(3), false)).toMatchObject({
    status: 200,
    task: { status: { state: "TASK_STATE_COMPLETED" } },
  });
  expect(await bucketState(server)).toMatchObject({ state: "ok" });
  expect(server.log().split("the bucket of the documents does not answer").length).toBe(2);
  expect(server.log()).not.toContain(real.way.credentials.secretAccessKey);
}

function timesAway(server: PostgresServer): number {
  return server.log().split('"during":"store","err":{"name":"BucketUnavailableError"').length - 1;
}

/** What becomes of tasks whose documents others changed or removed in the bucket. */
export async function meddledBucket(real: RealBucket, place: ServerPlace, prefix: string): Promise<void> {
  await using occupied = await occupiedServer(place, bucketEnv(real, prefix));
  const { server } = occupied;
  const Bucket = real.way.bucket;
  const sendAndFind = async (number: number): Promise<{ sent: Told; Key: string }> => {
    const before = new Set(await real.names(prefix));
    const sent = await send(server, `m-${number}`, largeNote(number));
    return { sent, Key: (await real.names(prefix)).find((name) => !before.has(name)) ?? "" };
  };
  const changed = await sendAndFind(2);
  const removed = await sendAndFind(3);
  await real.client.send(
    new PutObjectCommand({ Bucket, Key: changed.Key, Body: largeNote(2).replace("12,450", "99,999") }),
  );
  await real.client.send(new DeleteObjectCommand({ Bucket, Key: removed.Key }));
  occupied.free();
  for (const [{ sent }, code] of [
    [changed, "document-damaged"],
    [removed, "document-gone"],
  ] as const) {
    await expect.poll(() => stateOf(server, sent), { timeout: 20_000 }).toBe("TASK_STATE_FAILED");
    expect(await (await server.fetch(`/tasks/${sent.task?.id}`)).text()).toContain(code);
  }
  expect(await send(server, "again", largeNote(3), false)).toMatchObject({
    task: { status: { state: "TASK_STATE_COMPLETED" } },
  });
}
