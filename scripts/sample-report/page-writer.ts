import PDFDocument from "pdfkit";
import { amount, type Row, YEARS } from "./figures.ts";

const MARGIN = 76;
const WIDTH = 612 - 2 * MARGIN;
const BOTTOM = 792 - MARGIN;
const ROW_GAP = 8;

type Cell = string | number;

/** Sets headings, paragraphs and tables on numbered pages, and nothing else. */
export class PageWriter {
  readonly #document: PDFKit.PDFDocument;
  readonly #chunks: Buffer[] = [];
  readonly #footer: string;
  #pages = 1;

  constructor(title: string, footer: string) {
    this.#footer = footer;
    // Fixed dates keep the file the same for the same content.
    const info = { Title: title, CreationDate: new Date(0), ModDate: new Date(0) };
    this.#document = new PDFDocument({ size: "LETTER", margin: MARGIN, info });
    this.#document.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    this.#number();
  }

  /** A chapter begins on a page of its own. */
  section(title: string): void {
    if (this.#document.y > MARGIN + 1) this.#turn();
    this.#document.font("Helvetica-Bold").fontSize(17);
    this.#document.text(title, MARGIN, this.#document.y, { width: WIDTH }).moveDown(0.8);
  }

  heading(text: string): void {
    this.#need(80);
    this.#document.font("Helvetica-Bold").fontSize(11.5);
    this.#document.text(text, MARGIN, this.#document.y, { width: WIDTH }).moveDown(0.4);
  }

  paragraph(text: string): void {
    const options = { width: WIDTH, lineGap: 5.5 };
    this.#document.font("Times-Roman").fontSize(12);
    this.#need(this.#document.heightOfString(text, options));
    this.#document.font("Times-Roman").fontSize(12); // A new page's footer may have changed it.
    this.#document.text(text, MARGIN, this.#document.y, options).moveDown(0.7);
  }

  /** Three columns of figures, one for each fiscal year; sums stand out. */
  statement(title: string, unit: string, rows: readonly Row[]): void {
    this.#need(70 + rows.length * 18);
    this.#document.font("Helvetica-Bold").fontSize(11.5);
    this.#document.text(title.toUpperCase(), MARGIN, this.#document.y, { width: WIDTH });
    this.#document.font("Times-Italic").fontSize(10);
    this.#document.text(unit, MARGIN, this.#document.y, { width: WIDTH }).moveDown(0.5);
    const widths = [238, 74, 74, 74];
    this.#row(["Fiscal year ended 30 September", ...YEARS.map(String)], widths, true);
    const isSum = /^(?:Total|Net (?:cash|income|sales)|Gross|Operating income|Provision)/;
    for (const [label, ...values] of rows) {
      this.#row([label, ...values.map(amount)], widths, isSum.test(label));
    }
    this.#document.moveDown(1);
  }

  /** A table with free columns; `shares` are the columns' parts of the width. */
  table(heads: readonly string[], shares: readonly number[], rows: readonly (readonly Cell[])[]): void {
    const all = shares.reduce((sum, share) => sum + share, 0);
    const widths = shares.map((share) => (share / all) * WIDTH);
    this.#row(heads, widths, true);
    for (const cells of rows) {
      this.#row(
        cells.map((cell) => (typeof cell === "number" ? amount(cell) : cell)),
        widths,
        false,
      );
    }
    this.#document.moveDown(1);
  }

  async finish(): Promise<{ readonly bytes: Buffer; readonly pages: number }> {
    const done = Promise.withResolvers<void>();
    this.#document.on("end", () => done.resolve());
    this.#document.end();
    await done.promise;
    return { bytes: Buffer.concat(this.#chunks), pages: this.#pages };
  }

  #row(cells: readonly string[], widths: readonly number[], bold: boolean): void {
    this.#document.font(bold ? "Times-Bold" : "Times-Roman").fontSize(10.5);
    const heights = cells.map((cell, index) =>
      this.#document.heightOfString(cell, { width: (widths[index] ?? 60) - 8 }),
    );
    const height = Math.max(...heights) + ROW_GAP;
    this.#need(height);
    this.#document.font(bold ? "Times-Bold" : "Times-Roman").fontSize(10.5);
    const y = this.#document.y;
    let x = MARGIN;
    cells.forEach((cell, index) => {
      const width = widths[index] ?? 60;
      const isFigure = index > 0 && /^[($–]?[\d,.]*\)?$/.test(cell);
      this.#document.text(cell, x, y, { width: width - 8, align: isFigure ? "right" : "left" });
      x += width;
    });
    this.#document.x = MARGIN;
    this.#document.y = y + height;
  }

  #need(height: number): void {
    if (this.#document.y + height > BOTTOM) this.#turn();
  }

  #turn(): void {
    this.#document.addPage();
    this.#pages += 1;
    this.#number();
  }

  #number(): void {
    const { page } = this.#document;
    page.margins.bottom = 0; // Otherwise writing below the text area would turn the page.
    this.#document.font("Helvetica").fontSize(8);
    this.#document.text(this.#footer, MARGIN, BOTTOM + 18, { lineBreak: false });
    this.#document.text(String(this.#pages), MARGIN + WIDTH - 20, BOTTOM + 18, { lineBreak: false });
    page.margins.bottom = MARGIN;
    this.#document.x = MARGIN;
    this.#document.y = MARGIN;
  }
}
