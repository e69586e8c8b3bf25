import { endOfDay, startOfDay } from "#lib/calendar/local-date.ts";
import { type Day, dateOf, dayOf, isWorking, monthsLater, working } from "./days.ts";
import type { Family } from "./families.ts";

// What must come out for one family, reckoned from the policy's words beforehand and with nothing of the code that is
// judged: every twelve months an answer is asked for, thirty, seven and one days before the day a reminder goes; who
// does not answer is taken off, and has four weeks to come back; a child leaves before its sixth birthday, told sixty,
// thirty and seven days before and never later than a week; a privilege ends with its paper, told ten days before. Who was
// away when the cohorts were renewed is moved on coming back.

export type Status = "REGISTERED" | "ON_HOLD" | "REMOVED" | "WITHDRAWN" | "ENROLLED";

export type Deed = {
  readonly day: Day;
  readonly what: "confirm" | "restore" | "withdraw" | "enrol" | "hold" | "give-up" | "claim";
  /** The last day of confirming that the family sees. */
  readonly due: Day;
  /** The code that it is told. */
  readonly outcome: "ok" | "over";
};

export type Reckoned = {
  readonly deeds: readonly Deed[];
  /** `day number template recipient state`, once each. */
  readonly said: readonly string[];
  /** `day number kind` of the ledger. */
  readonly events: readonly string[];
  readonly status: Status;
  /** The last day of confirming; of whoever left, the last one that there was. */
  readonly due: Day;
};

/** On this day children of November and December are counted with the next year. */
export const renewal = dayOf("2027-06-30");
export const holdDays = 14;

const reminders = [1, 7, 30] as const;
const ageWarnings = [7, 30, 60] as const;
/** The clock stands at eleven in the morning of a day that it visits. */
const hour = 11 * 3_600_000;
/** What is not told within two weeks is told no more. */
const lifetime = 14;

type Whom = "everybody" | "father" | "answering phone";

/**
 * @param visits the days on which the portal's clock stands, ascending: on each its jobs run, then families act
 */
