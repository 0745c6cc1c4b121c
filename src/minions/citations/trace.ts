/** Text under construction that remembers where each of its units came from. */
export interface Trace {
  /** White space was seen since the last unit; whether it matters is decided when the next one comes. */
  gap: boolean;
  push(code: number, sourceOffset: number): void;
  /** Copies a stretch of the source as it is. */
  pushStretch(source: string, from: number, end: number): void;
  /** The unit `back` places from the end, counting from 1; 0 where there is none. */
  last(back: number): number;
  finish(): { readonly text: string; readonly starts: Int32Array };
}

/** @param capacity units to make room for at first; grows where ligatures unfold to more */
export function createTrace(capacity: number): Trace {
  let units = new Uint16Array(capacity + 16);
  let starts = new Int32Array(capacity + 16);
  let length = 0;
  const makeRoom = (count: number): void => {
    if (length + count <= units.length) return;
    units = grown(units, new Uint16Array((length + count) * 2));
    starts = grown(starts, new Int32Array((length + count) * 2));
  };
  return {
    gap: false,
    push(code, sourceOffset) {
      makeRoom(1);
      units[length] = code;
      starts[length] = sourceOffset;
      length += 1;
    },
    pushStretch(source, from, end) {
      makeRoom(end - from);
      for (let at = from; at < end; at += 1) {
        units[length] = source.charCodeAt(at);
        starts[length] = at;
        length += 1;
      }
    },
    last: (back) => (back > length ? 0 : (units[length - back] ?? 0)),
    finish: () => ({
      text: new TextDecoder("utf-16le", { ignoreBOM: true }).decode(units.subarray(0, length)),
      starts: starts.slice(0, length),
    }),
  };
}

function grown<Numbers extends Uint16Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
