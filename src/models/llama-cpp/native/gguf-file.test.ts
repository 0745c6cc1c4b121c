import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkGgufFile } from "./gguf-file.ts";

const HEADER = Buffer.from([..."GGUF"].map((letter) => letter.charCodeAt(0)));

describe("a model file", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gguf-"));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ["that is not there", undefined, "not-found"],
    ["that is empty", Buffer.alloc(0), "not-gguf"],
    ["that is text", Buffer.from("hello, world"), "not-gguf"],
    ["that ends within the header", HEADER, "not-gguf"],
    ["of an unknown version", Buffer.concat([HEADER, Buffer.from([9, 0, 0, 0])]), "corrupt"],
  ])("%s is refused", async (_name, content, problem) => {
    const path = join(folder, `${problem}.gguf`);
    if (content !== undefined) await writeFile(path, content);
    await expect(checkGgufFile(path)).rejects.toMatchObject({ code: "model-file-unreadable", path, problem });
  });

  it("that is a folder is refused", async () => {
    await expect(checkGgufFile(folder)).rejects.toMatchObject({ problem: "not-a-file" });
  });

  it("with a header of version 3 passes", async () => {
    const path = join(folder, "good.gguf");
    await writeFile(path, Buffer.concat([HEADER, Buffer.from([3, 0, 0, 0])]));
    await expect(checkGgufFile(path)).resolves.toBeUndefined();
  });
});
