import { eq, sql } from "drizzle-orm";
import { db, prepared, type Queryable } from "#db/client.ts";
import { kindergarten, kindergartenGroup } from "#db/schema/kindergartens.ts";
import { localDateOf, type LocalDate } from "#lib/calendar/local-date.ts";
import { env } from "#lib/platform/env.ts";
import { Remembered } from "#lib/platform/remembered.ts";
import { groupsInOrder, inOrder, isOpenOn, type ListedKindergarten } from "./register.ts";

type Stored = Omit<ListedKindergarten, "groups"> & {
  readonly groups: readonly (ListedKindergarten["groups"][number] & {
    readonly openFrom: LocalDate;
    readonly openTo: LocalDate | null;
  })[];
  readonly updatedAt: Date;
};

// The register changes a few times a month and is read with every look at the list: a page may be this late in seeing
// it. Tests change it and look at once.
const lateness = () => (env().APP_ENV === "test" ? 0 : 5_000);
const known = new Map<number, Remembered<readonly Stored[]>>();
// Choosing the open ones and their groups is the same work for every look of the day.
const openOn = new WeakMap<readonly Stored[], Map<LocalDate, readonly ListedKindergarten[]>>();

const storedKindergartens = prepared((from) =>
  from
    .select()
    .from(kindergarten)
    .where(eq(kindergarten.regionId, sql.placeholder("regionId")))
    .prepare("kindergartens"),
);
const storedGroups = prepared((from) =>
  from
    .select()
    .from(kindergartenGroup)
    .where(eq(kindergartenGroup.regionId, sql.placeholder("regionId")))
    .prepare("kindergarten_groups"),
);

/**
 * The kindergartens of a region that are open on the day of `at` (UTC+5), in the order of their Kazakh names, each with
 * its open groups; up to five seconds old. Who must not be late says where to read `from`: a transaction.
 */
export async function openRegister(
  regionId: number,
  at: Date,
  from?: Queryable,
): Promise<readonly ListedKindergarten[]> {
  const day = localDateOf(at);
  const all = await stored(regionId, from);
  const days = openOn.get(all) ?? new Map<LocalDate, readonly ListedKindergarten[]>();
  openOn.set(all, days);
  const open =
    days.get(day) ??
    all
      .filter(({ openedOn, closedOn }) => isOpenOn({ from: openedOn, to: closedOn }, day))
      .map((each) => listed(each, day));
  days.set(day, open);
  return open;
}

/** The kindergarten with this name in addresses, open or not, as fresh as `openRegister`; null where there is none. */
export async function kindergartenBySlug(
  regionId: number,
  slug: string,
  at: Date,
): Promise<ListedKindergarten | null> {
  const found = (await stored(regionId)).find((each) => each.slug === slug);
  return found === undefined ? null : listed(found, localDateOf(at));
}

async function stored(regionId: number, from?: Queryable): Promise<readonly Stored[]> {
  if (from !== undefined) return await read(regionId, from);
  const remembered = known.get(regionId) ?? new Remembered(() => read(regionId, db()), lateness);
  known.set(regionId, remembered);
  return await remembered.get();
}

async function read(regionId: number, from: Queryable): Promise<readonly Stored[]> {
  const rows = await storedKindergartens(from).execute({ regionId });
  const groups = Map.groupBy(
    await storedGroups(from).execute({ regionId }),
    (group) => group.kindergartenId,
  );
  return inOrder(
    rows.map((row) => {
      const { latitude, longitude } = row;
      const point = latitude === null || longitude === null ? null : { latitude, longitude };
      return { ...row, point, groups: groups.get(row.id) ?? [] };
    }),
  );
}

/** Only what is public: the row has more. */
function listed(each: Stored, day: LocalDate): ListedKindergarten {
  const groups = each.groups
    .filter(({ openFrom, openTo }) => isOpenOn({ from: openFrom, to: openTo }, day))
    .map(({ id, names, queueType, language, cohortFrom, cohortTo, capacity }) => ({
      id,
      names,
      queueType,
      language,
      cohortFrom,
      cohortTo,
      capacity,
    }));
  return {
    id: each.id,
    slug: each.slug,
    names: each.names,
    districtKato: each.districtKato,
    address: each.address,
    point: each.point,
    phone: each.phone,
    email: each.email,
    site: each.site,
    ownership: each.ownership,
    languages: each.languages,
    queueTypes: each.queueTypes,
    hours: each.hours,
    openedOn: each.openedOn,
    closedOn: each.closedOn,
    groups: groupsInOrder(groups),
  };
}
