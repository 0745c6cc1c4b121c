import { describe, expect, it } from "vitest";
import { DEFAULT_MESSAGE_LIMITS, ERROR_KINDS, KIND_OF_CODE, RUN_OPTIONS_EXTENSION } from "#a2a";
import { SCOPES } from "#auth";
import { DEFAULT_HTTP_LIMITS } from "#http";
import { OPERATIONS } from "../../src/http/a2a/operations.ts";
import { TRANSPORT_FAULTS } from "../../src/http/answers/transport-faults.ts";
import { openHttpRig } from "../http/http-rig.ts";
import { optionRows } from "./option-rows.ts";
import { codeIn, readPage, rowsUnder } from "./page.ts";

const PAGE = readPage("reference/api.md");

const METHODS = rowsUnder(PAGE, "Methods").map(([method, route = ""]) => {
  const path = /(\/\S+?)`/.exec(route)?.[1] ?? "";
  const verbs = route.match(/\b(?:GET|POST|DELETE)\b/g) ?? [];
  return { method: codeIn(method), path, verbs };
});

describe("the API page", () => {
  it("names every method, once", () => {
    const known = [...Object.keys(OPERATIONS), "SendStreamingMessage", "SubscribeToTask"];
    expect(METHODS.map(({ method }) => method).toSorted()).toEqual(known.toSorted());
  });

  it.each(METHODS)(
    "has $method where it is: $verbs $path, also under a tenant, and by JSON-RPC",
    async (row) => {
      await using rig = openHttpRig();
      const path = row.path.replace("{id}", "t-1").replace("{configId}", "c-1");
      const operation = () => rig.log.findLast(({ msg }) => msg.startsWith("request"))?.["operation"];
      for (const verb of row.verbs as ("GET" | "POST" | "DELETE")[]) {
        for (const base of ["", "/acme"]) {
          await rig.rest(verb, base + path, verb === "POST" ? {} : undefined);
          expect(operation(), `${verb} ${base}${path}`).toBe(row.method);
        }
      }
      await rig.rpc(row.method, {});
      expect(operation()).toBe(row.method);
    },
  );

  it("names every error that a request may be answered with, in the form of each binding", () => {
    const kinds = Object.entries(KIND_OF_CODE).map(([code, kind]) => [code, ERROR_KINDS[kind]] as const);
    const rows = [...kinds, ...Object.entries(TRANSPORT_FAULTS)].map(([code, told]) => [
      `\`${code}\``,
      String(told.rpcCode),
      String(told.httpStatus),
      told.status,
      told.reason,
    ]);
    expect(rowsUnder(PAGE, "Errors").toSorted()).toEqual(rows.toSorted());
  });

  it("lists the options of a run as the schema has them, and the URI of the extension", () => {
    const options = optionRows().map((row) =>
      row
        .slice(1, -1)
        .split(" | ")
        .map((cell) => cell.trim()),
    );
    expect(rowsUnder(PAGE, "Options")).toEqual(options);
    expect(PAGE).toContain(`\`${RUN_OPTIONS_EXTENSION}\``);
  });

  it("lists the scopes", () => {
    expect(rowsUnder(PAGE, "Authentication").map(([scope]) => codeIn(scope))).toEqual([...SCOPES]);
  });

  it("tells the limits that hold", () => {
    const {
      maxParts,
      maxTextCharacters,
      maxFileBytes,
      maxNameCharacters,
      maxJsonDepth,
      maxMetadataCharacters,
    } = DEFAULT_MESSAGE_LIMITS;
    const http = DEFAULT_HTTP_LIMITS;
    const told = rowsUnder(PAGE, "Limits").map(([what, limit = ""]) => [what, limit.split(";")[0]]);
    expect(told).toEqual(
      [
        ["parts of a message", maxParts],
        ["characters of a text part", maxTextCharacters],
        ["bytes of a file, decoded", maxFileBytes],
        ["characters of a file's name", maxNameCharacters],
        ["characters of a metadata object", maxMetadataCharacters],
        ["nesting of data and metadata", maxJsonDepth],
        ["characters of an id", 256],
        ["bytes of a body with a message", http.maxMessageBodyBytes],
        ["bytes of any other body", http.maxBodyBytes],
        ["nesting of a body", http.maxJsonDepth],
        ["values in a body", http.maxJsonValues],
        ["members of objects in a body", http.maxJsonMembers],
        ["bytes of all headers", http.maxHeaderBytes],
        ["tasks of a page", 100],
        ["open streams", http.maxStreams],
      ].map(([what, limit]) => [what, limit?.toLocaleString("en-US")]),
    );
    expect(PAGE).toContain(`every ${http.heartbeatMs / 1000} s`);
    expect(PAGE).toContain(`for ${http.stallMs / 1000} s is cut off`);
    expect(PAGE).toContain(`up to ${DEFAULT_MESSAGE_LIMITS.inlineHistoryBytes / 1024} KiB`);
  });

  it("names the addresses that are open to all, and each answers", async () => {
    await using rig = openHttpRig();
    const addresses = rowsUnder(PAGE, "Health and metrics").map(
      ([address]) => codeIn(address).split(" ")[1] ?? "",
    );
    expect(addresses).toEqual(["/livez", "/readyz", "/health", "/metrics"]);
    for (const url of addresses) expect((await rig.server.fastify.inject(url)).statusCode, url).toBe(200);
  });
});
