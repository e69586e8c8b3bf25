import { sql } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import people from "#db/demo/people.json" with { type: "json" };
import { application, privilegeClaim } from "#db/schema/applications.ts";
import { legalRepresentation, person } from "#db/schema/people.ts";
import { demoSetting } from "#db/schema/platform.ts";
import { formatNumber } from "#lib/applications/number.ts";
import { deadlineAfterMonths } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { cohortOf, localDateOf } from "#lib/calendar/local-date.ts";
import { newHumanCode, newId } from "#lib/platform/ids.ts";
import { enterQueue } from "#lib/queue/commands.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { packMonths } from "#lib/queue/pack-months.ts";
import { openPortal } from "#lib/regions/reference.ts";
import { territoriesWithin } from "#lib/regions/territories.ts";
import { prepareStatistics } from "#lib/reports/prepare.ts";
import { demoPortals } from "./portals.ts";
import { seedRegion } from "./seed-region.ts";
import { seedInterest } from "./seed-interest.ts";
import { seedKindergartens } from "./seed-kindergartens.ts";
import { seedStaff, seedStaffPasswords } from "./seed-staff.ts";
import { seedWishes } from "./seed-wishes.ts";
import { type DemoSize, storedSize } from "./size.ts";
import { syntheticRegion } from "./synthetic-region.ts";
import { syntheticChildren } from "./synthetic.ts";

type Row = {
  readonly regionId: number;
  readonly regionKato: string;
  readonly childId: string;
  readonly applicantId: string | null;
  readonly birthDate: string;
  readonly class: EntryClass;
  readonly category: string | null;
  readonly districtKato: string;
  readonly phone: string | null;
  readonly registeredAt: Date;
  readonly channel: "paper" | "import";
};

// Waiting children in Oral.
const crowdOf: Readonly<Record<DemoSize, number>> = { small: 600, full: 30_000 };
// Of departures: two whole years and the month that is not over.
const monthsTold = 25;
// Of the policy the portal comes with.
const ratio = 3;

/**
 * Fills an empty database with the demo's portals, families and queues; a database that has them is left alone.
 * @param now where the demo's story stands; all older instants follow from it
 * @param options.size not given: what is there already, or the small one
 * @param options.crowd waiting children in Oral instead of the size's own number: tests tell a shorter story
 * @throws Error when the database has a demo of another size, with what to do
 */
