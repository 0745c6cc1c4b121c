import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { AbortedError } from "#kernel";
import { failureOf, localFetcher, PRIVATE, PUBLIC } from "./testing/local-fetcher.ts";
import { openLocalServer } from "./testing/local-server.ts";

const never = new AbortController().signal;

describe("Names", () => {
  it.each([
    ["only private addresses", [PRIVATE], "address"],
    ["a private address beside a public one", [PUBLIC, PRIVATE], "address"],
    ["the address of metadata", ["169.254.169.254"], "address"],
    ["a mapped address", ["::ffff:127.0.0.1"], "address"],
    ["what is no address", ["localhost"], "address"],
    ["no address", [], "name"],
  ])("with %s are refused before anybody is asked", async (_what, found, reason) => {
    await using server = await openLocalServer((_request, response) => response.end("secret"), {
      host: PRIVATE,
    });
    const url = `http://files.example:${server.port}/`;
    const failure = await failureOf(localFetcher({ resolve: async () => found }).fetch(url, never));
    expect(failure).toMatchObject({ code: "url-refused", reason });
    expect(server.connections()).toBe(0);
  });

  it("that nobody knows are refused in the words of those that may not be asked", async () => {
    const unknown = localFetcher({ resolve: () => Promise.reject(new Error("ENOTFOUND intranet")) });
    const inside = localFetcher({ resolve: async () => [PRIVATE] });
    const [first, second] = await Promise.all(
      [unknown, inside].map((one) => failureOf(one.fetch("http://intranet/", never))),
    );
    expect(first).toMatchObject({ reason: "name" });
    expect(String(first)).toBe(String(second));
    expect(String(second)).not.toContain(PRIVATE);
  });

  it("are looked up once a connection, so that no second answer can come between check and connection", async () => {
    await using open = await openLocalServer((_request, response) => response.end("public"));
    await using closed = await openLocalServer((_request, response) => response.end("secret"), {
      host: PRIVATE,
      port: open.port,
    });
    const answers = [PUBLIC, PRIVATE];
    let lookUps = 0;
    const rebinding = localFetcher({ resolve: async () => [answers[lookUps++] ?? PRIVATE] });
    const url = `http://rebinding.example:${open.port}/`;
    expect(Buffer.from((await rebinding.fetch(url, never)).bytes).toString()).toBe("public");
    expect(lookUps).toBe(1);
    expect(await failureOf(rebinding.fetch(url, never))).toMatchObject({
      code: "url-refused",
      reason: "address",
    });
    expect(closed.connections()).toBe(0);
  });

  it("that change between a redirect and its target are refused there", async () => {
    await using open = await openLocalServer((_request, response) => {
      response.writeHead(302, { location: "/next" }).end();
    });
    const answers = [PUBLIC, PRIVATE];
    const rebinding = localFetcher({ resolve: async () => [answers.shift() ?? PRIVATE] });
    const failure = await failureOf(rebinding.fetch(`http://rebinding.example:${open.port}/`, never));
    expect(failure).toMatchObject({ code: "url-refused", reason: "address" });
    expect(open.connections()).toBe(1);
  });
});

describe("Redirects", () => {
  it("are followed at the same origin, three of them", async () => {
    await using server = await openLocalServer((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 3) response.end("there");
      else response.writeHead(302, { location: `./${step + 1}` }).end();
    });
    const { finalUrl } = await localFetcher().fetch(`http://files.example:${server.port}/0`, never);
    expect(finalUrl).toBe(`http://files.example:${server.port}/3`);
    expect(server.connections()).toBe(4);
  });

  it.each([
    ["to another host", "http://127.0.0.1/", "redirect"],
    ["to the private network", "http://10.0.0.1/", "redirect"],
    ["to the metadata of a cloud", "http://169.254.169.254/latest/", "redirect"],
    ["to another scheme", "file:///etc/passwd", "redirect"],
    ["to nowhere", "http://", "redirect"],
    ["to another port of the host", "http://files.example:1/", "redirect"],
    ["to itself for ever", "", "redirect"],
    ["with credentials", "CREDENTIALS", "credentials"],
  ])("are refused %s", async (_where, location, reason) => {
    await using server = await openLocalServer((request, response) => {
      const own = `http://user:secret@${request.headers.host}/`;
      response.writeHead(307, { location: location === "CREDENTIALS" ? own : location }).end();
    });
    const failure = await failureOf(localFetcher().fetch(`http://files.example:${server.port}/`, never));
    expect(failure).toMatchObject({ code: "url-refused", reason });
    expect(String(failure)).not.toMatch(/secret|169\.254|passwd/);
  });
});

