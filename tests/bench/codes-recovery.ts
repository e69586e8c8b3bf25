import { eq, inArray } from "drizzle-orm";
import { closeDb, db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { recoveryAttempt, recoveryBlock } from "#db/schema/sign-in.ts";
import { checkDigitOf } from "#lib/identity/iin.ts";
import { newHumanCode, newId, newSecret } from "#lib/platform/ids.ts";
import { savePerson } from "#lib/people/records.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import type { BirthRecord, Registries } from "#lib/registries/ports.ts";
import { answerRecovery } from "#lib/sign-in/recovery-answer.ts";
import type { TypedAnswers } from "#lib/sign-in/recovery-input.ts";
import { evenPace, type Pace } from "#lib/sign-in/recovery-pace.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { limited, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

// Part of the target `codes`: whether the time of «the answers could not be confirmed» says which answer was wrong.

const families = 40;
/** How much longer the register takes with a child it knows, milliseconds: what an attacker would love to see. */
const registersOwn = 25;
const at = new Date("2026-11-22T05:00:00.000Z");
/** Between two rounds: answers of the register are not asked for again within ten minutes. */
const betweenRounds = 11 * 60_000;
const plain: Pace = async () => undefined;

type Family = { readonly parent: string; readonly child: string; readonly certificate: string };

/** One answer wrong at a time, everything wrong, and an IIN that nobody has. */
const kinds = [
  "child",
  "certificate",
  "first",
  "second",
  "where",
  "year",
  "all",
  "nobody",
] as const;
type Kind = (typeof kinds)[number];

/**
 * Of each kind of wrong answers the times, and between each two kinds the chance to tell a pair of them apart better
 * than by a coin. The control is the same command without its even pace.
 */
export async function recoveryTiming(stage: Stage): Promise<Row[]> {
  const { databaseUrl } = await stage.portal();
  useTestEnvironment({ DATABASE_URL: databaseUrl });
  const rounds = stage.pairs >= 5 ? 30 : 4;
  try {
    const portal = await portalBySlug("oral");
    if (portal === null) throw new Error("the demo has no Oral");
    const people = await settle(portal.id);
    const registers = registersOf(people);
    const told = async (pace: Pace) =>
      mostToldApart(await times(portal.id, people, registers, pace, rounds));
    const limit = { atMost: 0.15 };
    const unit = "AUC − ½";
    return [
      limited({ name: "codes recovery answers told apart by time", unit, limit }, [
        await told(evenPace),
      ]),
      limited({ name: "codes recovery answers without an even pace", unit, limit, control: true }, [
        await told(plain),
      ]),
    ];
  } finally {
    await closeDb();
  }
}

async function times(
  regionId: number,
  people: readonly Family[],
  registers: Registries,
  pace: Pace,
  rounds: number,
): Promise<ReadonlyMap<Kind, number[]>> {
  // Without the pace the queue for the database would hide what the control is to show.
  const few = pace === plain ? people.slice(0, kinds.length) : people;
  const taken = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round += 1) {
    const now = new Date(at.getTime() + round * betweenRounds);
    for (const table of [recoveryAttempt, recoveryBlock]) await db().delete(table);
    await db()
      .delete(message)
      .where(inArray(message.template, ["recovery-tried", "recovery-blocked"]));
    await Promise.all(
      few.map(async (family, n) => {
        const kind = kinds[(n + round) % kinds.length] ?? "all";
        const began = performance.now();
        const said = await answerRecovery(
          {
            regionId,
            iin: kind === "nobody" ? iinOf(9, round * families + n) : family.parent,
            browserSecret: newSecret(),
            address: "",
            key: newId(),
            typed: wrongIn(kind, family, round),
            locale: "ru",
            requestId: null,
          },
          registers,
          now,
          pace,
        );
        taken.get(kind)?.push(performance.now() - began);
        if (said.ok || said.code !== "wrong" || said.detail.left !== 2) {
          throw new Error(`${kind} is answered otherwise: ${JSON.stringify(said)}`);
        }
      }),
    );
  }
  return taken;
}

