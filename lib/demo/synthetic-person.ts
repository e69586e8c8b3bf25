import { addDays, daysBetween, type LocalDate } from "#lib/calendar/local-date.ts";
import { checkDigitOf } from "#lib/identity/iin.ts";
import names from "./names.json" with { type: "json" };

/** The next number from 0 to 1. */
export type Draw = () => number;

export type SyntheticPerson = {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: LocalDate;
  readonly sex: "female" | "male";
  readonly phone: string;
};

/** Invents children of given birth years, each with an IIN of its own, whose serial numbers begin at `firstSerial`. */
export function syntheticPeople(draw: Draw, firstSerial: number) {
  const serials = new Map<string, number>();
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(draw() * list.length)];
    if (chosen === undefined) throw new RangeError("nothing to pick from");
    return chosen;
  };
  const nextIin = (birthDate: LocalDate, female: boolean): string => {
    const begin = `${birthDate.slice(2).replaceAll("-", "")}${female ? 6 : 5}`;
    for (let serial = serials.get(begin) ?? firstSerial; serial < 10_000; serial += 1) {
      const first11 = `${begin}${String(serial).padStart(4, "0")}`;
      const check = checkDigitOf(first11);
      if (check === null) continue;
      serials.set(begin, serial + 1);
      return `${first11}${check}`;
    }
    throw new RangeError("more children on one day than serial numbers");
  };
  return (birthYear: number): SyntheticPerson => {
    const from = `${birthYear}-01-01`;
    const days = daysBetween(from, `${birthYear + 1}-01-01`);
    const birthDate = addDays(from, Math.floor(draw() * days));
    const female = draw() < 0.49;
    const surname = pick(names.surnames);
    const father = pick(names.fathers);
    return {
      iin: nextIin(birthDate, female),
      surname: (female ? surname[1] : surname[0]) ?? "",
      givenName: pick(female ? names.girls : names.boys),
      patronymic: draw() < 0.95 ? `${father}${female ? "ҚЫЗЫ" : "ҰЛЫ"}` : null,
      birthDate,
      sex: female ? "female" : "male",
      phone: `+7705${String(Math.floor(draw() * 10_000_000)).padStart(7, "0")}`,
    };
  };
}
