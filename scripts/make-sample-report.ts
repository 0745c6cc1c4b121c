import { writeFile } from "node:fs/promises";
import { writeDiscussion, writeOpening, writeStatements } from "./sample-report/chapters.ts";
import { COMPANY } from "./sample-report/facts.ts";
import { PageWriter } from "./sample-report/page-writer.ts";

/** Writes samples/northgate-2025-annual-report.pdf: an invented company's report of real size and kind. */
const target = new URL("../samples/northgate-2025-annual-report.pdf", import.meta.url);
const pages = new PageWriter(`${COMPANY} Annual Report 2025`, `${COMPANY} · Annual Report 2025`);
writeOpening(pages);
writeDiscussion(pages);
writeStatements(pages);
const written = await pages.finish();
await writeFile(target, written.bytes);
console.log(`${written.pages} pages, ${written.bytes.length} bytes`);
