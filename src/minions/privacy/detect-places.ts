import { isCapitalised, type NameToken } from "./name-tokens.ts";
import type { DetectedValue } from "./personal-data.ts";
import { CITIES, COUNTRIES, STATES } from "./words/gazetteer.ts";

export interface PlaceDetector {
  /** Finds countries, states and large cities of the gazetteer, written with capitals. */
  detect(text: string, tokens: readonly NameToken[]): Iterable<DetectedValue>;
  isPlace(name: string): boolean;
}

export function createPlaceDetector(): PlaceDetector {
  const places = gazetteer();
  const names = new Set(places.map((place) => place.toLowerCase()));
  const byFirstWord = new Map<string, string[][]>();
  for (const place of places) {
    const words = place
      .toLowerCase()
      .split(/[\s.,]+/)
      .filter((word) => word !== "");
    const [first = ""] = words;
    byFirstWord.set(
      first,
      [...(byFirstWord.get(first) ?? []), words].sort((a, b) => b.length - a.length),
    );
  }
  return {
    isPlace: (name) => names.has(name.toLowerCase()),
    *detect(text, tokens) {
      for (let at = 0; at < tokens.length; at += 1) {
        const token = tokens[at];
        if (!isCapitalised(token)) continue;
        const words = byFirstWord.get(token.lower)?.find((place) => standsAt(tokens, at, place));
        if (!words) continue;
        const last = tokens[at + words.length - 1] ?? token;
        yield { kind: "place", text: text.slice(token.start, last.end) };
        at += words.length - 1;
      }
    },
  };
}

function standsAt(tokens: readonly NameToken[], at: number, words: readonly string[]): boolean {
  return words.every((word, offset) => {
    const token = tokens[at + offset];
    const joined = offset === 0 || /^[ .,]{0,2}\n?$/.test(token?.gap ?? "-");
    return joined && token?.lower === word && (isCapitalised(token) || word.length <= 3);
  });
}

function gazetteer(): string[] {
  const states = STATES.split("|").map((entry) => entry.trim().slice(0, -3));
  const others = [...COUNTRIES.split("|"), ...CITIES.split("|")].map((entry) => entry.trim());
  return [...states, ...others].filter((entry) => entry !== "");
}
