import { describe, expect, it } from "vitest";
import { FairTags } from "./fair-tags.ts";

const EMPTY = { now: 0, last: 0, atLast: 0 };

describe("the tags of an owner's jobs", () => {
  function tagsOf(count: number, priority: number, standing = EMPTY): number[] {
    const tags = new FairTags();
    using _hold = tags.note("a", standing);
    return Array.from({ length: count }, () => tags.take("a", priority));
  }

  it.each<[string, number[], number[]]>([
    ["follow one another", tagsOf(3, 1), [1, 2, 3]],
    ["come as many at once as the priority says", tagsOf(5, 2), [1, 1, 2, 2, 3]],
    ["begin behind what is served now", tagsOf(2, 1, { now: 7, last: 3, atLast: 1 }), [8, 9]],
    ["begin behind the last one that waits", tagsOf(2, 1, { now: 7, last: 9, atLast: 1 }), [10, 11]],
    ["fill up the last turn first", tagsOf(3, 3, { now: 7, last: 9, atLast: 1 }), [9, 9, 10]],
    [
      "go no further than the queue can count",
      tagsOf(2, 1, { ...EMPTY, last: 2 ** 31 - 1, atLast: 1 }),
      [2 ** 31 - 1, 2 ** 31 - 1],
    ],
  ])("%s", (_, tags, expected) => {
    expect(tags).toEqual(expected);
  });

  it("follow one another also when they are sent at once, by what one of them knew before", () => {
    const tags = new FairTags();
    using _one = tags.note("a", EMPTY);
    const first = tags.take("a", 1);
    using _other = tags.note("a", EMPTY);
    expect([first, tags.take("a", 1)]).toEqual([1, 2]);
  });

  it("are before all others for an owner that nobody asked about", () => {
    expect(new FairTags().take("a", 1)).toBe(0);
  });
});
