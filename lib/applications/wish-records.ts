import { and, asc, desc, eq, inArray } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { kindergarten, type TwoNames } from "#db/schema/kindergartens.ts";
import { wish, wishList } from "#db/schema/wishes.ts";
import { type ApplicationRow, takeStep } from "./deed.ts";
import type { WishedFacts } from "./wish-rules.ts";

/** A kindergarten as a wish names it, open or not. */
export type WishedKindergarten = WishedFacts & {
  readonly id: string;
  readonly slug: string;
  readonly names: TwoNames;
  readonly address: TwoNames;
};

export type Wishes = {
  /** Grows by one with every list; 0 before the first one. */
  readonly version: number;
  /** Instant of the list; null before the first one. */
  readonly at: Date | null;
  /** In the order of the wishes. */
  readonly list: readonly WishedKindergarten[];
};

type Where = { readonly regionId: number; readonly applicationId: string };

const wished = {
  id: kindergarten.id,
  slug: kindergarten.slug,
  names: kindergarten.names,
  address: kindergarten.address,
  districtKato: kindergarten.districtKato,
  queueTypes: kindergarten.queueTypes,
  openedOn: kindergarten.openedOn,
  closedOn: kindergarten.closedOn,
};

/** What an application's family wishes now. */
export async function wishesOf(
  from: Queryable,
  { regionId, applicationId }: Where,
): Promise<Wishes> {
  const [last] = await from
    .select({ version: wishList.version, at: wishList.at })
    .from(wishList)
    .where(and(eq(wishList.regionId, regionId), eq(wishList.applicationId, applicationId)))
    .orderBy(desc(wishList.version))
    .limit(1);
  if (last === undefined) return { version: 0, at: null, list: [] };
  const list = await from
    .select(wished)
    .from(wish)
    .innerJoin(
      kindergarten,
      and(eq(kindergarten.regionId, wish.regionId), eq(kindergarten.id, wish.kindergartenId)),
    )
    .where(
      and(
        eq(wish.regionId, regionId),
        eq(wish.applicationId, applicationId),
        eq(wish.version, last.version),
      ),
    )
    .orderBy(asc(wish.rank));
  return { ...last, list };
}

export type PastWishes = {
  readonly version: number;
  readonly at: Date;
  readonly actorRole: string;
  readonly wishes: readonly { readonly slug: string; readonly names: TwoNames }[];
};

/** Every list that was ever given for an application, the oldest first. The caller has authorized it. */
export async function allWishesOf(
  from: Queryable,
  { regionId, applicationId }: Where,
): Promise<readonly PastWishes[]> {
  const lists = await from
    .select({ version: wishList.version, at: wishList.at, actorRole: wishList.actorRole })
    .from(wishList)
    .where(and(eq(wishList.regionId, regionId), eq(wishList.applicationId, applicationId)))
    .orderBy(asc(wishList.version));
  const wishes = await from
    .select({ version: wish.version, slug: kindergarten.slug, names: kindergarten.names })
    .from(wish)
    .innerJoin(
      kindergarten,
      and(eq(kindergarten.regionId, wish.regionId), eq(kindergarten.id, wish.kindergartenId)),
    )
    .where(and(eq(wish.regionId, regionId), eq(wish.applicationId, applicationId)))
    .orderBy(asc(wish.version), asc(wish.rank));
  const of = Map.groupBy(wishes, ({ version }) => version);
  return lists.map((list) => ({
    ...list,
    wishes: (of.get(list.version) ?? []).map(({ slug, names }) => ({ slug, names })),
  }));
}

/**
 * The kindergartens of a region with these names in addresses, as they stand until the transaction ends: one that is
 * closed meanwhile waits, or has been closed before.
 */
export async function holdKindergartens(
  tx: Tx,
  regionId: number,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, WishedKindergarten>> {
  if (slugs.length === 0) return new Map();
  const rows = await tx
    .select(wished)
    .from(kindergarten)
    .where(and(eq(kindergarten.regionId, regionId), inArray(kindergarten.slug, [...slugs])))
    .orderBy(asc(kindergarten.id))
    .for("share");
  return new Map(rows.map((row) => [row.slug, row]));
}

export type WishListOrder = {
  readonly list: readonly Pick<WishedKindergarten, "id" | "names">[];
  readonly actorRole: "parent" | "officer" | "import";
  readonly personId: string | null;
  /** Why, as a code of the ledger. */
  readonly legalGround: string;
  /** Of the form that was sent. */
  readonly idempotencyKey: string | null;
  readonly at: Date;
};

/** Appends a whole new list to an application that the caller has locked, and tells it in the ledger by the names of the day. */
export async function appendWishes(
  tx: Tx,
  row: ApplicationRow,
  { list, actorRole, personId, legalGround, idempotencyKey, at }: WishListOrder,
): Promise<void> {
  const { regionId, id: applicationId } = row;
  const { version: before } = await wishesOf(tx, { regionId, applicationId });
  const version = before + 1;
  await writeWishes(tx, [
    {
      list: { regionId, applicationId, version, at, actorRole, personId, idempotencyKey },
      kindergartenIds: list.map(({ id }) => id),
    },
  ]);
  const taken = await takeStep(tx, row, {
    kind: "wishes-changed",
    at,
    actorRole,
    legalGround,
    data: wishData(version, list),
  });
  if (!taken.ok) throw new Error("a change of wishes is a step that no status refuses");
}

/**
 * One list for applications that stand together from now on, all locked: that of the first one which has any wishes.
 * Whoever had it already keeps it untold.
 */
export async function shareWishes(
  tx: Tx,
  rows: readonly ApplicationRow[],
  order: Omit<WishListOrder, "list">,
): Promise<void> {
  const all: { readonly row: ApplicationRow; readonly list: Wishes["list"] }[] = [];
  for (const row of rows) {
    const { list } = await wishesOf(tx, { regionId: row.regionId, applicationId: row.id });
    all.push({ row, list });
  }
  const common = all.find(({ list }) => list.length > 0)?.list ?? [];
  for (const { row, list } of all) {
    const same =
      list.length === common.length && list.every(({ id }, index) => id === common[index]?.id);
    if (!same) await appendWishes(tx, row, { ...order, list: common });
  }
}

/** What the ledger says of a list. */
function wishData(version: number, list: WishListOrder["list"]) {
  return { version, wishes: list.map(({ id, names }) => ({ id, ...names })) };
}

export type NewWishes = {
  readonly list: typeof wishList.$inferInsert;
  readonly kindergartenIds: readonly string[];
};

/** Writes lists and their wishes, without the ledger, for whoever tells it himself. */
export async function writeWishes(tx: Tx, lists: readonly NewWishes[]): Promise<void> {
  if (lists.length === 0) return;
  await tx.insert(wishList).values(lists.map(({ list }) => list));
  const wishes = lists.flatMap(({ list: { regionId, applicationId, version }, kindergartenIds }) =>
    kindergartenIds.map((kindergartenId, index) => ({
      regionId,
      applicationId,
      version,
      rank: index + 1,
      kindergartenId,
    })),
  );
  if (wishes.length > 0) await tx.insert(wish).values(wishes);
}
