import { createHash } from "node:crypto";

export type CopiedRow = Readonly<Record<string, unknown>>;

const MODULUS = 2n ** 256n;

/** What rows there are, whatever their order: how many, and the sum of their hashes. */
export class TableDigest {
  #rows = 0;
  #sum = 0n;

  add(row: CopiedRow): void {
    this.#rows += 1;
    const hash = createHash("sha256").update(canonicalText(row)).digest("hex");
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % MODULUS;
  }

  get rows(): number {
    return this.#rows;
  }

  equals(other: TableDigest): boolean {
    return this.#rows === other.#rows && this.#sum === other.#sum;
  }
}

/** The same for the same values, whichever driver they come from. */
function canonicalText(row: CopiedRow): string {
  const columns = Object.keys(row).sort();
  return JSON.stringify(columns.map((column) => [column, canonicalValue(row[column])]));
}

function canonicalValue(value: unknown): unknown {
  if (ArrayBuffer.isView(value))
    return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  return typeof value === "bigint" ? Number(value) : value;
}
