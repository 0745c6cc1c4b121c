import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { CountingProvider } from "../kill/counting-provider.ts";
import type { Random } from "../kill/seeded-random.ts";
import { ServerUnderFire } from "../kill/server-under-fire.ts";
import type { RealPostgres } from "../postgres/real-postgres.ts";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** One real server process, with its own line to the database. */
export interface ClusterMember {
  readonly name: string;
  readonly server: ServerUnderFire;
  readonly line: TcpProxy;
  state: "running" | "frozen" | "away";
}

/** Several server processes over one database, as behind a load balancer. */
export interface Cluster extends AsyncDisposable {
  readonly members: readonly ClusterMember[];
  /** Any of the servers that are not away, another each time: some of them may be frozen. */
  readonly url: Promise<string>;
  /** A connection of the test's own, which no proxy breaks; made anew after a restart of the database. */
  query<Row>(text: string): Promise<readonly Row[]>;
}

export interface ClusterSetting {
  readonly folder: string;
  readonly postgres: Pick<RealPostgres, "url">;
  readonly provider: CountingProvider;
  readonly random: Random;
  readonly size?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts nothing yet but the lines to the database. */
export async function prepareCluster(setting: ClusterSetting): Promise<Cluster> {
  const { folder, postgres, provider, random, size = 3 } = setting;
  const database = new URL(postgres.url);
  const opened = new AsyncDisposableStack();
  const members: ClusterMember[] = [];
  for (const name of "abcdefgh".slice(0, size)) {
    const line = opened.use(await startTcpProxy(database.hostname, Number(database.port)));
    const through = new URL(database);
    through.port = String(line.port);
    const server = opened.use(
      await ServerUnderFire.prepare({
        folder: join(folder, name),
        modelsUrl: provider.baseUrl.replace("/v1", `/${name}/v1`),
        env: { DATABASE_URL: through.href, ...setting.env },
      }),
    );
    members.push({ name, server, line, state: "away" });
  }
  return {
    members,
    get url() {
      const there = members.filter(({ state }) => state !== "away");
      const member = there[Math.floor(random() * there.length)] ?? members[0];
      return member?.server.url ?? Promise.reject(new Error("The cluster has no member."));
    },
    async query<Row>(text: string) {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      try {
        return (await client.query(text)).rows as Row[];
      } finally {
        await client.end();
      }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Starts a member, as often as it takes until it listens: the database may go away while it starts. */
export async function start(member: ClusterMember): Promise<void> {
  for (;;) {
    member.server.start();
    try {
      await member.server.listens();
      member.state = "running";
      return;
    } catch (error) {
      if (!String(error).includes("cannot be used")) throw error;
      await sleep(500);
    }
  }
}
