const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const GERMAN_MONTHS: Readonly<Record<string, number>> = {
  januar: 1,
  februar: 2,
  märz: 3,
  mai: 5,
  juni: 6,
  juli: 7,
  oktober: 10,
  dezember: 12,
};

interface Day {
  readonly year: string;
  readonly month: number;
  readonly day: number;
}

/** Other ways to write a date, so that a birth date is met in all of them. `04/12/1970` is read both ways round. */
export function dateSpellings(text: string): string[] {
  return readings(text).flatMap(({ year, month, day }) => {
    const name = MONTHS[month - 1] ?? "";
    const [mm, dd] = [month, day].map((part) => String(part).padStart(2, "0"));
    const numeric = [
      `${year}-${mm}-${dd}`,
      `${mm}/${dd}/${year}`,
      `${month}/${day}/${year}`,
      `${dd}.${mm}.${year}`,
      `${day}.${month}.${year}`,
    ];
    return [
      ...numeric,
      `${name} ${day} ${year}`,
      `${day} ${name} ${year}`,
      `${name.slice(0, 3)} ${day} ${year}`,
      `${day} ${name.slice(0, 3)} ${year}`,
    ];
  });
}

function readings(text: string): Day[] {
  const parts = text.toLowerCase().match(/\p{L}{3,}|\d+/gu) ?? [];
  const days = [
    readDay(parts[0], parts[1], parts[2]),
    readDay(parts[2], parts[1], parts[0]),
    readDay(parts[2], parts[0], parts[1]),
  ];
  return days.filter((day) => day !== undefined);
}

function readDay(year = "", month = "", day = ""): Day | undefined {
  const named = MONTHS.findIndex((name) => month.length >= 3 && name.startsWith(month.slice(0, 3))) + 1;
  const number = GERMAN_MONTHS[month] ?? (named > 0 ? named : Number(month));
  const fits = /^\d{4}$/.test(year) && number >= 1 && number <= 12 && Number(day) >= 1 && Number(day) <= 31;
  return fits ? { year, month: number, day: Number(day) } : undefined;
}
