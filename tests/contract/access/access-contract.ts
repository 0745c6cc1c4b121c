import { beforeEach, describe, expect, it } from "vitest";
import { type AccessStores, hashSecret, type StoredCredential } from "#auth";

const NOON = 1_700_000_000_000;

type Opened = AsyncDisposable & {
  /** Two connections to the same database, as two processes have them. */
  readonly here: AccessStores;
  readonly elsewhere: AccessStores;
};

const LAPTOP: StoredCredential = {
  credential: {
    id: "0123456789abcdef",
    name: "laptop",
    owner: "ada",
    tenant: "acme",
    tier: "gold",
    scopes: ["minion:query", "tasks:read"],
    createdAt: NOON,
    rotatedAt: undefined,
    lastUsedAt: undefined,
    expiresAt: NOON + 1_000,
    revokedAt: undefined,
  },
  secret: { hash: hashSecret("first"), previous: undefined },
};

function named(id: string, createdAt = NOON): StoredCredential {
  return { ...LAPTOP, credential: { ...LAPTOP.credential, id, createdAt } };
}

/** With hashes as text: drivers give bytes in classes of their own. */
function plain(stored: StoredCredential | undefined) {
  if (stored === undefined) return undefined;
  const { hash, previous } = stored.secret;
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  const earlier = previous === undefined ? undefined : { ...previous, hash: hex(previous.hash) };
  return { ...stored, secret: { hash: hex(hash), previous: earlier } };
}

/** What every database of keys, clients and revoked tokens has to do. */
export function accessContract(name: string, open: () => Promise<Opened>): void {
  describe(`who may come in, kept in ${name}`, () => {
    let opened: Opened;
    beforeEach(async () => {
      opened = await open();
      return () => opened[Symbol.asyncDispose]();
    });

    it.each(["keys", "clients"] as const)("gives %s back as they were put", async (kind) => {
      const { here, elsewhere } = opened;
      expect(await here[kind].add(LAPTOP)).toBe(true);
      expect(
        await here[kind].add({ ...LAPTOP, secret: { hash: hashSecret("other"), previous: undefined } }),
      ).toBe(false);
      expect(plain(await elsewhere[kind].find(LAPTOP.credential.id))).toEqual(plain(LAPTOP));
      const full = named("full");
      const everything: StoredCredential = {
        credential: { ...full.credential, rotatedAt: 1, lastUsedAt: 2, expiresAt: undefined, revokedAt: 4 },
        secret: { hash: full.secret.hash, previous: { hash: hashSecret("old"), validUntil: 5 } },
      };
      await here[kind].add(everything);
      expect(plain(await elsewhere[kind].find("full"))).toEqual(plain(everything));
      expect(await here[kind === "keys" ? "clients" : "keys"].find("full")).toBeUndefined();
      expect(await here[kind === "keys" ? "clients" : "keys"].list()).toEqual([]);
    });

    it("lists the oldest first", async () => {
      const { keys } = opened.here;
      await keys.add(named("young", NOON + 2));
      await keys.add(named("b", NOON + 1));
      await keys.add(named("a", NOON + 1));
      expect((await keys.list()).map(({ credential }) => credential.id)).toEqual(["a", "b", "young"]);
    });

    it("takes a new secret, and keeps the one before where it still counts", async () => {
      const { here, elsewhere } = opened;
      const { id } = LAPTOP.credential;
      await here.keys.add(LAPTOP);
      const second = { hash: hashSecret("second"), at: NOON + 1, previousValidUntil: NOON + 9 };
      expect(await here.keys.rotate(id, second)).toBe(true);
      const withSecret = (rotatedAt: number, secret: StoredCredential["secret"]) =>
        plain({ credential: { ...LAPTOP.credential, rotatedAt }, secret });
      const first = { hash: LAPTOP.secret.hash, validUntil: NOON + 9 };
      expect(plain(await elsewhere.keys.find(id))).toEqual(
        withSecret(NOON + 1, { hash: second.hash, previous: first }),
      );
      const third = { hash: hashSecret("third"), at: NOON + 2, previousValidUntil: undefined };
      await here.keys.rotate(id, third);
      expect(plain(await elsewhere.keys.find(id))).toEqual(
        withSecret(NOON + 2, { hash: third.hash, previous: undefined }),
      );
      expect(await here.keys.rotate("nobody", second)).toBe(false);
      expect(await here.clients.rotate(id, second)).toBe(false);
    });

    it("revokes once and for all, elsewhere at the next look-up", async () => {
      const { here, elsewhere } = opened;
      const { id } = LAPTOP.credential;
      await here.keys.add(LAPTOP);
      expect((await elsewhere.keys.find(id))?.credential.revokedAt).toBeUndefined();
      expect(await here.keys.revoke(id, NOON + 1)).toBe(true);
      expect((await elsewhere.keys.find(id))?.credential.revokedAt).toBe(NOON + 1);
      expect(await elsewhere.keys.revoke(id, NOON + 2)).toBe(true);
      expect((await here.keys.find(id))?.credential.revokedAt).toBe(NOON + 1);
      expect(await here.keys.revoke("nobody", NOON)).toBe(false);
      const rotation = { hash: hashSecret("second"), at: NOON + 3, previousValidUntil: undefined };
      expect(await here.keys.rotate(id, rotation)).toBe(false);
    });

    it("remembers the latest use of each, from several at once", async () => {
      const { here, elsewhere } = opened;
      for (const id of ["a", "b", "c"]) await here.keys.add(named(id));
      await Promise.all([
        here.keys.noteUsed(
          new Map([
            ["a", NOON + 5],
            ["b", NOON + 1],
            ["nobody", NOON],
          ]),
        ),
        elsewhere.keys.noteUsed(
          new Map([
            ["b", NOON + 3],
            ["a", NOON + 2],
          ]),
        ),
      ]);
      const used = (await here.keys.list()).map(({ credential }) => credential.lastUsedAt);
      expect(used).toEqual([NOON + 5, NOON + 3, undefined]);
    });

    it("remembers revoked tokens until they would have expired", async () => {
      const { here, elsewhere } = opened;
      expect(await elsewhere.revokedTokens.isRevoked("one")).toBe(false);
      await here.revokedTokens.revoke("one", NOON + 1);
      await here.revokedTokens.revoke("one", NOON + 1);
      await here.revokedTokens.revoke("two", NOON + 2);
      expect(await elsewhere.revokedTokens.isRevoked("one")).toBe(true);
      await here.revokedTokens.prune(NOON + 1);
      expect(await elsewhere.revokedTokens.isRevoked("one")).toBe(false);
      expect(await elsewhere.revokedTokens.isRevoked("two")).toBe(true);
    });

    it("answers whether it is there, and refuses once it is closed", async () => {
      const { here } = opened;
      await expect(here.ping(new AbortController().signal)).resolves.toBeUndefined();
      await here[Symbol.asyncDispose]();
      await expect(here.keys.find("a")).rejects.toMatchObject({ code: "store-closed" });
    });
  });
}