export async function seedDemo(
  now: Date,
  options: { readonly size?: DemoSize | undefined; readonly crowd?: number } = {},
): Promise<void> {
  const made = await transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7501247)`);
    const kept = await storedSize(tx);
    const size = options.size ?? kept ?? "small";
    if (kept !== null && kept !== size) {
      throw new Error(
        `The ${kept} demo is loaded here: to change its size, start over with npm run demo -- --reset --size ${size}`,
      );
    }
    const { crowd: waiting = crowdOf[size] } = options;
    const ids = new Map<string, { id: number; kato: string }>();
    for (const portal of demoPortals) {
      ids.set(portal.slug, { id: await openPortal(tx, portal, now), kato: portal.kato });
    }
    await seedStaffPasswords(tx, now);
    const regionOf = (slug: string) => {
      const found = ids.get(slug);
      if (!found) throw new Error(`no demo portal ${slug}`);
      return found;
    };
    if (kept === null) await seedStaff(tx, regionOf, now);
    await seedKindergartens(tx, regionOf, size, now);
    if (kept !== null) {
      await seedWishes(tx, [...ids.values()], now);
      return false;
    }
    const rows = [
      ...(await listedFamilies(tx, regionOf, now)),
      ...(size === "full" ? [] : await crowd(tx, regionOf("oral"), waiting, 11, 1000, [""], now)),
      ...(await crowd(tx, regionOf("akmola"), 400, 12, 2000, akmolaDistricts(), now)),
      ...(await crowd(tx, regionOf("petropavl"), 150, 13, 3000, [""], now)),
      ...(await crowd(tx, regionOf("qosshy"), 120, 14, 4000, [""], now)),
    ];
    await queueUp(tx, rows, now);
    await seedInterest(tx, now);
    await seedWishes(tx, [...ids.values()], now);
    if (size === "full") {
      const story = { seed: 21, waiting, months: monthsTold, until: now, ratio, firstSerial: 5000 };
      await seedRegion(tx, regionOf("oral"), syntheticRegion(story), now);
    }
    const value = { version: 1, size };
    await tx.insert(demoSetting).values({ key: "seeded", value, updatedAt: now });
    return true;
  });
  // What the nightly jobs do: the first night of a demo is yet to come.
  if (!made) return;
  await prepareStatistics(now);
  if (options.size === "full") await packMonths(now);
}

type RegionOf = (slug: string) => { id: number; kato: string };

function akmolaDistricts(): string[] {
  // Qosshy has a portal of its own, so nobody waits for it in Akmola's.
  return territoriesWithin("110000000")
    .map((each) => each.kato)
    .filter((kato) => kato !== "111600000");
}

/** The families whose applications the demo's story begins with. */
async function listedFamilies(tx: Tx, regionOf: RegionOf, now: Date): Promise<Row[]> {
  const everyone = [...people.adults, ...people.children];
  const idOf = new Map(everyone.map((each) => [each.iin, newId()]));
  await tx.insert(person).values(
    everyone.map((each) => ({
      id: idOf.get(each.iin) ?? newId(),
      iin: each.iin,
      surname: each.surname,
      givenName: each.givenName,
      patronymic: each.patronymic,
      birthDate: each.birthDate,
      sex: each.sex === "female" ? ("female" as const) : ("male" as const),
      registration: null,
      source: "paper" as const,
      createdAt: now,
      updatedAt: now,
    })),
  );
  const oral = regionOf("oral");
  const akmola = regionOf("akmola");
  const rows: Row[] = [];
  const add = (
    region: { id: number; kato: string },
    childIin: string,
    applicantIin: string | null,
    registeredAt: string,
    more: { phone?: string; districtKato?: string; channel: "paper" | "import" },
  ) => {
    const child = people.children.find((each) => each.iin === childIin);
    const childId = idOf.get(childIin);
    if (!child || !childId) throw new Error(`the demo has no child ${childIin}`);
    rows.push({
      regionId: region.id,
      regionKato: region.kato,
      childId,
      applicantId: applicantIin === null ? null : (idOf.get(applicantIin) ?? null),
      birthDate: child.birthDate,
      class: "ordinary",
      category: null,
      districtKato: more.districtKato ?? "",
      phone: more.phone ?? null,
      registeredAt: new Date(registeredAt),
      channel: more.channel,
    });
  };
  add(oral, "220720690004", "870612490009", "2023-02-14T11:42:07.318+05:00", {
    phone: "+77017008345",
    channel: "import",
  });
  add(oral, "230316690004", "930408490003", "2024-05-06T09:15:31.004+05:00", { channel: "import" });
  add(oral, "230316590003", "930408490003", "2024-05-06T09:15:31.004+05:00", { channel: "import" });
  add(akmola, "250601590006", null, "2025-07-01T10:03:55.120+05:00", {
    districtKato: "111000000",
    channel: "paper",
  });
  const links = people.children.flatMap((child) =>
    child.parents.flatMap((parent) => {
      const childId = idOf.get(child.iin);
      const adultId = parent === null ? undefined : idOf.get(parent);
      const linked = rows.some((row) => row.childId === childId && row.applicantId === adultId);
      return childId && adultId && linked ? [{ childId, adultId }] : [];
    }),
  );
  await tx.insert(legalRepresentation).values(
    links.map((link) => ({
      ...link,
      kind: "parent" as const,
      source: "birth-register" as const,
      confirmedAt: now,
      createdAt: now,
    })),
  );
  return rows;
}

async function crowd(
  tx: Tx,
  region: { id: number; kato: string },
  count: number,
  seed: number,
  firstSerial: number,
  districts: readonly string[],
  now: Date,
): Promise<Row[]> {
  const year = Number(localDateOf(now).slice(0, 4));
  const children = syntheticChildren({
    seed,
    count,
    birthYears: [year - 5, year - 4, year - 3, year - 2],
    districts,
    firstSerial,
    until: now,
  });
  const rows: Row[] = children.map((child) => ({
    regionId: region.id,
    regionKato: region.kato,
    childId: newId(),
    applicantId: null,
    birthDate: child.birthDate,
    class: child.class,
    category: child.category,
    districtKato: child.districtKato,
    phone: child.phone,
    registeredAt: child.registeredAt,
    channel: "import",
  }));
  await inChunks(children, (part, from) =>
    tx.insert(person).values(
      part.map((child, index) => ({
        id: rows[from + index]?.childId ?? newId(),
        iin: child.iin,
        surname: child.surname,
        givenName: child.givenName,
        patronymic: child.patronymic,
        birthDate: child.birthDate,
        sex: child.sex,
        registration: null,
        source: "paper" as const,
        createdAt: now,
        updatedAt: now,
      })),
    ),
  );
  return rows;
}

async function queueUp(tx: Tx, all: readonly Row[], now: Date): Promise<void> {
  const rows = all.toSorted((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime());
  const taken = await tx.execute<{ n: string }>(
    sql`select nextval('application_number') as n from generate_series(1, ${rows.length})`,
  );
  const made = rows.map((row, index) => ({
    ...row,
    id: newId(),
    number: formatNumber(row.registeredAt, row.regionKato, Number(taken[index]?.n)),
  }));
  await inChunks(made, (part) =>
    tx.insert(application).values(
      part.map((row) => ({
        regionId: row.regionId,
        id: row.id,
        number: row.number,
        entryCode: newHumanCode(8),
        queueType: "general",
        districtKato: row.districtKato === "" ? null : row.districtKato,
        applicantId: row.applicantId,
        childId: row.childId,
        status: "REGISTERED",
        channel: row.channel,
        locale: "kk" as const,
        phone: row.phone,
        nonResident: false,
        byGuardian: false,
        registeredAt: row.registeredAt,
        interestDueAt: nextAnniversary(row.registeredAt, now),
        version: 1,
      })),
    ),
  );
  await inChunks(made, (part) =>
    enterQueue(
      tx,
      part.map((row) => ({
        regionId: row.regionId,
        applicationId: row.id,
        at: row.registeredAt,
        actorRole: row.channel === "paper" ? ("officer" as const) : ("import" as const),
        legalGround: "registration",
        entry: {
          queueType: "general",
          districtKato: row.districtKato,
          cohort: cohortOf(row.birthDate),
          class: row.class,
          registeredAt: row.registeredAt,
        },
      })),
    ),
  );
  const claims = made.filter((row) => row.category !== null);
  await inChunks(claims, (part) =>
    tx.insert(privilegeClaim).values(
      part.map((row) => ({
        regionId: row.regionId,
        id: newId(),
        applicationId: row.id,
        category: row.category ?? "",
        status: "confirmed" as const,
        createdAt: row.registeredAt,
        decidedAt: row.registeredAt,
      })),
    ),
  );
}

/** The families of the demo have confirmed their interest every year so far. */
function nextAnniversary(registeredAt: Date, now: Date): Date {
  for (let months = 12; ; months += 12) {
    const due = deadlineAfterMonths(registeredAt, months, calendarInForce());
    if (due > now) return due;
  }
}

async function inChunks<T>(
  rows: readonly T[],
  write: (part: T[], from: number) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += 500) {
    await write(rows.slice(from, from + 500), from);
  }
}
