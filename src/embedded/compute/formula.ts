/** Gives the value of a line item `yearsBack` years before the year that a formula is worked out for. */
export type ItemValues = (item: string, yearsBack: number) => number | undefined;

type Token =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name" | "sign"; readonly text: string };

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z]+(?:-[a-z]+)*)|([-+*/()]))/gy;
const MAX_TOKENS = 80;

/**
 * Works out a formula such as `365 * avg(payables) / (cogs + change(inventory))`: the four operations, `abs(x)`,
 * `avg(item)` over this year and the last, `change(item)` since the last. A minus needs spaces around it, since names hold
 * hyphens. Undefined where a value is missing, the text is no formula or the result is not finite.
 */
export function evaluateFormula(formula: string, values: ItemValues): number | undefined {
  const tokens = tokensOf(formula);
  if (tokens === undefined) return undefined;
  const reader = { tokens, at: 0, values };
  const result = readSum(reader);
  return result === undefined || reader.at < tokens.length || !Number.isFinite(result) ? undefined : result;
}

/** Names of the items in a formula, in order, without repeats. */
export function itemsInFormula(formula: string): string[] {
  const names = [...formula.matchAll(/[a-z]+(?:-[a-z]+)*/g)].map((match) => match[0]);
  return [...new Set(names.filter((name) => !["avg", "abs", "change"].includes(name)))];
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly values: ItemValues;
}

function tokensOf(formula: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = formula.trim();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null || tokens.length >= MAX_TOKENS) return undefined;
    const [, digits, name, sign] = match;
    if (digits !== undefined) tokens.push({ kind: "number", value: Number(digits) });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

function takeSign(reader: Reader, ...signs: readonly string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (token?.kind !== "sign" || !signs.includes(token.text)) return undefined;
  reader.at += 1;
  return token.text;
}

function readSum(reader: Reader): number | undefined {
  let total = readProduct(reader);
  for (let sign = takeSign(reader, "+", "-"); sign !== undefined; sign = takeSign(reader, "+", "-")) {
    const next = readProduct(reader);
    if (total === undefined || next === undefined) return undefined;
    total = sign === "+" ? total + next : total - next;
  }
  return total;
}

function readProduct(reader: Reader): number | undefined {
  let total = readValue(reader);
  for (let sign = takeSign(reader, "*", "/"); sign !== undefined; sign = takeSign(reader, "*", "/")) {
    const next = readValue(reader);
    if (total === undefined || next === undefined) return undefined;
    total = sign === "*" ? total * next : total / next;
  }
  return total;
}

function readValue(reader: Reader): number | undefined {
  if (takeSign(reader, "(") !== undefined) {
    const inner = readSum(reader);
    return takeSign(reader, ")") === undefined ? undefined : inner;
  }
  const token = reader.tokens[reader.at];
  if (token === undefined || token.kind === "sign") return undefined;
  reader.at += 1;
  if (token.kind === "number") return token.value;
  return takeSign(reader, "(") === undefined ? reader.values(token.text, 0) : readCall(reader, token.text);
}

function readCall(reader: Reader, name: string): number | undefined {
  if (name === "abs") {
    const inner = readSum(reader);
    const closed = takeSign(reader, ")") !== undefined;
    return inner === undefined || !closed ? undefined : Math.abs(inner);
  }
  const item = reader.tokens[reader.at];
  reader.at += 1;
  if (item?.kind !== "name" || takeSign(reader, ")") === undefined) return undefined;
  const now = reader.values(item.text, 0);
  const before = reader.values(item.text, 1);
  if (now === undefined || before === undefined) return undefined;
  if (name === "avg") return (now + before) / 2;
  return name === "change" ? now - before : undefined;
}
