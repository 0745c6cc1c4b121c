import { isEmpty, type Span, trimSpan } from "../document-view.ts";
import type { CodeUnit } from "./code-outline.ts";

/** A unit, or the code between two units. */
export interface CodeSegment extends Span {
  readonly unit: CodeUnit | undefined;
}

const HAS_WORD = /[\p{L}\p{N}_]/u;

/**
 * Cuts a region into its units and what lies between them, leaving nothing visible out. Lone brackets and the like
 * are not worth a segment and go with a neighbour.
 */
export function segmentsOf(text: string, region: Span, units: readonly CodeUnit[]): CodeSegment[] {
  const segments: CodeSegment[] = [];
  let pending = region.start;
  const addGap = (end: number): void => {
    const gap = { start: pending, end };
    if (isEmpty(trimSpan(text, gap))) return;
    const last = segments.at(-1);
    if (HAS_WORD.test(text.slice(gap.start, gap.end))) segments.push({ ...gap, unit: undefined });
    else if (last) segments[segments.length - 1] = { ...last, end };
    else return; // Goes with what follows: `pending` stays where it is.
    pending = end;
  };
  for (const unit of units) {
    addGap(unit.start);
    const leading = trimSpan(text, { start: pending, end: unit.start });
    segments.push({ start: isEmpty(leading) ? unit.start : leading.start, end: unit.end, unit });
    pending = unit.end;
  }
  addGap(region.end);
  if (segments.length === 0 && !isEmpty(trimSpan(text, region))) return [{ ...region, unit: undefined }];
  return segments;
}
