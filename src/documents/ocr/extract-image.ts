import { LimitReached } from "../limit-reached.ts";
import type { TextSink } from "../text-sink.ts";
import type { WorkerTask, WorkerVerdict } from "../worker-protocol.ts";
import { pixelsOf } from "./image-size.ts";
import { startRecogniser } from "./text-recogniser.ts";

/** Larger pictures are refused before they are decoded. */
const MAX_PIXELS = 50_000_000;

/** Reads the text of a picture. */
export async function extractImage(
  task: WorkerTask,
  mediaType: string,
  sink: TextSink,
): Promise<WorkerVerdict> {
  if (!task.ocr) {
    return { kind: "unsupported", detail: "It is a picture. Use a model that sees, or turn on OCR." };
  }
  const pixels = pixelsOf(task.bytes, mediaType);
  if (pixels === undefined || pixels === 0)
    return { kind: "corrupt", detail: "The picture's header is damaged." };
  if (pixels > MAX_PIXELS) throw new LimitReached("pixels", MAX_PIXELS);
  const start = await startRecogniser(task.ocr.language, false);
  if (start.kind === "missing") return { kind: "unsupported", detail: start.detail };
  await using recogniser = start.recogniser;
  sink.write(await recogniser.recognise(task.bytes));
  if (sink.isBlank) return { kind: "empty", detail: "No writing was found in the picture." };
  return { kind: "text", mediaType, paged: false, pages: 1, ocr: true, pagesWithoutText: [] };
}
