import type { ExtractionOutcome, Extractor } from "#documents";
import type { Clock } from "#kernel";
import type { RunObserver } from "./run-observer.ts";

/** An extractor whose PDFs are counted. Disposing it does nothing: the extractor below belongs to others. */
export function observedExtractor(
  extractor: Extractor,
  observer: Pick<RunObserver, "pdfRead">,
  clock: Clock,
): Extractor {
  return {
    async extract(input, signal): Promise<ExtractionOutcome> {
      const startedMs = clock.monotonicMs();
      const outcome = await extractor.extract(input, signal);
      const isPdf = outcome.kind === "text" && outcome.document.mediaType === "application/pdf";
      if (isPdf) observer.pdfRead(clock.monotonicMs() - startedMs);
      return outcome;
    },
    readImage: (image, signal) => extractor.readImage(image, signal),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
