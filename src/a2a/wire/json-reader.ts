import { type FieldViolation, InvalidRequestError } from "../errors/request-errors.ts";

export type JsonRecord = { readonly [key: string]: unknown };

const MAX_INT32 = 2 ** 31 - 1;

/**
 * Reads the fields of a request's JSON and collects what is wrong with them, so that a client hears of all faults at
 * once. The SDK's codecs read leniently: a number as a text, a broken base64 as other bytes, a text as no list at all.
 *
 * As ProtoJSON has it, names may also come in snake_case, null means absent, and whole numbers may come as texts.
 */
export class JsonReader {
  readonly #record: JsonRecord;
  readonly #path: string;
  readonly #faults: FieldViolation[];

  constructor(record: JsonRecord, path = "", faults: FieldViolation[] = []) {
    this.#record = record;
    this.#path = path;
    this.#faults = faults;
  }

  /** The parameters of a method. @throws InvalidRequestError where they are no object */
  static ofParams(params: unknown): JsonReader {
    if (isRecord(params)) return new JsonReader(params);
    throw new InvalidRequestError([{ field: "params", description: "Must be an object." }]);
  }

  /** @throws InvalidRequestError when anything read so far was at fault */
  throwIfFaulty(): void {
    if (this.#faults.length > 0) throw new InvalidRequestError(this.#faults);
  }

  fault(name: string, description: string): undefined {
    this.#faults.push({ field: this.pathOf(name), description });
    return undefined;
  }

  pathOf(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }

  /** True also for a null. */
  has(name: string): boolean {
    return Object.hasOwn(this.#record, name) || Object.hasOwn(this.#record, snakeCase(name));
  }

  raw(name: string): unknown {
    // Absent members are undefined, also by their names: no field of A2A is called as a member of every object is.
    const value = this.#record[name];
    return (value === undefined ? this.#record[snakeCase(name)] : value) ?? undefined;
  }

  /** "" where absent. */
  text(name: string): string {
    const value = this.raw(name);
    if (value === undefined || typeof value === "string") return value ?? "";
    this.fault(name, "Must be a string.");
    return "";
  }

  flag(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    return this.fault(name, "Must be true or false.");
  }

  /** A whole number that fits 32 bits; the sign is for the method to judge. */
  count(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const number = typeof value === "string" && /^-?\d{1,12}$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && Math.abs(number) <= MAX_INT32)
      return number;
    return this.fault(name, `Must be a whole number of at most ${MAX_INT32}.`);
  }

  record(name: string): JsonRecord | undefined {
    const value = this.raw(name);
    if (value === undefined || isRecord(value)) return value;
    return this.fault(name, "Must be an object.");
  }

  /** A reader of a nested object; undefined where absent. */
  nested(name: string): JsonReader | undefined {
    const record = this.record(name);
    return record === undefined ? undefined : new JsonReader(record, this.pathOf(name), this.#faults);
  }

  texts(name: string): string[] {
    return this.#list(name).flatMap((value, index) => {
      if (typeof value === "string") return [value];
      this.fault(`${name}[${index}]`, "Must be a string.");
      return [];
    });
  }

  nestedList(name: string): JsonReader[] {
    return this.#list(name).flatMap((value, index) => {
      if (isRecord(value)) return [new JsonReader(value, `${this.pathOf(name)}[${index}]`, this.#faults)];
      this.fault(`${name}[${index}]`, "Must be an object.");
      return [];
    });
  }

  #list(name: string): readonly unknown[] {
    const value = this.raw(name);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fault(name, "Must be a list.");
    return [];
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields that readers ask for, which are few, as {@link snakeCase} gave them. */
const SNAKE_CASE = new Map<string, string>();

function snakeCase(name: string): string {
  const known = SNAKE_CASE.get(name);
  if (known !== undefined) return known;
  const made = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  SNAKE_CASE.set(name, made);
  return made;
}
