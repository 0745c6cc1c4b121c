import type { TextSink } from "../text-sink.ts";
import { writeDelimited } from "./delimited-text.ts";
import { writeHtml } from "./html-text.ts";
import { writeJson } from "./json-text.ts";
import { type FormatHints, recogniseText } from "./recognise-text.ts";

/** Writes a text file in the form that suits its format; returns the media type that was recognised. */
export function writeText(text: string, hints: FormatHints, sink: TextSink): string {
  const format = recogniseText(text, hints);
  switch (format.kind) {
    case "html":
      writeHtml(text, sink);
      return "text/html";
    case "json":
      writeJson(text, format.json, sink);
      return format.json === "json" ? "application/json" : "application/x-ndjson";
    case "delimited":
      writeDelimited(text, format.delimiter, sink);
      return format.delimiter === "\t" ? "text/tab-separated-values" : "text/csv";
    case "markdown":
      sink.write(text);
      return "text/markdown";
    case "plain":
      sink.write(text);
      return "text/plain";
  }
}
