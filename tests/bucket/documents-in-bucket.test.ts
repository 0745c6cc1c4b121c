import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import type { Stores } from "#engine";
import { BucketUnavailableError, type ObjectBucket, openSqliteStores, type S3BucketOptions } from "#stores";
import { GRACE_MS, StandingClock } from "../contract/stores/open-stores.ts";
import { someBytes } from "../contract/stores/task-builders.ts";
import { temporaryFolder } from "../e2e/run-command.ts";
import { describeOnBucket } from "./real-bucket.ts";

const ABOVE_BYTES = 1_000;
const LARGE = someBytes(300_000);
const SMALL = someBytes(ABOVE_BYTES);
const HASH = hashOf(LARGE);

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What a test does at a moment of another's work. */
type Hooks = Partial<Record<"beforePut" | "afterPut" | "beforeRemove", () => Promise<void>>>;

function hooked(bucket: ObjectBucket, hooks: Hooks): ObjectBucket {
  return {
    get answers() {
      return bucket.answers;
    },
    async put(object, signal) {
      await hooks.beforePut?.();
      await bucket.put(object, signal);
      await hooks.afterPut?.();
    },
    get: (name, size, signal) => bucket.get(name, size, signal),
    sizeOf: (name, signal) => bucket.sizeOf(name, signal),
    async remove(name, signal) {
      await hooks.beforeRemove?.();
      await bucket.remove(name, signal);
    },
    check: (signal) => bucket.check(signal),
    [Symbol.asyncDispose]: () => bucket[Symbol.asyncDispose](),
  };
}

function gateway(): PromiseWithResolvers<void> {
  return Promise.withResolvers();
}

/** Runs what is given once, the first time that it is called. */
function once(work: () => Promise<void>): () => Promise<void> {
  let todo: (() => Promise<void>) | undefined = work;
  return async () => {
    const now = todo;
    todo = undefined;
    await now?.();
  };
}

