/** The number of pixels that a picture claims to have, without decoding it; undefined when its header is not understood. */
export function pixelsOf(bytes: Uint8Array, mediaType: string): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    switch (mediaType) {
      case "image/png":
        return view.getUint32(16) * view.getUint32(20);
      case "image/gif":
        return view.getUint16(6, true) * view.getUint16(8, true);
      case "image/jpeg":
        return jpegPixels(view);
      case "image/webp":
        return webpPixels(view);
      default:
        return undefined;
    }
  } catch {
    return undefined; // The header is cut off.
  }
}

/** Walks the segments to the frame header, which is any SOF marker (C0 to CF but for C4, C8 and CC). */
function jpegPixels(view: DataView): number | undefined {
  let offset = 2;
  while (offset < view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return undefined;
    const marker = view.getUint8(offset + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return view.getUint16(offset + 5) * view.getUint16(offset + 7);
    }
    offset += marker === 0xff ? 1 : 2 + view.getUint16(offset + 2);
  }
  return undefined;
}

function webpPixels(view: DataView): number | undefined {
  const kind = view.getUint32(12);
  if (kind === 0x56503858) return (1 + getUint24(view, 24)) * (1 + getUint24(view, 27)); // "VP8X"
  if (kind === 0x56503820) return (view.getUint16(26, true) & 0x3fff) * (view.getUint16(28, true) & 0x3fff); // "VP8 "
  if (kind !== 0x5650384c) return undefined; // "VP8L"
  const bits = view.getUint32(21, true);
  return (1 + (bits & 0x3fff)) * (1 + ((bits >> 14) & 0x3fff));
}

function getUint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}
