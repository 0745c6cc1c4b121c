import { styleText } from "node:util";

/** The few ways in which we set text off; each is plain text where colour is not wanted. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

type Format = Parameters<typeof styleText>[0];

/** Colour only where the caller found a terminal that wants it (see {@link wantsColour}). */
export function createStyle(colour: boolean): Style {
  const paint =
    (format: Format) =>
    (text: string): string =>
      colour ? styleText(format, text, { validateStream: false }) : text;
  return { strong: paint("bold"), faint: paint("dim"), good: paint("green"), bad: paint("yellow") };
}

/** A terminal, and neither NO_COLOR nor a dumb one: https://no-color.org. */
export function wantsColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
