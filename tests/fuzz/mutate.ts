import type { Dice } from "./dice.ts";
import type { FuzzRequest } from "./fuzz-requests.ts";

const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, -0, 2 ** 60, "", " ", [], {}, [[]]],
  ...[
    "\u0000",
    "\ud800",
    "🦊",
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "%00",
    "' OR 1=1 --",
    "{{7*7}}",
  ],
  ...["TASK_STATE_WORKING", "ROLE_AGENT", "2026-01-01T00:00:00Z", "9".repeat(400), "a".repeat(5_000)],
  { __proto__: null, toString: 1, length: -1 },
  Array.from({ length: 300 }, () => ({})),
];
const ODD_TEXTS = [
  ...[
    "",
    "..",
    "%00",
    "%2e%2e%2f",
    "%",
    "%zz",
    ":cancel",
    ":subscribe",
    ":",
    "*",
    ";",
    "//",
    "a".repeat(9_000),
  ],
  ...[
    "%F0%9F%A6%8A",
    "%ff",
    "?",
    "#",
    "&x=1",
    "=",
    "[]",
    "tasks",
    "message:send",
    "v1",
    "alpha",
    "beta",
    "default",
  ],
];
const ODD_HEADERS: Readonly<Record<string, readonly string[]>> = {
  "a2a-version": ["1.0", "0.3", "1.0.7", "2.0", "", "x", "1.0, 0.3"],
  "a2a-extensions": ["https://example.com/e", ",,,", "a".repeat(3_000)],
  "content-type": [
    "text/plain",
    "application/json; charset=utf-16",
    "",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
  ],
  accept: ["application/json", "text/event-stream", "*/*;q=0", "x"],
  authorization: [
    "Basic YTpi",
    "Basic !",
    "Bearer ",
    "Bearer x.y.z",
    "Negotiate x",
    "Bearer eyJhbGciOiJub25lIn0.e30.",
  ],
  "content-encoding": ["gzip", "br", "identity"],
  "if-none-match": ["*", '"x"', "W/"],
  "last-event-id": ["0", "-1", "999999999999999999999", "x", "5"],
  origin: ["https://console.example.com", "null", "https://evil.example.com"],
  range: ["bytes=0-1"],
  traceparent: ["00-x", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
  "x-forwarded-for": ["127.0.0.1", "::1, 10.0.0.1", "x"],
  "x-forwarded-host": ["evil.example.com"],
  "x-http-method-override": ["DELETE"],
  "x-request-id": ["ok-1", "bad id", "a".repeat(500)],
};
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND"];

/** Changes a request in one to four places, or leaves it as it is. */
export function mutate(request: FuzzRequest, dice: Dice): FuzzRequest {
  let mutated = request;
  for (let left = dice.below(5); left > 0; left -= 1) mutated = mutateOnce(mutated, dice);
  return mutated;
}

function mutateOnce(request: FuzzRequest, dice: Dice): FuzzRequest {
  const { body, headers, path } = request;
  switch (dice.below(10)) {
    case 0: {
      const name = dice.pick(Object.keys(ODD_HEADERS));
      return { ...request, headers: { ...headers, [name]: dice.pick(ODD_HEADERS[name] ?? [""]) } };
    }
    case 1:
      return { ...request, headers: without(headers, dice.pick(["content-type", "a2a-version"])) };
    case 2:
      return { ...request, path: mutatePath(path, dice) };
    case 3:
      return dice.chance(0.3) ? { ...request, method: dice.pick(METHODS) } : request;
    case 4:
      return body === undefined ? request : { ...request, body: mutateText(body, dice) };
    default:
      return body === undefined ? request : { ...request, body: mutateJson(body, dice) };
  }
}

function mutatePath(path: string, dice: Dice): string {
  const [place = "/", query] = path.split("?");
  const segments = place.split("/");
  const odd = dice.pick(ODD_TEXTS);
  if (query !== undefined && dice.chance(0.5)) {
    const [name = "x"] = dice.pick(query.split("&")).split("=");
    return `${path}&${name}=${encodeURIComponent(odd)}`;
  }
  const at = 1 + dice.below(segments.length);
  segments.splice(at, dice.below(2), odd.replace(/[^\x21-\x7e]/g, ""));
  const next = segments.join("/");
  return query === undefined ? next : `${next}?${query}`;
}

function mutateText(text: string, dice: Dice): string {
  const at = dice.below(text.length + 1);
  switch (dice.below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + String.fromCharCode(dice.below(256)) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + text.slice(dice.below(at + 1));
    default:
      return `${"[".repeat(dice.pick([1, 50, 200, 5_000]))}${text}`;
  }
}

/** Puts an odd value somewhere, takes something away, or adds something; text that is no JSON is changed as text. */
function mutateJson(text: string, dice: Dice): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return mutateText(text, dice);
  }
  const holders = holdersIn(body);
  if (holders.length === 0) return JSON.stringify(dice.pick(ODD_VALUES)) ?? "";
  const holder = dice.pick(holders);
  const key = dice.pick([...Object.keys(holder), "extra", "__proto__x"]);
  if (dice.chance(0.25)) Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, dice.pick(ODD_VALUES));
  const changed = JSON.stringify(body) ?? "";
  return dice.chance(0.05)
    ? changed.replace("__proto__x", "__proto__").replace('"extra"', '"constructor"')
    : changed;
}

function holdersIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(holdersIn)];
}

function without(headers: FuzzRequest["headers"], name: string): FuzzRequest["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));
}
