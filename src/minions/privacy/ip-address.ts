/** True for an IPv4 or IPv6 address. Low four-part numbers (`1.2.3.4`) are section numbers and versions. */
export function isIP(text: string): boolean {
  return text.includes(":") ? isIPv6(text) : isIPv4(text) && text.split(".").some((part) => Number(part) > 9);
}

function isIPv4(text: string): boolean {
  const parts = text.split(".");
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

function isIPv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const all = groups.flat();
  const last = all.at(-1) ?? "";
  const tail = last.includes(".") ? 2 : 1;
  if (!all.every((group, at) => /^[0-9a-f]{1,4}$/i.test(group) || (at === all.length - 1 && isIPv4(group))))
    return false;
  const count = all.length - 1 + (all.length > 0 ? tail : 1);
  // Short forms must show digits enough: `a::b` is code more often than an address.
  return halves.length === 2 ? count < 8 && all.join("").length >= 5 : count === 8;
}
