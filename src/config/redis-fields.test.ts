import { describe, expect, it } from "vitest";
import { configSchema } from "./schema.ts";

const parse = (url: string) => configSchema.safeParse({ redis: { url } });

describe("the address of a Redis", () => {
  it.each(["redis://localhost", "redis://:p%40ss@localhost:6380/15", "rediss://user:secret@[::1]:6379/"])(
    "may be %s",
    (url) => {
      expect(parse(url).data?.redis.url?.reveal()).toBe(url);
    },
  );

  it.each([
    "localhost:6379",
    "http://localhost",
    "redis://",
    "redis:///tmp/redis.sock",
    "redis://secret@localhost/name",
    "redis://secret@localhost/0?family=6",
    "redis://:secret%ff@localhost",
    "redis://:secret@localhost:99999",
  ])("may not be %s, and is not repeated in the fault", (url) => {
    const { error } = parse(url);
    expect(error?.issues).toMatchObject([{ path: ["redis", "url"] }]);
    expect(error?.message).not.toContain("secret");
  });
});
