import { kazakhstan } from "#lib/calendar/kazakhstan.ts";
import { addDays, addMonths, type LocalDate } from "#lib/calendar/local-date.ts";
import { workingDayFrom } from "#lib/calendar/working-days.ts";
import { type Part, type Player } from "./cast.ts";

// The story's own reckoning, from the policy's words and nothing of the code that it judges.

export const begins = "2026-12-01";
/** Before the first reminder of the year after. */
export const ends = "2027-12-05";
/** Days 30, 7 and 1 before; who answers on a day hears no later one. */
const reminders = [30, 7, 1] as const;
/** The day on which children of November and December are counted with the next year. */
export const renewal = "2027-06-30";

/** The day on which a family acts in the year, or null where its part is to do nothing. */
export function dayOfDeed({ part, due, birthDate }: Player): LocalDate | null {
  switch (part) {
    case "cabinet":
    case "moves":
    case "gives-up":
      return addDays(due, -29);
    case "link":
      return addDays(due, -25);
    case "sms":
      return addDays(due, -6);
    case "last-day":
      return due;
    case "restores":
      return addDays(due, 11);
    case "restores-last-day":
      return lastDayToRestore(due);
    case "restores-too-late":
      return addDays(lastDayToRestore(due), 1);
    case "withdraws":
      return "2027-03-15";
    case "enrols":
      return "2027-08-31";
    case "silent":
      return null;
    case "too-old":
      // Taken off by the first run after the day before the sixth birthday.
      return addMonths(birthDate, 72);
  }
}

/** The last day on which a privilege is given up: in the middle of nothing else. */
export const givesUp = "2026-12-20";

/** Taken off on the day after the last one; four weeks from there, and to the next working day. */
function lastDayToRestore(due: LocalDate): LocalDate {
  return workingDayFrom(addDays(due, 1 + 28), kazakhstan);
}

type Who = "mother" | "father";
type Said = Record<string, number>;

/** How often each template goes to each parent's each channel: the mother has a phone and an address, the father a phone. */
export function expectedMessages(players: readonly Player[]): Said {
  const said: Said = {};
  for (const player of players) {
    for (const [template, who, times] of linesOf(player)) {
      if (who === "father" && player.father === null) continue;
      for (const channel of who === "mother" ? ["sms", "email"] : ["sms"]) {
        const key = `${template} ${who} ${channel}`;
        said[key] = (said[key] ?? 0) + times;
      }
    }
    // «1» is answered to the phone it came from.
    if (player.part === "sms")
      said["interest-confirmed mother sms"] = (said["interest-confirmed mother sms"] ?? 0) + 1;
  }
  return said;
}

const both: readonly Who[] = ["mother", "father"];

function linesOf({ part }: Player): Array<[string, Who, number]> {
  const all = (template: string, times = 1): Array<[string, Who, number]> =>
    both.map((who) => [template, who, times]);
  const just = (template: string, who: Who): Array<[string, Who, number]> => [[template, who, 1]];
  const reminded = (times: number) => all("interest-reply", times);
  const everyReminder = reminders.length;
  switch (part) {
    case "cabinet":
      return [...reminded(1), ...just("interest-confirmed", "father")];
    case "moves":
      return [...reminded(1), ...just("interest-confirmed", "father"), ...all("renewed")];
    case "gives-up":
      return [
        ...reminded(1),
        ...just("interest-confirmed", "father"),
        ...all("privilege-given-up"),
      ];
    case "link":
      return [...reminded(1), ...all("interest-confirmed")];
    case "sms":
      return [...reminded(2), ...just("interest-confirmed", "father")];
    case "last-day":
      return [...reminded(everyReminder), ...just("interest-confirmed", "mother")];
    case "silent":
    case "restores-too-late":
      return [...reminded(everyReminder), ...all("interest-removed")];
    case "restores":
    case "restores-last-day":
      return [
        ...reminded(everyReminder),
        ...all("interest-removed"),
        ...just("interest-restored", "father"),
      ];
    case "withdraws":
      return all("withdrawn");
    case "too-old":
      return [...all("age-warning", 3), ...all("removed")];
    case "enrols":
      return [];
  }
}

const eventsOf: Readonly<Record<Part, readonly string[]>> = {
  cabinet: ["interest-confirmed"],
  link: ["interest-confirmed"],
  sms: ["interest-confirmed"],
  "last-day": ["interest-confirmed"],
  silent: ["removed"],
  restores: ["removed", "restored"],
  "restores-last-day": ["removed", "restored"],
  "restores-too-late": ["removed"],
  withdraws: ["withdrawn"],
  "gives-up": ["privilege-given-up", "interest-confirmed"],
  "too-old": ["removed"],
  moves: ["moved", "interest-confirmed"],
  enrols: ["referred", "enrolled"],
};

/** The events of the ledger by kind. */
export function expectedEvents(players: readonly Player[]): Record<string, number> {
  const counts: Record<string, number> = { registered: players.length };
  for (const { part } of players) {
    for (const kind of eventsOf[part]) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Where each part's application stands in the end. */
export const endOf: Readonly<Record<Part, string>> = {
  cabinet: "REGISTERED",
  link: "REGISTERED",
  sms: "REGISTERED",
  "last-day": "REGISTERED",
  silent: "REMOVED",
  restores: "REGISTERED",
  "restores-last-day": "REGISTERED",
  "restores-too-late": "REMOVED",
  withdraws: "WITHDRAWN",
  "gives-up": "REGISTERED",
  "too-old": "REMOVED",
  moves: "REGISTERED",
  enrols: "ENROLLED",
};