export function reckon(family: Family, visits: readonly Day[]): Reckoned {
  const deeds: Deed[] = [];
  const said: string[] = [];
  const events: string[] = [];
  let status: Status = family.status;
  let due = family.due;
  let reminded = family.remindedDays;
  // Reminders of this asking: written, and those that have left or will before they are of no use.
  let written = 0;
  let left = 0;
  let restoreUntil: Day | null = null;
  let removedOn: Day = 0;
  let hasTried = false;
  let releaseOn: Day | null = null;
  let toldEnd: Day | null = null;
  let paper: "good" | "ending" | "over" = "good";
  let isTurnOver = family.turn === null;
  let isRenewed = false;
  let isMoved = !(family.queueType === "general" && family.birthDate.slice(5) >= "11-01");
  const lastDay = monthsLater(dayOf(family.birthDate), 72) - 1;
  const heardOfAge = new Set<string>();

  const isWaiting = () => status === "REGISTERED" || status === "ON_HOLD";
  const leave = (how: Status) => {
    status = how;
    releaseOn = null;
    toldEnd = null;
  };
  const tell = (day: Day, kind: string) =>
    void events.push(`${dateOf(day)} ${family.number} ${kind}`);

  visits.forEach((day, index) => {
    const next = visits[index + 1] ?? Number.POSITIVE_INFINITY;
    const say = (template: string, whom: Whom, lastUse: Day | null = null): number => {
      let leaving = 0;
      for (const recipient of recipientsOf(family, whom)) {
        const isLeaving = leaves(recipient, day, next, lastUse, whom === "answering phone");
        leaving += isLeaving ? 1 : 0;
        const state = isLeaving === null ? "queued" : isLeaving ? "sent" : "expired";
        said.push(`${dateOf(day)} ${family.number} ${template} ${recipient} ${state}`);
      }
      return leaving;
    };

    const move = () => {
      if (isMoved) return;
      isMoved = true;
      tell(day, "moved");
      say("renewed", "everybody");
    };

    // The watch over interest.
    if (isWaiting() && day > due) {
      const isAsked = reminded !== null && (written === 0 || left > 0);
      if (isAsked) {
        leave("REMOVED");
        removedOn = day;
        restoreUntil = working(day + 28);
        tell(day, "removed");
        say("interest-removed", "everybody");
      } else {
        due = working(day + 30);
        [reminded, written, left] = [null, 0, 0];
      }
    }
    const nearest = reminders.find((days) => due - day <= days);
    if (isWaiting() && nearest !== undefined && (reminded === null || nearest < reminded)) {
      reminded = nearest;
      written += recipientsOf(family, "everybody").length;
      left += say("interest-reply", "everybody", due);
    }

    // What is due at this minute, then what ends soon.
    if (status === "ON_HOLD" && releaseOn !== null && day >= releaseOn) {
      status = "REGISTERED";
      releaseOn = null;
      tell(day, "released");
      say("released", "everybody");
    }
    if (toldEnd !== null && day > toldEnd) {
      toldEnd = null;
      if (isWaiting() && lastDay < day) {
        leave("REMOVED");
        tell(day, "removed");
        say("removed", "everybody");
      }
    }
    if (isWaiting() && lastDay <= day + 60) {
      if (toldEnd === null) toldEnd = Math.max(lastDay, day + 7);
      const end = toldEnd;
      const warning = ageWarnings.find((days) => end - day <= days);
      const once = `${end} ${warning}`;
      if (warning !== undefined && !heardOfAge.has(once)) {
        heardOfAge.add(once);
        say("age-warning", "everybody");
      }
    }
    const ends = family.turn?.what === "paper ends" ? family.turn.day : null;
    if (ends !== null && isWaiting()) {
      if (paper !== "over" && day > ends) {
        paper = "over";
        tell(day, "privilege-expired");
        say("privilege-expired", "everybody");
      } else if (paper === "good" && ends <= day + 10) {
        paper = "ending";
        say("privilege-ending", "everybody", ends);
      }
    }
    if (!isRenewed && day >= renewal) {
      isRenewed = true;
      if (isWaiting()) move();
    }

    // The family.
    const { turn } = family;
    if (!isTurnOver && turn !== null && day >= turn.day) {
      isTurnOver = true;
      if (status === "REGISTERED" && turn.what !== "paper ends") {
        deeds.push({ day, what: turn.what, due, outcome: "ok" });
        switch (turn.what) {
          case "withdraw":
            leave("WITHDRAWN");
            tell(day, "withdrawn");
            say("withdrawn", "everybody");
            break;
          case "enrol":
            leave("ENROLLED");
            tell(day, "referred");
            tell(day, "enrolled");
            break;
          case "hold":
            status = "ON_HOLD";
            releaseOn = day + holdDays;
            tell(day, "held");
            say("held", "everybody");
            break;
          case "give-up":
            tell(day, "privilege-given-up");
            say("privilege-given-up", "everybody");
            break;
          case "claim":
            tell(day, "privilege-claimed");
            say("privilege-claimed", "father");
        }
      }
    }
    const { habit } = family;
    const answers = habit === "link" || habit === "sms" || habit === "cabinet";
    const isOpen = day <= due && due - day <= 30;
    if (answers && isWaiting() && isOpen && (day >= due - family.early || next > due)) {
      deeds.push({ day, what: "confirm", due, outcome: "ok" });
      tell(day, "interest-confirmed");
      const whom = { link: "everybody", sms: "answering phone", cabinet: "father" } as const;
      say("interest-confirmed", whom[habit]);
      due = working(monthsLater(due, 12));
      [reminded, written, left] = [null, 0, 0];
    }
    if (restoreUntil !== null && status === "REMOVED" && !hasTried && !answers) {
      const wanted = {
        silent: Number.POSITIVE_INFINITY,
        returns: removedOn + 10,
        "returns on the last day": restoreUntil,
        "returns too late": restoreUntil + 1,
      }[habit];
      if (day >= wanted) {
        hasTried = true;
        const outcome = day <= restoreUntil ? "ok" : "over";
        deeds.push({ day, what: "restore", due, outcome });
        if (outcome === "ok") {
          status = "REGISTERED";
          restoreUntil = null;
          due = working(monthsLater(due, 12));
          [reminded, written, left] = [null, 0, 0];
          if (isRenewed) move();
          tell(day, "restored");
          say("interest-restored", "father");
        }
      }
    }
  });
  return { deeds, said, events, status, due };
}

/** The mother's phone and address and the father's phone; of a family without an account the phone of its papers. */
function recipientsOf(family: Family, whom: Whom): readonly string[] {
  const { mother, father, phone } = family;
  const fathers = father === null ? [] : [father.phone];
  if (whom === "father") return fathers;
  if (mother !== null) return [mother.phone, mother.mail, ...fathers];
  return phone === null ? [] : [phone];
}

/**
 * Whether it leaves while it is of use: an e-mail at once; an SMS on a working day, or in the morning of the next one if
 * that is not too late to be of use, else at once. Null: it waits when the story ends.
 */
function leaves(
  recipient: string,
  day: Day,
  next: Day,
  lastUse: Day | null,
  isAnswer: boolean,
): boolean | null {
  if (isAnswer || recipient.includes("@") || isWorking(day)) return true;
  const useless =
    lastUse === null
      ? startOfDay(dateOf(day + lifetime)).getTime() + hour
      : endOfDay(dateOf(lastUse)).getTime();
  const morning = startOfDay(dateOf(working(day + 1))).getTime() + 9 * 3_600_000;
  if (morning >= useless) return true;
  if (next === Number.POSITIVE_INFINITY) return null;
  return startOfDay(dateOf(next)).getTime() + hour < useless;
}
