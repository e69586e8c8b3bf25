import { db, transaction } from "#db/client.ts";
import { application, privilegeClaim, queueEntry } from "#db/schema/applications.ts";
import { contact, legalRepresentation, person } from "#db/schema/people.ts";
import { deadlineAfterMonths } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import {
  addDays,
  cohortOf,
  type LocalDate,
  localDateOf,
  startOfDay,
} from "#lib/calendar/local-date.ts";
import { sameNumbers } from "#lib/demo/synthetic.ts";
import { newHumanCode, newId } from "#lib/platform/ids.ts";
import { enterQueue } from "#lib/queue/commands.ts";
import { type EntryClass, orderQueue } from "#lib/queue/order.ts";

/** What a family does in the year, so that everything that follows from it can be counted beforehand. */
export const parts = [
  "cabinet",
  "link",
  "sms",
  "last-day",
  "silent",
  "restores",
  "restores-last-day",
  "restores-too-late",
  "withdraws",
  "gives-up",
  "too-old",
  "moves",
  "enrols",
] as const;
export type Part = (typeof parts)[number];

export type Player = {
  readonly part: Part;
  readonly regionId: number;
  readonly applicationId: string;
  readonly number: string;
  readonly mother: string;
  readonly motherPhone: string;
  readonly motherMail: string;
  readonly father: string | null;
  readonly fatherPhone: string;
  readonly birthDate: LocalDate;
  readonly registeredAt: Date;
  /** The last day of confirming in the year, UTC+5. */
  readonly due: LocalDate;
};

const first = "2026-01-12";

/** So many families of each part, the same in every run: two in three have a father, classes and cohorts are mixed. */
export async function casting(regionId: number, each: number): Promise<Player[]> {
  const random = sameNumbers(2027);
  const between = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const players: Player[] = [];
  for (const part of parts) {
    for (let n = 0; n < each; n += 1) {
      const serial = players.length;
      // Whose day comes between January and November; whoever leaves the queue before it has it late.
      const late = part === "too-old" || part === "enrols" || part === "withdraws";
      const day = addDays(first, late ? between(285, 305) : between(0, 300));
      const registeredAt = new Date(startOfDay(day).getTime() + between(8, 20) * 3_600_000);
      const due = localDateOf(deadlineAfterMonths(registeredAt, 12, calendarInForce()));
      players.push({
        part,
        regionId,
        applicationId: newId(),
        number: `26-27-${String(serial).padStart(6, "0")}`,
        mother: newId(),
        motherPhone: `+7701${String(2_000_000 + serial)}`,
        motherMail: `mother${serial}@example.kz`,
        father: part === "last-day" || n % 3 > 0 ? newId() : null,
        fatherPhone: `+7702${String(2_000_000 + serial)}`,
        birthDate: birthDateOf(part, between),
        registeredAt,
        due,
      });
    }
  }
  const inOrder = players.toSorted((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime());
  for (const player of inOrder) await enter(player, classOf(player, random));
  return players;
}

function birthDateOf(part: Part, between: (from: number, to: number) => number): LocalDate {
  const day = String(between(1, 28)).padStart(2, "0");
  // Six in the spring of the year.
  if (part === "too-old") return `2021-0${between(3, 6)}-${day}`;
  // Counted with the next year once the rule changes.
  if (part === "moves") return `2023-1${between(1, 2)}-${day}`;
  // Too young for the words that come before the sixth birthday.
  return `${between(2022, 2024)}-0${between(3, 9)}-${day}`;
}

function classOf({ part }: Player, random: () => number): EntryClass {
  if (part === "gives-up") return "first-priority";
  const drawn = random();
  return drawn < 0.1 ? "extraordinary" : drawn < 0.3 ? "first-priority" : "ordinary";
}

async function enter(player: Player, entryClass: EntryClass): Promise<void> {
  const { regionId, applicationId, mother, father, birthDate, registeredAt: at, due } = player;
  const childId = newId();
  const facts = { surname: "ҮЛГІ", source: "paper", createdAt: at, updatedAt: at } as const;
  const serial = player.number.slice(-6);
  const someone = (id: string, kind: number, givenName: string) => ({
    ...facts,
    id,
    iin: `9${kind}${serial.padStart(10, "0")}`,
    givenName,
    birthDate: kind === 0 ? birthDate : "1990-01-01",
  });
  await transaction(async (tx) => {
    await tx
      .insert(person)
      .values([
        someone(childId, 0, "БАЛА"),
        someone(mother, 1, "АНА"),
        ...(father === null ? [] : [someone(father, 2, "ӘКЕ")]),
      ]);
    const reach = { locale: "ru", updatedAt: at } as const;
    await tx
      .insert(contact)
      .values([
        { ...reach, personId: mother, phone: player.motherPhone, email: player.motherMail },
        ...(father === null ? [] : [{ ...reach, personId: father, phone: player.fatherPhone }]),
      ]);
    await tx.insert(application).values({
      regionId,
      id: applicationId,
      number: player.number,
      entryCode: newHumanCode(8),
      queueType: "general",
      applicantId: mother,
      childId,
      status: "REGISTERED",
      channel: "portal",
      locale: "ru",
      nonResident: false,
      byGuardian: false,
      registeredAt: at,
      interestDueAt: new Date(startOfDay(addDays(due, 1)).getTime() - 1),
      version: 1,
    });
    await tx.insert(legalRepresentation).values(
      [mother, ...(father === null ? [] : [father])].map((adultId) => ({
        childId,
        adultId,
        kind: "parent" as const,
        source: "birth-register" as const,
        confirmedAt: at,
        createdAt: at,
      })),
    );
    const deed = { regionId, applicationId, at, actorRole: "parent" } as const;
    await enterQueue(tx, [
      {
        ...deed,
        legalGround: "registration",
        entry: {
          queueType: "general",
          districtKato: "",
          cohort: cohortOf(birthDate),
          class: entryClass,
          registeredAt: at,
        },
      },
    ]);
    if (player.part !== "gives-up") return;
    await tx.insert(privilegeClaim).values({
      regionId,
      id: newId(),
      applicationId,
      category: "large-family",
      status: "confirmed",
      createdAt: at,
      decidedAt: at,
    });
  });
}

/** Everybody's number in the queue as the definition has it, by application. */
export async function numbersNow(regionId: number): Promise<ReadonlyMap<string, number>> {
  const rows = (await db().select().from(queueEntry)).filter(
    (row) => row.waiting && row.regionId === regionId,
  );
  const numbers = new Map<string, number>();
  for (const queue of Map.groupBy(rows, (row) => row.cohort).values()) {
    for (const [index, { applicationId }] of orderQueue(queue, 3).entries()) {
      numbers.set(applicationId, index + 1);
    }
  }
  return numbers;
}
