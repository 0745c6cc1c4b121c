/**
 * JSON that is the same for the same value, whatever the order of its keys. Members that are undefined are left out.
 *
 * @param longestText a longer text is cut there and ends with an ellipsis
 */
export function orderedJson(value: unknown, longestText = Number.POSITIVE_INFINITY): string {
  // Where the order is right already, the runtime is several times as fast as anything that puts texts together.
  return isReady(value, longestText) ? JSON.stringify(value) : inOrder(value, longestText);
}

function isReady(value: unknown, longestText: number): boolean {
  if (typeof value === "string") return value.length <= longestText;
  if (typeof value !== "object") return value !== undefined;
  if (value === null) return true;
  // What an array lacks is null, and what an object lacks is left out: the runtime has it so, too.
  if (Array.isArray(value)) return value.every((inner) => inner === undefined || isReady(inner, longestText));
  const record = value as Readonly<Record<string, unknown>>;
  let before = "";
  for (const key of Object.keys(record)) {
    if (key < before || (record[key] !== undefined && !isReady(record[key], longestText))) return false;
    before = key;
  }
  return true;
}

function inOrder(value: unknown, longestText: number): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > longestText ? `${value.slice(0, longestText)}…` : value);
  }
  if (Array.isArray(value)) return `[${value.map((inner) => inOrder(inner, longestText)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const record = value as Readonly<Record<string, unknown>>;
  let members = "";
  for (const key of Object.keys(record).sort()) {
    if (record[key] === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${inOrder(record[key], longestText)}`;
  }
  return `{${members}}`;
}