function wrongIn(kind: Kind, { parent, child, certificate }: Family, round: number): TypedAnswers {
  const right = {
    childIin: child,
    certificate,
    parent1: parent,
    parent2: "",
    where: "queue",
    year: "2024",
  };
  const wrong = {
    childIin: iinOf(8, round),
    certificate: "7654321",
    parent1: iinOf(7, round),
    parent2: iinOf(6, round),
    where: "attends",
    year: "2023",
  };
  switch (kind) {
    case "child":
      return { ...right, childIin: wrong.childIin };
    case "certificate":
      return { ...right, certificate: wrong.certificate };
    case "first":
      return { ...right, parent1: wrong.parent1 };
    case "second":
      return { ...right, parent2: wrong.parent2 };
    case "where":
      return { ...right, where: wrong.where };
    case "year":
      return { ...right, year: wrong.year };
    case "all":
      return wrong;
    case "nobody":
      return right;
  }
}

/** The greatest distance from a coin over all pairs of kinds: how often one of the first took longer than one of the second. */
function mostToldApart(taken: ReadonlyMap<Kind, readonly number[]>): number {
  let most = 0;
  for (const one of kinds) {
    for (const other of kinds) {
      if (one < other)
        most = Math.max(most, toldApart(taken.get(one) ?? [], taken.get(other) ?? []));
    }
  }
  return most;
}

function toldApart(one: readonly number[], other: readonly number[]): number {
  let longer = 0;
  for (const a of one) for (const b of other) longer += a > b ? 1 : a === b ? 0.5 : 0;
  return Math.abs(longer / (one.length * other.length) - 0.5);
}

/** Families of the benchmark's own, in the queue of Oral since 2024. */
async function settle(regionId: number): Promise<Family[]> {
  const people = Array.from({ length: families }, (_, n) => ({
    parent: iinOf(1, n),
    child: iinOf(2, n),
    certificate: String(2_000_000 + n),
  }));
  await transaction(async (tx) => {
    for (const { parent, child } of people) {
      const facts = { surname: "БЕНЧ", givenName: "БЕНЧ", patronymic: null };
      const rest = { birthDate: null, sex: null, registration: null };
      const applicant = await savePerson(tx, { iin: parent, ...facts, ...rest }, "paper", at);
      const waiting = await savePerson(tx, { iin: child, ...facts, ...rest }, "paper", at);
      const known = await tx.select().from(application).where(eq(application.childId, waiting.id));
      if (known.length > 0) continue;
      await tx.insert(application).values({
        regionId,
        id: newId(),
        number: `bench-${child}`,
        entryCode: newHumanCode(8),
        queueType: "general",
        applicantId: applicant.id,
        childId: waiting.id,
        status: "REGISTERED",
        channel: "import",
        locale: "ru",
        phone: "+77010000000",
        nonResident: false,
        byGuardian: false,
        registeredAt: new Date("2024-05-06T04:00:00.000Z"),
        version: 1,
      });
    }
  });
  return people;
}

function registersOf(people: readonly Family[]): Registries {
  const births = new Map<string, BirthRecord>(
    people.map(({ parent, child, certificate }) => [
      child,
      {
        childIin: child,
        certificate: { number: certificate, issuedOn: "2024-01-10" },
        parents: [parent, null],
      },
    ]),
  );
  return {
    births: {
      birthOf: async (iin) => {
        const record = births.get(iin);
        if (record === undefined) return { status: "not-found" };
        await new Promise((resolve) => setTimeout(resolve, registersOwn));
        return { status: "found", record };
      },
    },
    persons: { personByIin: async () => ({ status: "not-found" }) },
    mobiles: { phoneOf: async () => ({ status: "not-found" }) },
  };
}

/** The n-th number of a sort of people that nobody has: the year, month and day are no birthday. */
function iinOf(sort: number, n: number): string {
  for (let extra = 0; ; extra += 1) {
    const first = `00${sort}0${String((n * 10 + extra) % 10_000_000).padStart(7, "0")}`;
    const digit = checkDigitOf(first);
    if (digit !== null) return `${first}${digit}`;
  }
}
