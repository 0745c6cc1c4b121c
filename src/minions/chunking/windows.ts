import { boundaryAfter, boundaryBefore, isSpace, type Span } from "./document-view.ts";

/**
 * Windows of `size` characters over a span, each sharing `overlap` characters with the one before.
 *
 * A surrogate pair is never cut, so a window may be one unit shorter, or one longer where it would otherwise be empty.
 * Ends with the window that reaches the span's end: no window lies wholly inside the one before. Every step moves
 * forward whatever the settings, so it always ends.
 */
export function windowsOf(text: string, span: Span, size: number, overlap: number): Span[] {
  const windows: Span[] = [];
  let start = span.start;
  while (start < span.end) {
    const end = endOfWindow(text, start, span.end, size);
    windows.push({ start, end });
    if (end >= span.end) break;
    const next = boundaryBefore(text, end - overlap);
    start = next > start ? next : Math.min(end, boundaryAfter(text, start + 1));
  }
  return windows;
}

/** Windows of at most `size` characters without overlap, cut between words where one ends in their second half. */
export function wordWindowsOf(text: string, span: Span, size: number): Span[] {
  const windows: Span[] = [];
  let start = span.start;
  while (start < span.end) {
    const hard = endOfWindow(text, start, span.end, size);
    let end = hard;
    if (hard < span.end) {
      const middle = start + Math.ceil(size / 2);
      while (end > middle && !isSpace(text, end - 1)) end -= 1;
      if (end <= middle) end = hard;
    }
    windows.push({ start, end });
    start = end;
  }
  return windows;
}

function endOfWindow(text: string, start: number, limit: number, size: number): number {
  if (start + size >= limit) return limit;
  const end = boundaryBefore(text, start + size);
  return end > start ? end : Math.min(limit, boundaryAfter(text, start + size));
}
