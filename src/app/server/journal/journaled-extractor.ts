import type { DocumentInput, ExtractionOutcome, Extractor } from "#documents";
import type { SourceImage } from "#minions";
import type { Once } from "./journaled-model.ts";
import { requestHash } from "./request-hash.ts";

/** An outcome without the bytes of a picture, which are stored as the document that was sent. */
type StoredOutcome =
  | Exclude<ExtractionOutcome, { kind: "image" }>
  | { readonly kind: "image"; readonly image: Omit<SourceImage, "data"> };

/**
 * An extractor whose every reading is a step of the journal, by the document's content: a run that starts over does not
 * read again, which matters most for OCR. Disposing it does nothing: the extractor below belongs to others.
 *
 * @param contentHashOf hash of a document's bytes by its id; it is known already, and hashing them again takes time
 */
export function journaledExtractor(
  extractor: Extractor,
  once: Once,
  contentHashOf: (documentId: string) => string | undefined,
): Extractor {
  return {
    extract(input, signal) {
      const { id, name, declaredMediaType } = input;
      const hash = requestHash({ id, name, declaredMediaType, content: contentHashOf(id) });
      return read(`documents/${hash}/text`, hash, input, () => extractor.extract(input, signal), once);
    },
    readImage(image, signal) {
      const { id, name, mediaType, data } = image;
      const hash = requestHash({ id, name, mediaType, content: contentHashOf(id) });
      const input = { id, name, bytes: data };
      return read(`documents/${hash}/picture`, hash, input, () => extractor.readImage(image, signal), once);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function read(
  stepPath: string,
  hash: string,
  { bytes }: DocumentInput,
  run: () => Promise<ExtractionOutcome>,
  once: Once,
): Promise<ExtractionOutcome> {
  const outcome = await once(stepPath, hash, async (): Promise<StoredOutcome> => {
    const fresh = await run();
    if (fresh.kind !== "image") return fresh;
    const { data: _data, ...image } = fresh.image;
    return { kind: "image", image };
  });
  return outcome.kind === "image" ? { kind: "image", image: { ...outcome.image, data: bytes } } : outcome;
}
