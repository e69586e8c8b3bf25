import { sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { person } from "#db/schema/people.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { renewCohorts } from "#lib/applications/renew-cohorts.ts";
import { startOfDay } from "#lib/calendar/local-date.ts";
import { moveClock } from "#lib/demo/clock.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { sameNumbers } from "#lib/demo/synthetic.ts";
import { newId } from "#lib/platform/ids.ts";
import { checkLedgers } from "#lib/queue/check-ledger.ts";
import { listPolicies, listPortals } from "#lib/regions/views.ts";
import { tasks } from "#lib/worker/tasks.ts";
import { newLogKey, useTestEnvironment } from "#tests/support/environment.ts";
import { as, rule } from "../../applications/asked-family.ts";
import { type Day, dateOf, dayOf } from "./days.ts";
import { act, sendAll, withHands } from "./deeds.ts";
import { casting, type Family } from "./families.ts";
import { type Looked, lookAtStories, type Month, takeMonth } from "./months.ts";
import { type Deed, reckon, type Reckoned, renewal } from "./reckoning.ts";

export const begins = dayOf("2026-12-01");
export const ends = dayOf("2027-12-01");

/** What runs on every day, in the order of a worker that begins its day. */
const daily = ["watch-interest", "keep-deadlines", "warn-of-ends", "expire-privileges"] as const;

export type Region = {
  readonly regionId: number;
  readonly families: readonly Family[];
  readonly reckoned: ReadonlyMap<Family, Reckoned>;
  readonly visits: readonly Day[];
};

/** The demo's whole data set as it stands on the first day, with a part for everybody, reckoned for these days of the clock. */
export async function openRegion(crowd: number, visits: readonly Day[]): Promise<Region> {
  useTestEnvironment({ LOG_SIGNING_KEY: newLogKey() });
  // At midnight: a family's page asks from the beginning of a day, and the demo's own events end with the seeding.
  await seedDemo(startOfDay(dateOf(begins)), { size: "full", crowd });
  const portals = await listPortals();
  for (const { id } of portals) {
    await rule(id, { interestBySms: true, privilegeExpires: true });
    await rule(id, { cohortShiftFrom: "11-01" }, dateOf(renewal));
  }
  await listPolicies();
  // From here on a demo, whose rules are read once in a few seconds like those of a portal in service.
  useTestEnvironment({ APP_ENV: "demo" });
  const families = await casting(begins);
  await db().execute(sql`vacuum analyze`);
  const reckoned = new Map(families.map((family) => [family, reckon(family, visits)]));
  const regionId = portals.find(({ slug }) => slug === "oral")?.id ?? 0;
  return { regionId, families, reckoned, visits };
}

/**
 * Lets the year happen: on each day that the clock visits, the worker's jobs run once as it runs them, then families do
 * what they are to do.
 */
export async function tell({ regionId, families, reckoned, visits }: Region): Promise<Looked> {
  const officer = await somebodyOfTheOffice();
  const byDay = Map.groupBy(
    families.flatMap((family) =>
      (reckoned.get(family)?.deeds ?? []).map((deed): [Family, Deed] => [family, deed]),
    ),
    ([, { day }]) => day,
  );
  const random = sameNumbers(12);
  const looked: Looked = { told: 0, pages: 0, wrong: [], causes: new Map(), spent: new Map() };
  let last: Month | null = null;
  let isRenewed = false;
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const done = await work();
    looked.spent.set(what, (looked.spent.get(what) ?? 0) + (performance.now() - from) / 1000);
    return done;
  };
  for (const day of visits) {
    const isFirst = dateOf(day).endsWith("-01");
    if (isFirst) {
      const from = last;
      const to = await timed("numbers", () => takeMonth(regionId, day, random, looked));
      if (from !== null) {
        await timed("stories", () => lookAtStories(regionId, { from, to }, families, looked));
      }
      last = to;
    }
    // Eleven in the morning: after the quiet hours.
    await moveClock(`${dateOf(day)}T11:00:00+05:00`);
    for (const job of daily) await timed(job, () => tasks[job]({}));
    if (!isRenewed && day >= renewal) {
      isRenewed = true;
      await timed("renewal", renew);
    }
    const now = await currentInstant();
    await timed("deeds", () =>
      withHands(byDay.get(day) ?? [], async ([family, deed]) => {
        const told = await act(family, deed, officer, now);
        if (told === deed.outcome) return;
        looked.wrong.push(`${dateOf(day)} ${family.number} ${deed.what} ${family.habit}: ${told}`);
      }),
    );
    await timed("send-waiting", () => tasks["send-waiting"]({}));
    await timed("send-message", sendAll);
    if (!isFirst) continue;
    for (const check of await timed("check-ledger", () => checkLedgers(now))) {
      const { regionId: of, differences, wrongCounters } = check;
      if (differences.length + wrongCounters === 0) continue;
      looked.wrong.push(`${dateOf(day)} ledger of ${of}: ${differences.length} ${wrongCounters}`);
    }
    await timed("sequence-log", () => tasks["sequence-log"]({}));
  }
  return looked;
}

/** Tells without the hundreds of thousands of lines of the log that say what went well. */
export async function quietly<T>(work: () => Promise<T>, alarms: string[] = []): Promise<T> {
  const written = vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    const level = /"level":"(\w+)"/.exec(String(line))?.[1] ?? "";
    if (level === "error" || level === "warn") alarms.push(String(line));
    return true;
  });
  try {
    return await work();
  } finally {
    written.mockRestore();
  }
}

/** Where the time went. */
export function spentOn({ spent }: Looked): string {
  return [...spent].map(([what, seconds]) => `${what} ${seconds.toFixed(1)} s`).join(", ");
}

async function renew(): Promise<void> {
  const now = await currentInstant();
  for (const { id: regionId } of await listPortals()) {
    const queue = { regionId, queueType: "general" };
    await renewCohorts(queue, "story", now);
    expect(await renewCohorts(queue, "story", now)).toBe(0);
  }
}

async function somebodyOfTheOffice(): Promise<PersonActor> {
  const id = newId();
  const at = new Date(`${dateOf(begins)}T00:00:00Z`);
  const facts = { iin: "800101300001", surname: "ОФИСОВ", givenName: "ОФИСЕР" };
  await db()
    .insert(person)
    .values({ ...facts, id, source: "paper", createdAt: at, updatedAt: at });
  return as(id, { strength: "two-factor", method: "staff" });
}
