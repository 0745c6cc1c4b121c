/**
 * Whether the time of a key's check tells how much of a guess is right.
 *
 *   node bench/key-check-timing.ts [rounds]
 *
 * Each round checks every kind of guess a few times, in an order of chance, so that whatever else the machine does falls
 * on all alike. Welch's t over the middle of the values tells two kinds apart where it is beyond 4.5, as dudect has it.
 * Kinds beside the first two differ in what is not secret: whether an id exists, and whether a text is a key at all.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Authenticator, createKeyAuthenticator, createKeyRing } from "#auth";
import { systemClock } from "#kernel";
import { openSqliteAccess } from "#stores";
import { formatKey, parseKey } from "../src/auth/keys/api-key.ts";
import { printTable, quantile } from "./http/figures.ts";

const ROUNDS = Number(process.argv[2] ?? 4_000);
const CHECKS = 10;

const folder = await mkdtemp(join(tmpdir(), "a2a-minions-bench-"));
try {
  await using access = await openSqliteAccess({ path: join(folder, "keys.sqlite"), clock: systemClock });
  const ring = createKeyRing(access.keys);
  const { text: key } = await ring.create({ name: "bench", scopes: ["tasks:read"] });
  const { id, secret } = parseKey(key) ?? { id: "", secret: "" };
  const guesses: Readonly<Record<string, () => string>> = {
    "wrong from its first character": () => formatKey({ id, secret: flip(secret, 0) }),
    "right but for its last character": () => formatKey({ id, secret: flip(secret, secret.length - 2) }),
    "wrong all through": () => formatKey({ id, secret: noise() }),
    "of an id that is not there": () => formatKey({ id: randomBytes(8).toString("hex"), secret: noise() }),
    right: () => key,
    "no key at all": () => noise(),
  };
  const authenticator = createKeyAuthenticator(access.keys);
  const times = await measure(authenticator, guesses);
  report(times);
} finally {
  await rm(folder, { recursive: true });
}

function noise(): string {
  return randomBytes(32).toString("base64url");
}

function flip(text: string, at: number): string {
  const other = text[at] === "A" ? "B" : "A";
  return text.slice(0, at) + other + text.slice(at + 1);
}

async function measure(
  authenticator: Authenticator,
  guesses: Readonly<Record<string, () => string>>,
): Promise<Map<string, number[]>> {
  const kinds = Object.entries(guesses);
  const times = new Map(kinds.map(([name]) => [name, [] as number[]]));
  for (let round = -200; round < ROUNDS; round += 1) {
    const order = kinds.toSorted(() => Math.random() - 0.5);
    for (const [name, make] of order) {
      // A text of its own for each, made in the same way: how a text came to be must not show either.
      const headers = { "x-api-key": Buffer.from(make() + noise().slice(43)).toString("latin1") };
      const started = process.hrtime.bigint();
      for (let check = 0; check < CHECKS; check += 1) await authenticator.authenticate(headers);
      const nanoseconds = Number(process.hrtime.bigint() - started) / CHECKS;
      if (round >= 0) times.get(name)?.push(nanoseconds);
    }
  }
  return times;
}

function report(times: ReadonlyMap<string, readonly number[]>): void {
  const middles = new Map([...times].map(([name, values]) => [name, middleOf(values)]));
  const [[, base = []] = []] = middles;
  printTable([
    ["guess", "median ns", "p10", "p90", "Welch's t to the first"],
    ...[...times].map(([name, values]) => {
      const sorted = values.toSorted((one, other) => one - other);
      const at = (part: number) => quantile(sorted, part).toFixed(0);
      return [name, at(0.5), at(0.1), at(0.9), welch(base, middles.get(name) ?? []).toFixed(2)];
    }),
  ]);
}

/** Without the slowest fifth, which is what else the machine did. */
function middleOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted.slice(0, Math.floor(sorted.length * 0.8));
}

function welch(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [moments(one), moments(other)];
  const spread = Math.sqrt(a.variance / one.length + b.variance / other.length);
  return spread === 0 ? 0 : (b.mean - a.mean) / spread;
}

function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}
