import { LimitReached } from "../limit-reached.ts";

/** Between two cells of a row; the PDF reader uses the same. */
const CELL_GAP = "   ";
/** Tables in cells of tables: layouts of old web pages go to about a dozen. */
const DEEPEST_TABLES = 200;
const CLOSING = /^(?:\)|%|\)%|%\))$/;
const CURRENCY = /^[$€£¥]$/;

/** Where text is gathered: the document itself, or a cell whose row is still open. */
interface Container {
  readonly write: (line: string) => void;
  line: string;
  blankLineDue: boolean;
  hasText: boolean;
}

interface Row {
  readonly cells: string[];
  /** The lines of the cell that is being read. */
  openCell: string[] | undefined;
}

/** Builds lines, paragraphs and table rows out of the marks of a format (HTML, DOCX). A row comes out as one line. */
export class TextBlocks {
  readonly #containers: Container[];
  readonly #rows: Row[] = [];

  constructor(writeLine: (line: string) => void) {
    this.#containers = [newContainer(writeLine)];
  }

  text(text: string): void {
    this.#top.line += text;
  }

  /** True when nothing stands on the current line yet. */
  get atLineStart(): boolean {
    return this.#top.line === "";
  }

  get endsWithSpace(): boolean {
    return /\s$/.test(this.#top.line);
  }

  endLine(): void {
    const container = this.#top;
    const line = container.line.trimEnd();
    container.line = "";
    if (line.trim() === "") return;
    if (container.blankLineDue && container.hasText) container.write("");
    container.blankLineDue = false;
    container.hasText = true;
    container.write(line);
  }

  endParagraph(): void {
    this.endLine();
    this.#top.blankLineDue = true;
  }

  openRow(): void {
    this.endLine();
    if (this.#rows.length >= DEEPEST_TABLES) throw new LimitReached("nesting", DEEPEST_TABLES);
    this.#rows.push({ cells: [], openCell: undefined });
  }

  openCell(): void {
    this.closeCell();
    const row = this.#rows.at(-1);
    if (row === undefined) return;
    const lines: string[] = [];
    row.openCell = lines;
    this.#containers.push(newContainer((line) => lines.push(line)));
  }

  closeCell(): void {
    const row = this.#rows.at(-1);
    if (row?.openCell === undefined) return;
    this.endLine();
    this.#containers.pop();
    row.cells.push(row.openCell.join("\n"));
    row.openCell = undefined;
  }

  closeRow(): void {
    this.closeCell();
    const row = this.#rows.pop();
    if (row === undefined) return;
    const cells = row.cells.filter((cell) => cell.trim() !== "");
    const [only] = cells;
    if (cells.length === 1 && only !== undefined) {
      for (const line of only.split("\n")) this.#writeWhole(line);
    } else if (cells.length > 1) {
      this.#writeWhole(joinCells(cells.map((cell) => cell.replace(/\s*\n\s*/g, " ").trim())));
    }
  }

  end(): void {
    while (this.#rows.length > 0) this.closeRow();
    this.endLine();
  }

  #writeWhole(line: string): void {
    this.text(line);
    this.endLine();
  }

  get #top(): Container {
    const top = this.#containers.at(-1);
    if (top === undefined) throw new Error("The document's own container is never closed.");
    return top;
  }
}

/** Reports put the currency sign and the closing bracket into cells of their own: they belong to the number. */
function joinCells(cells: readonly string[]): string {
  let text = "";
  let previous = "";
  for (const cell of cells) {
    if (text === "") text = cell;
    else if (CLOSING.test(cell) && /[\d)—–-]$/.test(text)) text += cell;
    else text += (CURRENCY.test(previous) ? " " : CELL_GAP) + cell;
    previous = cell;
  }
  return text;
}

function newContainer(write: (line: string) => void): Container {
  return { write, line: "", blankLineDue: false, hasText: false };
}
