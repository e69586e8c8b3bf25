import { cohortOf, type LocalDate } from "#lib/calendar/local-date.ts";
import { checkDigitOf } from "#lib/identity/iin.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import names from "./names.json" with { type: "json" };

/** An invented child in an invented queue. */
export type SyntheticChild = {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: LocalDate;
  readonly sex: "female" | "male";
  readonly cohort: number;
  readonly class: EntryClass;
  readonly category: string | null;
  readonly districtKato: string;
  readonly phone: string;
  readonly registeredAt: Date;
};

/** Numbers that look random and are the same every time (mulberry32). */
export function sameNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export type SyntheticQueue = {
  readonly seed: number;
  readonly count: number;
  readonly birthYears: readonly number[];
  /** KATO of the districts, or a single empty string where the region is one. */
  readonly districts: readonly string[];
  /** Serial numbers of the IINs begin here; queues of one demo must not overlap. */
  readonly firstSerial: number;
  readonly until: Date;
};

/** Children for one region's demo queue: about one in fourteen goes first, one in six goes before others. */
export function syntheticChildren(queue: SyntheticQueue): SyntheticChild[] {
  const next = sameNumbers(queue.seed);
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(next() * list.length)];
    if (chosen === undefined) throw new RangeError("nothing to pick from");
    return chosen;
  };
  const children: SyntheticChild[] = [];
  for (let serial = queue.firstSerial; children.length < queue.count; serial += 1) {
    const female = next() < 0.5;
    const year = pick(queue.birthYears);
    const month = 1 + Math.floor(next() * 12);
    const day = 1 + Math.floor(next() * 28);
    const birthDate = [year, pad(month), pad(day)].join("-");
    const born = Date.parse(`${birthDate}T00:00:00+05:00`);
    const span = queue.until.getTime() - born;
    const first11 = `${String(year).slice(2)}${pad(month)}${pad(day)}${female ? 6 : 5}${String(serial).padStart(4, "0")}`;
    const check = checkDigitOf(first11);
    const surname = pick(names.surnames);
    const given = pick(female ? names.girls : names.boys);
    const father = pick(names.fathers);
    const luck = next();
    // Most families apply in the first two years of a child's life.
    const registeredAt = new Date(Math.floor(born + span * Math.min(0.995, next() ** 1.6 + 0.01)));
    const phone = `+7705${String(Math.floor(next() * 10_000_000)).padStart(7, "0")}`;
    const districtKato = pick(queue.districts);
    if (check === null || span <= 0) continue;
    const entryClass: EntryClass =
      luck < 0.07 ? "extraordinary" : luck < 0.24 ? "first-priority" : "ordinary";
    children.push({
      iin: `${first11}${check}`,
      surname: (female ? surname[1] : surname[0]) ?? "",
      givenName: given,
      patronymic: next() < 0.95 ? `${father}${female ? "ҚЫЗЫ" : "ҰЛЫ"}` : null,
      birthDate,
      sex: female ? "female" : "male",
      cohort: cohortOf(birthDate),
      class: entryClass,
      category:
        entryClass === "extraordinary"
          ? "military"
          : entryClass === "first-priority"
            ? "large-family"
            : null,
      districtKato,
      phone,
      registeredAt,
    });
  }
  return children;
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}
