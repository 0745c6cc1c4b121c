/** The Luhn sum that every payment card number passes. `digits` holds digits alone. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let back = 0; back < digits.length; back += 1) {
    const digit = Number(digits[digits.length - 1 - back]);
    const doubled = back % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Lengths and first digits that card networks issue: a table row of years is none. */
export function isCardNumber(digits: string): boolean {
  const patterns = [
    /^4(?:\d{12}|\d{15}|\d{18})$/,
    /^5[1-5]\d{14}$/,
    /^2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}$/,
    /^3[47]\d{13}$/,
    /^3(?:0[0-5]|[68]\d)\d{11}$/,
    /^35(?:2[89]|[3-8]\d)\d{12}$/,
    /^6(?:011|5\d\d|4[4-9]\d)\d{12}$/,
    /^62\d{14,17}$/,
  ];
  return patterns.some((pattern) => pattern.test(digits)) && passesLuhn(digits) && !/^(\d)\1+$/.test(digits);
}

/** Whole lengths of IBANs by country. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 " +
    "GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 " +
    "MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Length of the IBAN that `compact` (upper case, no spaces) begins with; undefined where it begins with none. */
export function ibanLength(compact: string): number | undefined {
  const length = IBAN_LENGTHS[compact.slice(0, 2)];
  if (length === undefined || compact.length < length) return undefined;
  const turned = compact.slice(4, length) + compact.slice(0, 4);
  let rest = 0;
  for (const character of turned) {
    const value = Number.parseInt(character, 36);
    if (Number.isNaN(value)) return undefined;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1 ? length : undefined;
}
