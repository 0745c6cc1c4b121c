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
    let next = Math.max(boundaryBefore(text, end - overlap), boundaryAfter(text, start + 1));
    while (next < end && endOfWindow(text, next, span.end, size) <= end) next = boundaryAfter(text, next + 1);
    start = Math.min(next, end);
  }
  return windows;
}

/** Windows of at most `size` characters without overlap, cut between words where they are not longer. */
export function wordWindowsOf(text: string, span: Span, size: number): Span[] {
  const windows: Span[] = [];
  let start = span.start;
  while (start < span.end) {
    const hard = endOfWindow(text, start, span.end, size);
    let end = hard;
    if (hard < span.end) {
      while (end > start && !isSpace(text, end - 1) && !isSpace(text, end)) end -= 1;
      if (end === start) end = hard;
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
