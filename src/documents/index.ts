export { type DocumentsError, DocumentWorkerError, ExtractorClosedError } from "./errors.ts";
export { createExtractor, EXTRACTOR_DEFAULTS, type Extractor, type ExtractorOptions } from "./extractor.ts";
export {
  type DocumentInput,
  describeRefusal,
  type ExtractionOutcome,
  type LimitedThing,
  type RefusedOutcome,
  type TextOutcome,
} from "./outcome.ts";
export type { OcrOptions } from "./worker-protocol.ts";
