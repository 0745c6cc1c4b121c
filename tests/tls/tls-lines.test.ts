import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { beforeAll, describe, expect, it } from "vitest";
import type { HttpLimits, TlsMaterial } from "#http";
import { openHttpRig } from "../http/http-rig.ts";
import { type Certificate, makeAuthority, makeCertificate } from "./certificates.ts";

const LOCAL = { host: "127.0.0.1", port: 0 };
const ASK = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";

let authority: Certificate;
let own: Certificate;
let client: Certificate;
let foreign: Certificate;

beforeAll(async () => {
  authority = await makeAuthority();
  [own, client] = await Promise.all([
    makeCertificate(authority),
    makeCertificate(authority, { name: "a client" }),
  ]);
  foreign = await makeCertificate(await makeAuthority("Somebody else"), { name: "a stranger" });
});

async function openServer(tls: Partial<TlsMaterial> = {}, limits: Partial<HttpLimits> = {}) {
  const rig = openHttpRig({ limits, network: { tls: { ...own, ...tls } } });
  const { port } = new URL(await rig.server.listen(LOCAL));
  return Object.assign(rig, { port: Number(port) });
}

/** The line, or why there is none. */
function lineTo(port: number, options: ConnectionOptions = {}): Promise<TLSSocket | Error> {
  const socket = connect({
    port,
    host: "127.0.0.1",
    servername: "localhost",
    ca: authority.cert,
    ...options,
  });
  return new Promise((resolve) => {
    socket.on("error", resolve);
    socket.once("secureConnect", () => resolve(socket));
  });
}

/** What comes back, or that nothing does: a client hears of a refused certificate after its own handshake. */
function answerOver(line: TLSSocket | Error): Promise<string> {
  if (line instanceof Error) return Promise.resolve("no line");
  return new Promise((resolve) => {
    line.once("data", (bytes) => resolve(String(bytes)));
    line.once("close", () => resolve("cut"));
    line.write(ASK);
  });
}

describe("an encrypted line", () => {
  it("is made by TLS 1.2 and later, and its answers bind browsers to it", async () => {
    await using server = await openServer();
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const line = await lineTo(server.port, { minVersion: version, maxVersion: version });
      const answer = await answerOver(line);
      expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
      expect(answer).toMatch(/strict-transport-security: max-age=31536000/);
      if (!(line instanceof Error)) line.destroy();
    }
  });

  it.each(["TLSv1", "TLSv1.1"] as const)("is not made by %s", async (version) => {
    await using server = await openServer();
    const old = { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" };
    expect(await lineTo(server.port, old)).toBeInstanceOf(Error);
  });

  it("is not made by plain HTTP", async () => {
    await using server = await openServer();
    const line = connectTcp(server.port, "127.0.0.1");
    line.on("error", () => undefined);
    line.write(ASK);
    const [said] = await Promise.race([once(line, "data").then(String), once(line, "close").then(() => "")]);
    expect(said ?? "").not.toContain("200");
    line.destroy();
  });

  it("of a client that never ends its handshake is cut", async () => {
    await using server = await openServer({}, { headersTimeoutMs: 100 });
    const line = connectTcp(server.port, "127.0.0.1");
    line.on("error", () => undefined);
    await once(line, "close");
    const next = await lineTo(server.port);
    expect(await answerOver(next)).toMatch(/200 OK/);
    if (!(next instanceof Error)) next.destroy();
  });

  it("is counted, and its slow bodies are not awaited", async () => {
    await using server = await openServer({}, { maxConnectionsPerAddress: 1, bodyGraceMs: 100 });
    const first = await lineTo(server.port);
    if (first instanceof Error) throw first;
    expect(await lineTo(server.port)).toBeInstanceOf(Error);
    first.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
    const [told] = await once(first, "data");
    expect(String(told)).toMatch(/^HTTP\/1.1 408 /);
    await once(first, "close");
    await expect
      .poll(async () => {
        const line = await lineTo(server.port);
        const answer = await answerOver(line);
        if (!(line instanceof Error)) line.destroy();
        return answer;
      })
      .toMatch(/200 OK/);
  });
});

describe("another certificate", () => {
  it("holds for lines that are made from then on; those that are open go on", async () => {
    await using server = await openServer();
    const before = await lineTo(server.port);
    if (before instanceof Error) throw before;
    const renewed = await makeCertificate(authority);
    server.server.renewTls(renewed);
    expect(await answerOver(before)).toMatch(/200 OK/);
    const after = await lineTo(server.port, { session: before.getSession() });
    if (after instanceof Error) throw after;
    const serials = [before, after].map((line) => line.getPeerX509Certificate()?.serialNumber);
    expect(await answerOver(after)).toMatch(/200 OK/);
    const fresh = await lineTo(server.port);
    if (fresh instanceof Error) throw fresh;
    expect(fresh.getPeerX509Certificate()?.serialNumber).not.toBe(serials[0]);
    for (const line of [before, after, fresh]) line.destroy();
  });
});

describe("certificates of clients", () => {
  it.each<[string, TlsMaterial["clientCertificates"], () => ConnectionOptions, RegExp]>([
    ["required, one is shown", "required", () => client, /200 OK/],
    ["required, none is shown", "required", () => ({}), /cut|no line/],
    ["required, a stranger's is shown", "required", () => foreign, /cut|no line/],
    ["optional, one is shown", "optional", () => client, /200 OK/],
    ["optional, none is shown", "optional", () => ({}), /200 OK/],
    ["optional, a stranger's is shown", "optional", () => foreign, /cut|no line/],
  ])("%s", async (_what, clientCertificates, shown, expected) => {
    await using server = await openServer({
      clientCa: authority.cert,
      ...(clientCertificates === undefined ? {} : { clientCertificates }),
    });
    const line = await lineTo(server.port, shown());
    expect(await answerOver(line)).toMatch(expected);
    if (!(line instanceof Error)) line.destroy();
  });

  it("stay required when the server's own is renewed", async () => {
    await using server = await openServer({ clientCa: authority.cert });
    server.server.renewTls({ ...(await makeCertificate(authority)), clientCa: authority.cert });
    expect(await answerOver(await lineTo(server.port))).toMatch(/cut|no line/);
    const line = await lineTo(server.port, client);
    expect(await answerOver(line)).toMatch(/200 OK/);
    if (!(line instanceof Error)) line.destroy();
  });
});
