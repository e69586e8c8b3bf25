import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import listed from "#db/demo/kindergartens.json" with { type: "json" };
import { kindergarten, kindergartenChange, kindergartenGroup } from "#db/schema/kindergartens.ts";
import { staffRole } from "#db/schema/people.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { slugOf } from "#lib/kindergartens/slug.ts";
import { newId } from "#lib/platform/ids.ts";
import type { DemoSize } from "./size.ts";
import { type DemoKindergarten, syntheticKindergartens } from "./synthetic-kindergartens.ts";

const names = z.strictObject({ kk: z.string(), ru: z.string() });
const rows = z.array(
  z.strictObject({
    names,
    address: names,
    districtKato: z.string().optional(),
    point: z.tuple([z.number(), z.number()]),
    ownership: z.enum(["state", "private-ordered", "private"]),
    languages: z.array(z.enum(["kk", "ru", "other"])),
    queueTypes: z.array(z.enum(["general", "special-correctional", "special", "sanatorium"])),
    hours: z.strictObject({
      days: z.enum(["mon-fri", "mon-sat"]),
      from: z.string(),
      to: z.string(),
    }),
    capacity: z.int(),
    mixed: z.boolean(),
  }),
);
const lists = z.record(z.string(), rows).parse(listed);
const dialling: Readonly<Record<string, string>> = {
  oral: "7112",
  akmola: "7162",
  petropavl: "7152",
  qosshy: "7172",
};
const middleOfOral = [51.236, 51.386] as const;
// As many as a region with 30,000 waiting children has.
const moreWhenFull = 388;

/**
 * Gives each portal of the demo that has no kindergartens its own, also in a demo of an earlier version, and its head to
 * the kindergarten that has one. Groups are those of the children who go there this school year.
 */
export async function seedKindergartens(
  tx: Tx,
  regionOf: (slug: string) => { readonly id: number },
  size: DemoSize,
  now: Date,
): Promise<void> {
  for (const [slug, own] of Object.entries(lists)) {
    const regionId = regionOf(slug).id;
    const [any] = await tx
      .select({ id: kindergarten.id })
      .from(kindergarten)
      .where(eq(kindergarten.regionId, regionId))
      .limit(1);
    if (any !== undefined) continue;
    const more =
      slug === "oral" && size === "full" ? syntheticKindergartens(moreWhenFull, middleOfOral) : [];
    await seedOne(tx, { regionId, slug }, [...own, ...more], now);
  }
  await tx
    .update(staffRole)
    .set({ kindergartenId: kindergarten.id })
    .from(kindergarten)
    .where(
      and(
        eq(kindergarten.regionId, staffRole.regionId),
        sql`${kindergarten.names} ->> 'kk' = ${staffRole.kindergarten}`,
        isNull(staffRole.kindergartenId),
      ),
    );
}

async function seedOne(
  tx: Tx,
  region: { readonly regionId: number; readonly slug: string },
  list: readonly DemoKindergarten[],
  now: Date,
): Promise<void> {
  const { regionId } = region;
  const taken = new Set<string>();
  const made = list.map((each, i) => {
    const slug = slugOf(each.names.kk, (wanted) => taken.has(wanted));
    taken.add(slug);
    return {
      each,
      row: {
        regionId,
        id: newId(),
        slug,
        names: each.names,
        districtKato: each.districtKato ?? null,
        address: each.address,
        latitude: each.point[0],
        longitude: each.point[1],
        // Invented, in no directory, like the offices' numbers.
        phone: `+7${dialling[region.slug] ?? "7112"}000${String(201 + i)}`,
        email: `kg${i + 1}@${region.slug}.kezek.example`,
        ownership: each.ownership,
        languages: [...each.languages],
        queueTypes: [...each.queueTypes],
        hours: each.hours,
        openedOn: "2015-09-01",
        source: "import" as const,
        version: 1,
        createdAt: now,
        updatedAt: now,
      },
    };
  });
  const groups = made.flatMap(({ each, row }) =>
    groupsOf(each, now).map((group) => ({
      ...group,
      regionId,
      id: newId(),
      kindergartenId: row.id,
      version: 1,
      createdAt: now,
      updatedAt: now,
    })),
  );
  const changes = made.map(({ row: { id, names: called } }) => ({
    regionId,
    kindergartenId: id,
    kind: "added" as const,
    at: now,
    actorRole: "import" as const,
    data: { to: { names: called } },
  }));
  for (const part of partsOf(made.map(({ row }) => row)))
    await tx.insert(kindergarten).values(part);
  for (const part of partsOf(groups)) await tx.insert(kindergartenGroup).values(part);
  for (const part of partsOf(changes)) await tx.insert(kindergartenChange).values(part);
}

/** One group a year and language, from the year in which children turn two to the one in which they turn five. */
function groupsOf(each: DemoKindergarten, now: Date) {
  const day = localDateOf(now);
  const year = Number(day.slice(0, 4)) - (day.slice(5) < "09-01" ? 1 : 0);
  const youngest = year - 2;
  const oldest = year - 5;
  return each.queueTypes.flatMap((queueType, nth) => {
    // Special groups are few and small, for children of two years.
    const special = queueType !== "general" && nth > 0;
    const spans =
      each.mixed || special
        ? [
            [youngest - 1, youngest],
            [oldest, oldest + 1],
          ]
        : [0, 1, 2, 3].map((older) => [youngest - older, youngest - older]);
    const languages = special ? each.languages.slice(0, 1) : each.languages;
    return spans.flatMap(([cohortFrom = youngest, cohortTo = youngest]) =>
      languages.map((language) => ({
        queueType,
        language,
        cohortFrom,
        cohortTo,
        capacity: special ? 10 : each.capacity,
        openFrom: `${cohortTo + 2}-09-01`,
        openTo: `${cohortFrom + 6}-09-01`,
      })),
    );
  });
}

function partsOf<T>(list: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < list.length; from += 500) parts.push(list.slice(from, from + 500));
  return parts;
}