describeOnBucket("documents in a bucket", (realBucket) => {
  let prefixes = 0;

  interface Opened extends AsyncDisposable {
    readonly stores: Stores;
    readonly prefix: string;
    readonly clock: StandingClock;
    readonly hooks: Hooks;
    objects(): Promise<readonly string[]>;
    /** As retention does. */
    removeAll(): Promise<unknown>;
  }

  async function open(changes: Partial<S3BucketOptions> = {}): Promise<Opened> {
    prefixes += 1;
    const prefix = `documents-${prefixes}/`;
    const clock = new StandingClock();
    const hooks: Hooks = {};
    await using opening = new AsyncDisposableStack();
    const bucket = hooked(opening.use(await realBucket().open(prefix, changes)), hooks);
    const documentBucket = { bucket, aboveBytes: ABOVE_BYTES };
    const stores = opening.use(
      await openSqliteStores({
        ...{ path: ":memory:", clock, documentBucket, unheldDocumentGraceMs: GRACE_MS },
      }),
    );
    const opened = opening.move();
    return {
      ...{ stores, prefix, clock, hooks },
      objects: () => realBucket().names(prefix),
      removeAll: () => stores.tasks.removeFinished({ olderThan: 0, maxTasks: 10 }),
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  }

  async function onlyObject({ objects }: Opened): Promise<string> {
    const names = await objects();
    expect(names).toHaveLength(1);
    return names[0] ?? "";
  }

  it("are the large ones, each stored once under its hash", async () => {
    await using opened = await open();
    const { documents } = opened.stores;
    expect(await documents.put(SMALL)).toBe(hashOf(SMALL));
    expect(await opened.objects()).toEqual([]);
    expect(await documents.put(LARGE)).toBe(HASH);
    expect(await documents.put(LARGE)).toBe(HASH);
    expect((await onlyObject(opened)).startsWith(`${opened.prefix}${HASH}-`)).toBe(true);
    expect(await documents.get(hashOf(SMALL))).toEqual(Buffer.from(SMALL));
    expect(await documents.get(HASH)).toEqual(Buffer.from(LARGE));
  });

  it("that several write at once are one object in the end", async () => {
    await using opened = await open();
    const { documents } = opened.stores;
    await Promise.all([1, 2, 3].map(() => documents.put(LARGE)));
    await opened.removeAll();
    await onlyObject(opened);
    expect(await documents.get(HASH)).toEqual(Buffer.from(LARGE));
  });

  describe("whose writing is cut off", () => {
    it.each<[string, keyof Hooks]>([
      ["before the object is there", "beforePut"],
      ["just after it is there", "afterPut"],
    ])("%s count for nothing, leave nothing and can be put again", async (_, moment) => {
      await using opened = await open();
      const { documents } = opened.stores;
      opened.hooks[moment] = once(() => Promise.reject(new Error("cut off")));
      await expect(documents.put(LARGE)).rejects.toThrow("cut off");
      expect(await documents.get(HASH)).toBeUndefined();
      expect(await documents.put(LARGE)).toBe(HASH);
      opened.clock.advance(GRACE_MS + 1);
      await documents.put(LARGE);
      await opened.removeAll();
      await onlyObject(opened);
      expect(await documents.get(HASH)).toEqual(Buffer.from(LARGE));
    });

    it("by the signal of who sends them end at once", async () => {
      await using opened = await open();
      const abort = new AbortController();
      opened.hooks.beforePut = async () => abort.abort();
      await expect(opened.stores.documents.put(LARGE, abort.signal)).rejects.toMatchObject({
        code: "aborted",
      });
      expect(await opened.stores.documents.get(HASH)).toBeUndefined();
    });
  });

  describe("that nobody holds any more", () => {
    it("go from the bucket", async () => {
      await using opened = await open();
      await opened.stores.documents.put(LARGE);
      opened.clock.advance(GRACE_MS + 1);
      await opened.removeAll();
      expect(await opened.stores.documents.get(HASH)).toBeUndefined();
      expect(await opened.objects()).toEqual([]);
    });

    it("are not lost to who puts them just before the object is removed", async () => {
      await using opened = await open();
      const { documents } = opened.stores;
      await documents.put(LARGE);
      opened.clock.advance(GRACE_MS + 1);
      opened.hooks.beforeRemove = once(async () => void (await documents.put(LARGE)));
      await opened.removeAll();
      expect(await documents.get(HASH)).toEqual(Buffer.from(LARGE));
      await onlyObject(opened);
    });

    it("are not lost where the writing takes longer than they are kept", async () => {
      await using opened = await open();
      const { documents } = opened.stores;
      const late = once(async () => {
        opened.clock.advance(GRACE_MS + 1);
        await opened.removeAll();
      });
      opened.hooks.afterPut = late;
      expect(await documents.put(LARGE)).toBe(HASH);
      expect(await documents.get(HASH)).toEqual(Buffer.from(LARGE));
      await opened.removeAll();
      await onlyObject(opened);
    });

    it("are not lost to who finishes a late writing just before its object is removed", async () => {
      await using opened = await open();
      const { documents } = opened.stores;
      const [announced, writes, reached, removes] = [gateway(), gateway(), gateway(), gateway()];
      let [writing, removing]: Promise<unknown>[] = [];
      opened.hooks.afterPut = once(async () => {
        opened.clock.advance(GRACE_MS + 1);
        // Another writer of the same keeps the document wanted; the first one's object is old by now.
        opened.hooks.beforePut = once(async () => {
          announced.resolve();
          await writes.promise;
        });
        writing = documents.put(LARGE);
        await announced.promise;
        opened.hooks.beforeRemove = once(async () => {
          reached.resolve();
          await removes.promise;
        });
        removing = opened.removeAll();
        await reached.promise;
      });
      expect(await documents.put(LARGE)).toBe(HASH);
      removes.resolve();
      await removing;
      expect(await documents.get(HASH)).toEqual(Buffer.from(LARGE));
      writes.resolve();
      await writing;
      await opened.removeAll();
      await onlyObject(opened);
    });

    it("go at the next try where the bucket was away at the first one", async () => {
      await using opened = await open();
      await opened.stores.documents.put(LARGE);
      opened.clock.advance(GRACE_MS + 1);
      opened.hooks.beforeRemove = once(() => Promise.reject(new BucketUnavailableError("b", "it is away")));
      await opened.removeAll();
      expect(await opened.objects()).toHaveLength(1);
      expect(await opened.stores.documents.get(HASH)).toBeUndefined();
      await opened.removeAll();
      expect(await opened.objects()).toEqual([]);
    });
  });

  describe("that others changed", () => {
    it.each<[string, Uint8Array]>([
      ["in one byte", LARGE.with(17, (LARGE[17] ?? 0) ^ 1)],
      ["into less", LARGE.subarray(1)],
      ["into more", Buffer.concat([LARGE, LARGE])],
      ["into nothing", new Uint8Array()],
    ])("%s are given to nobody", async (_, changed) => {
      await using opened = await open();
      await opened.stores.documents.put(LARGE);
      const Key = await onlyObject(opened);
      await realBucket().client.send(
        new PutObjectCommand({ Bucket: realBucket().way.bucket, Key, Body: changed }),
      );
      await expect(opened.stores.documents.get(HASH)).rejects.toMatchObject({
        code: "document-damaged",
        hash: HASH,
      });
    });

    it("by removing them are gone, and stored anew when they are put again", async () => {
      await using opened = await open();
      const { documents } = opened.stores;
      await documents.put(LARGE);
      const Key = await onlyObject(opened);
      await realBucket().client.send(new DeleteObjectCommand({ Bucket: realBucket().way.bucket, Key }));
      expect(await documents.get(HASH)).toBeUndefined();
      expect(await documents.put(LARGE)).toBe(HASH);
      expect(await documents.get(HASH)).toEqual(Buffer.from(LARGE));
      await opened.removeAll();
      expect(await onlyObject(opened)).not.toBe(Key);
    });
  });

  it("are found wherever they were put, before there was a bucket and while there is none any more", async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "tasks.sqlite");
    await using bucket = await realBucket().open("moves/");
    const documentBucket = { bucket, aboveBytes: ABOVE_BYTES };
    const other = someBytes(200_000, 7);
    {
      await using stores = await openSqliteStores({ path });
      await stores.documents.put(LARGE);
    }
    {
      await using stores = await openSqliteStores({ path, documentBucket });
      expect(await stores.documents.get(HASH)).toEqual(Buffer.from(LARGE));
      await stores.documents.put(LARGE);
      expect(await realBucket().names("moves/")).toEqual([]);
      await stores.documents.put(other);
      expect(await realBucket().names("moves/")).toHaveLength(1);
    }
    {
      await using stores = await openSqliteStores({ path });
      expect(await stores.documents.get(HASH)).toEqual(Buffer.from(LARGE));
      await expect(stores.documents.get(hashOf(other))).rejects.toMatchObject({ code: "bucket-unavailable" });
    }
    await using stores = await openSqliteStores({ path, documentBucket: { bucket, aboveBytes: 10_000_000 } });
    expect(await stores.documents.get(hashOf(other))).toEqual(Buffer.from(other));
  });

  it("that arrive as something else are refused by the bucket", async () => {
    await using bucket = await realBucket().open("arrived/");
    const putting = bucket.put({ name: "one", bytes: LARGE, sha256: hashOf(SMALL) });
    await expect(putting).rejects.toMatchObject({ code: "bucket-unavailable", refused: true });
    expect(await realBucket().names("arrived/")).toEqual([]);
  });

  describe("whose bucket", () => {
    const SECRET = "Hush7f3bHush";

    it.each<[string, () => Partial<S3BucketOptions>, string, boolean]>([
      ["is not reached", () => ({ endpoint: "http://127.0.0.1:1" }), "ECONNREFUSED", false],
      ["is not there", () => ({ bucket: "no-such-bucket-here" }), "NoSuchBucket", true],
      [
        "refuses the key",
        () => ({ credentials: { ...realBucket().way.credentials, secretAccessKey: SECRET } }),
        "SignatureDoesNotMatch",
        true,
      ],
    ])("%s fail with the reason and no secret, small ones do not", async (_, changes, reason, refused) => {
      await using opened = await open(changes());
      const { documents } = opened.stores;
      expect(await documents.put(SMALL)).toBe(hashOf(SMALL));
      const failure: unknown = await documents.put(LARGE).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "bucket-unavailable", refused });
      const shown = inspect(failure, { depth: 9, showHidden: true });
      expect(shown).toContain(reason);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain("AWS4-HMAC");
      expect(await documents.get(HASH)).toBeUndefined();
    });

    it("takes everything and says nothing are given up in bounded time, at once where the signal fires", async () => {
      await using silent = await silentServer();
      await using opened = await open({ endpoint: silent.url, timeoutMs: 150 });
      await expect(opened.stores.documents.put(LARGE)).rejects.toMatchObject({
        code: "bucket-unavailable",
        message: expect.stringContaining("it took longer than 150 ms"),
      });
      await using patient = await open({ endpoint: silent.url, timeoutMs: 60_000 });
      const abort = new AbortController();
      const putting = patient.stores.documents.put(LARGE, abort.signal);
      await silent.reached;
      abort.abort();
      await expect(putting).rejects.toMatchObject({ code: "aborted" });
    });
  });
});

/** Accepts connections, and that is all. */
async function silentServer(): Promise<AsyncDisposable & { url: string; reached: Promise<void> }> {
  const reached = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket.on("data", () => reached.resolve());
    socket.on("error", () => socket.destroy());
    ended.push(() => socket.destroy());
  });
  const ended: (() => void)[] = [];
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    reached: reached.promise,
    async [Symbol.asyncDispose]() {
      for (const end of ended) end();
      server.close();
    },
  };
}
