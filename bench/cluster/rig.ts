import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, prepareCluster, start } from "../../tests/cluster/cluster.ts";
import {
  type ComingCall,
  type CountingProvider,
  startCountingProvider,
} from "../../tests/kill/counting-provider.ts";
import { seededRandom } from "../../tests/kill/seeded-random.ts";
import { startPostgres } from "../../tests/postgres/real-postgres.ts";

const STATEMENTS = ["shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track=all"];

/** Real servers over one real PostgreSQL that waits for its disk, with models that answer at once. */
export interface ClusterRig extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly provider: CountingProvider;
}

export interface RigOptions {
  readonly instances: number;
  /** Waited for before a model answers. */
  readonly before?: (coming: ComingCall) => Promise<void>;
}

export async function openRig({ instances, before }: RigOptions): Promise<ClusterRig> {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "a2a-minions-bench-"));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startPostgres({ durable: true, settings: STATEMENTS });
  opening.defer(() => postgres.stop());
  const options = before === undefined ? { instant: true } : { instant: true, before };
  const provider = opening.use(await startCountingProvider(seededRandom(1), options));
  const random = seededRandom(2);
  const cluster = opening.use(
    await prepareCluster({
      folder,
      postgres,
      provider,
      random,
      size: instances,
      env: { MINIONS_LOG_LEVEL: "error", ...redisOfCaller() },
    }),
  );
  await cluster.query("create extension if not exists pg_stat_statements");
  await Promise.all(cluster.members.map(start));
  const opened = opening.move();
  return { cluster, provider, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** With `REDIS_URL` set, what instances tell each other goes over that. */
function redisOfCaller(): Record<string, string> {
  const { REDIS_URL: url } = process.env;
  return url === undefined ? {} : { REDIS_URL: url };
}