describe("Time", () => {
  const timeoutMs = 300;

  it("runs out for a server that does not begin to answer", async () => {
    await using server = await openLocalServer(() => undefined);
    const slow = localFetcher({ firstByteMs: timeoutMs }).fetch(
      `http://files.example:${server.port}/`,
      never,
    );
    expect(await failureOf(slow)).toMatchObject({ failure: { kind: "timeout", phase: "first-byte" } });
    await server.left;
  });

  it("runs out for a name that is never found", async () => {
    const resolve = () => Promise.withResolvers<readonly string[]>().promise;
    const slow = localFetcher({ resolve, firstByteMs: timeoutMs }).fetch("http://files.example/", never);
    expect(await failureOf(slow)).toMatchObject({ failure: { kind: "timeout", phase: "first-byte" } });
  });

  it("runs out for content that comes by drops", async () => {
    await using server = await openLocalServer(
      (_request, response) => void response.writeHead(200).write("x"),
    );
    const slow = localFetcher({ timeoutMs }).fetch(`http://files.example:${server.port}/`, never);
    expect(await failureOf(slow)).toMatchObject({
      failure: { kind: "timeout", phase: "whole", limitMs: timeoutMs },
    });
    await server.left;
  });
});

describe("Aborting", () => {
  it("reaches the socket while an answer is awaited", async () => {
    const asked = Promise.withResolvers<void>();
    await using server = await openLocalServer(() => asked.resolve());
    const leaving = new AbortController();
    const fetching = failureOf(localFetcher().fetch(`http://files.example:${server.port}/`, leaving.signal));
    await asked.promise;
    leaving.abort();
    expect(await fetching).toBeInstanceOf(AbortedError);
    await server.left;
  });

  it("reaches the socket while content comes", async () => {
    const writing = Promise.withResolvers<void>();
    await using server = await openLocalServer((_request, response) => {
      response.writeHead(200).write("x", () => writing.resolve());
    });
    const leaving = new AbortController();
    const fetching = failureOf(localFetcher().fetch(`http://files.example:${server.port}/`, leaving.signal));
    await writing.promise;
    leaving.abort();
    expect(await fetching).toBeInstanceOf(AbortedError);
    await server.left;
  });

  it("reaches the socket while the handshake is awaited", async () => {
    const greeted = Promise.withResolvers<Socket>();
    await using server = createServer((socket) => greeted.resolve(socket)).listen(0, PUBLIC);
    await once(server, "listening");
    const leaving = new AbortController();
    const { port } = server.address() as AddressInfo;
    const fetching = failureOf(localFetcher().fetch(`https://files.example:${port}/`, leaving.signal));
    const left = once((await greeted.promise).resume(), "close");
    leaving.abort();
    expect(await fetching).toBeInstanceOf(AbortedError);
    await left;
  });

  it("ends the wait for a name", async () => {
    const leaving = new AbortController();
    const resolve = () => {
      queueMicrotask(() => leaving.abort());
      return Promise.withResolvers<readonly string[]>().promise;
    };
    const fetching = localFetcher({ resolve }).fetch("http://files.example/", leaving.signal);
    expect(await failureOf(fetching)).toBeInstanceOf(AbortedError);
  });

  it("beforehand asks nobody", async () => {
    const resolve = () => Promise.reject(new Error("asked"));
    const fetching = localFetcher({ resolve }).fetch("http://files.example/", AbortSignal.abort());
    expect(await failureOf(fetching)).toBeInstanceOf(AbortedError);
  });
});

describe("A host that does not listen", () => {
  it("is told without its address", async () => {
    const server = await openLocalServer(() => undefined);
    await server[Symbol.asyncDispose]();
    const failure = await failureOf(localFetcher().fetch(`http://files.example:${server.port}/`, never));
    expect(failure).toMatchObject({ failure: { kind: "connection", systemCode: "ECONNREFUSED" } });
    expect(String(failure)).not.toContain(PUBLIC);
    expect(failure.cause).toBeUndefined();
  });

  it("but speaks no TLS is told likewise", async () => {
    await using server = await openLocalServer((_request, response) => response.end("plain"));
    const failure = await failureOf(localFetcher().fetch(`https://files.example:${server.port}/`, never));
    expect(failure).toMatchObject({ failure: { kind: "connection" } });
  });
});
