import { Agent } from "node:http";
import { type Dice, rollDice } from "./dice.ts";
import { castOf, type FuzzRequest, requestAt } from "./fuzz-requests.ts";
import { type FuzzTarget, openFuzzTarget, type Tenant } from "./fuzz-target.ts";
import { mutate } from "./mutate.ts";
import { type FuzzAnswer, sendBytes, sendRequest, wireBytes } from "./send-request.ts";

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  readonly progress?: (done: number) => void;
}

export interface FuzzReport {
  readonly requests: number;
  readonly seconds: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byDoor: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly tasksMade: number;
  /** What must not be; empty where all is well. */
  readonly problems: readonly string[];
}

/** Requests under way at a time. */
const LINES = 16;
const MOST_PROBLEMS = 20;
/** Requests that go as bytes, changed by bytes, over a line of their own. */
const SHARE_OF_BYTES = 0.05;

/** Who asks: with a key of one of the tenants, with none, or with one that is worth nothing. */
interface Asker {
  readonly tenant: Tenant | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Throws mutated requests at all doors of the real server. The same seed makes the same requests. */
export async function runFuzz({ requests, seed, progress }: FuzzOptions): Promise<FuzzReport> {
  await using target = await openFuzzTarget();
  const before = await Promise.all(target.tenants.map((tenant) => firstTaskOf(tenant, target.url)));
  const tally = new Tally();
  const agent = new Agent({ keepAlive: true, maxSockets: LINES });
  const startedMs = performance.now();
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < requests && tally.problems.length < MOST_PROBLEMS) {
      const index = next++;
      // Each request has dice of its own, so that one that failed can be made again alone.
      await throwOne(target, rollDice(seed * 1_000_003 + index), agent, tally);
      if (index % 1_000 === 0) progress?.(index);
    }
  };
  await Promise.all(Array.from({ length: LINES }, line));
  agent.destroy();
  const seconds = (performance.now() - startedMs) / 1_000;
  await tally.checkTheEnd(target, before);
  return { ...tally.figures(), requests: next, seconds };
}

async function throwOne(target: FuzzTarget, dice: Dice, agent: Agent, tally: Tally): Promise<void> {
  const asker = askerOf(target, dice);
  const plain = requestAt(castOf(asker.tenant, target.tenants), dice);
  const made = mutate({ ...plain, headers: { ...plain.headers, ...asker.headers } }, dice);
  const answer = dice.chance(SHARE_OF_BYTES)
    ? await sendBytes(target.url, mutateBytes(wireBytes(made), dice))
    : await sendRequest(target.url, made, agent);
  tally.judge(
    made,
    answer,
    target.tenants.filter((one) => one !== asker.tenant),
  );
}

function askerOf({ tenants }: FuzzTarget, dice: Dice): Asker {
  const tenant = dice.pick([...tenants, ...tenants, undefined, undefined]);
  if (tenant === undefined) {
    return { tenant, headers: dice.chance(0.5) ? {} : { "x-api-key": `a2am_${dice.below(1e9)}_worthless` } };
  }
  const byBearer = dice.chance(0.3);
  return {
    tenant,
    headers: byBearer ? { authorization: `Bearer ${tenant.key}` } : { "x-api-key": tenant.key },
  };
}

function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  const changed = Buffer.from(bytes);
  for (let left = dice.below(6); left > 0; left -= 1) changed[dice.below(changed.length)] = dice.below(256);
  return dice.chance(0.2) ? changed.subarray(0, dice.below(changed.length)) : changed;
}

/** What there is to say of a tenant's first task, which nobody may change. */
async function firstTaskOf({ key, taskIds }: Tenant, url: string): Promise<string> {
  const headers = { "a2a-version": "1.0", "x-api-key": key };
  return (await fetch(`${url}/tasks/${taskIds[0]}?historyLength=100`, { headers })).text();
}

class Tally {
  readonly problems: string[] = [];
  readonly #byStatus = new Map<string, number>();
  readonly #byDoor = new Map<string, number>();
  #slowestMs = 0;
  #tasksMade = 0;

  judge(asked: FuzzRequest, answer: FuzzAnswer, strangers: readonly Tenant[]): void {
    const { status, headers, text, ms, failure } = answer;
    count(this.#byStatus, failure ?? String(status));
    count(this.#byDoor, asked.door);
    this.#slowestMs = Math.max(this.#slowestMs, ms);
    if (status === 200 && text.includes("TASK_STATE_SUBMITTED")) this.#tasksMade += 1;
    const isHonest = status === 503 && headers["retry-after"] !== undefined;
    if (status >= 500 && !isHonest) this.#tell(`status ${status}`, asked, text);
    if (failure === "hung") this.#tell("no answer", asked, text);
    if (/\n {4}at |node:internal|file:\/\/\//.test(text) && !asked.body?.includes("file:///")) {
      this.#tell("a stack in an answer", asked, text);
    }
    for (const { name, canary } of strangers) {
      if (text.includes(canary) || text.includes(Buffer.from(canary).toString("base64").slice(4, -4))) {
        this.#tell(`bytes of ${name}`, asked, text);
      }
    }
  }

  async checkTheEnd(target: FuzzTarget, before: readonly string[]): Promise<void> {
    const alive = await fetch(`${target.url}/livez`).then(({ status }) => status, String);
    if (alive !== 200) this.problems.push(`The server does not live: ${alive}`);
    for (const [index, tenant] of target.tenants.entries()) {
      const after = await firstTaskOf(tenant, target.url);
      if (after !== before[index])
        this.problems.push(`The first task of ${tenant.name} was changed: ${after}`);
    }
    for (const fault of target.faults.slice(0, MOST_PROBLEMS)) this.problems.push(`In the log: ${fault}`);
  }

  figures(): Omit<FuzzReport, "requests" | "seconds"> {
    return {
      byStatus: Object.fromEntries([...this.#byStatus].sort()),
      byDoor: Object.fromEntries(this.#byDoor),
      slowestMs: Math.round(this.#slowestMs),
      tasksMade: this.#tasksMade,
      problems: this.problems,
    };
  }

  #tell(what: string, { door, method, path, headers, body }: FuzzRequest, text: string): void {
    const request = JSON.stringify({
      door,
      method,
      path: path.slice(0, 300),
      headers,
      body: body?.slice(0, 1_000),
    });
    this.problems.push(`${what}: ${request} -> ${text.slice(0, 500)}`);
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
