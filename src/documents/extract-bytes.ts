import { decodeText } from "./formats/decode-text.ts";
import { recognisePackage, writeDocx } from "./formats/docx-text.ts";
import { recogniseBinary } from "./formats/recognise-binary.ts";
import { writeText } from "./formats/write-text.ts";
import { extractImage } from "./ocr/extract-image.ts";
import { extractPdf } from "./pdf/extract-pdf.ts";
import type { TextSink } from "./text-sink.ts";
import type { WorkerTask, WorkerVerdict } from "./worker-protocol.ts";

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Finds out from the content what a file is and reads it accordingly. */
export async function extractBytes(task: WorkerTask, sink: TextSink): Promise<WorkerVerdict> {
  const binary = recogniseBinary(task.bytes);
  switch (binary.kind) {
    case "pdf":
      return extractPdf(task, sink);
    case "image":
      if (task.readImages) return extractImage(task, binary.mediaType, sink);
      return { kind: "image", mediaType: binary.mediaType };
    case "zip":
      return extractPackage(task, sink);
    case "unknown":
      return extractText(task, sink);
    case "unsupported":
    case "encrypted":
      return binary;
  }
}

function extractPackage(task: WorkerTask, sink: TextSink): WorkerVerdict {
  const packed = recognisePackage(task.bytes);
  if (packed.kind !== "docx") return packed;
  writeDocx(task.bytes, packed.mainPart, task.limits.maxUnpackedBytes, sink);
  return onePage(DOCX, sink);
}

function extractText(task: WorkerTask, sink: TextSink): WorkerVerdict {
  const text = decodeText(task.bytes);
  if (text === undefined)
    return { kind: "unsupported", detail: "It is neither text nor a format that is known." };
  const mediaType = writeText(text, { name: task.name, mediaType: task.declaredMediaType }, sink);
  return onePage(mediaType, sink);
}

function onePage(mediaType: string, sink: TextSink): WorkerVerdict {
  if (sink.isBlank) return { kind: "empty", detail: "There is nothing in it but white space and markup." };
  return { kind: "text", mediaType, paged: false, pages: 1, ocr: false, pagesWithoutText: [] };
}
