import { decodeText } from "./formats/decode-text.ts";
import { recogniseBinary } from "./formats/recognise-binary.ts";
import { extractPdf } from "./pdf/extract-pdf.ts";
import type { TextSink } from "./text-sink.ts";
import type { WorkerTask, WorkerVerdict } from "./worker-protocol.ts";

/** Finds out from the content what a file is and reads it accordingly. */
export async function extractBytes(task: WorkerTask, sink: TextSink): Promise<WorkerVerdict> {
  const binary = recogniseBinary(task.bytes);
  switch (binary.kind) {
    case "pdf":
      return extractPdf(task, sink);
    case "image":
      return { kind: "image", mediaType: binary.mediaType };
    case "unsupported":
    case "encrypted":
      return binary;
    case "zip":
    case "unknown":
      return extractText(task, sink);
  }
}

function extractText(task: WorkerTask, sink: TextSink): WorkerVerdict {
  const text = decodeText(task.bytes);
  if (text === undefined)
    return { kind: "unsupported", detail: "It is neither text nor a format that is known." };
  if (text.trim() === "") return { kind: "empty", detail: "It holds white space only." };
  sink.write(text);
  return { kind: "text", mediaType: "text/plain", paged: false, pages: 1, ocr: false, pagesWithoutText: [] };
}
