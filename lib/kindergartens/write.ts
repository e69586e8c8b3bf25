import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { kindergarten, kindergartenChange, kindergartenGroup } from "#db/schema/kindergartens.ts";
import { newId } from "#lib/platform/ids.ts";
import type { GroupFacts, KindergartenFacts } from "./input.ts";
import { differenceOf } from "./rules.ts";

// How the register is written: a row and the line of its history, always together. The caller has authorized, locked the
// region's register and judged the facts.

export type KindergartenRow = typeof kindergarten.$inferSelect;
export type GroupRow = typeof kindergartenGroup.$inferSelect;

/** In whose name, and by which form: its key is unique in the history. */
export type By = {
  readonly actorRole: "officer" | "region_admin" | "import";
  readonly personId: string | null;
  readonly key: string | null;
  readonly now: Date;
};

function columnsOf({ point, ...facts }: KindergartenFacts) {
  return {
    ...facts,
    latitude: point?.latitude ?? null,
    longitude: point?.longitude ?? null,
  };
}

export async function insertKindergarten(
  tx: Tx,
  named: { readonly regionId: number; readonly slug: string },
  facts: KindergartenFacts,
  by: By,
): Promise<KindergartenRow> {
  const columns = columnsOf(facts);
  const [row] = await tx
    .insert(kindergarten)
    .values({
      ...named,
      ...columns,
      id: newId(),
      source: by.actorRole === "import" ? "import" : "office",
      version: 1,
      createdAt: by.now,
      updatedAt: by.now,
    })
    .returning();
  if (row === undefined) throw new Error("a kindergarten was not written");
  await tell(tx, row, null, "added", { to: columns }, by);
  return row;
}

/** @returns the row as it is now; `null` where nothing is another than before */
export async function updateKindergarten(
  tx: Tx,
  row: KindergartenRow,
  change: { readonly facts: KindergartenFacts } | { readonly closedOn: string | null },
  by: By,
): Promise<KindergartenRow | null> {
  const columns = "facts" in change ? columnsOf(change.facts) : change;
  const difference = differenceOf(row, columns);
  if (difference === null) return null;
  const [now] = await tx
    .update(kindergarten)
    .set({ ...columns, version: row.version + 1, updatedAt: by.now })
    .where(and(eq(kindergarten.regionId, row.regionId), eq(kindergarten.id, row.id)))
    .returning();
  if (now === undefined) throw new Error("a kindergarten was not written");
  const kind = "facts" in change ? "changed" : change.closedOn === null ? "reopened" : "closed";
  await tell(tx, row, null, kind, difference, by);
  return now;
}

export async function insertGroup(
  tx: Tx,
  of: KindergartenRow,
  facts: GroupFacts,
  by: By,
): Promise<string> {
  const id = newId();
  await tx.insert(kindergartenGroup).values({
    ...facts,
    regionId: of.regionId,
    kindergartenId: of.id,
    id,
    version: 1,
    createdAt: by.now,
    updatedAt: by.now,
  });
  await tell(tx, of, id, "added", { to: facts }, by);
  return id;
}

/** @returns whether anything is another than before */
export async function updateGroup(
  tx: Tx,
  of: KindergartenRow,
  row: GroupRow,
  facts: Partial<GroupFacts>,
  by: By,
): Promise<boolean> {
  const difference = differenceOf(row, facts);
  if (difference === null) return false;
  await tx
    .update(kindergartenGroup)
    .set({ ...facts, version: row.version + 1, updatedAt: by.now })
    .where(and(eq(kindergartenGroup.regionId, row.regionId), eq(kindergartenGroup.id, row.id)));
  const ended = Object.keys(difference.to).join() === "openTo" && row.openTo === null;
  await tell(tx, of, row.id, ended ? "closed" : "changed", difference, by);
  return true;
}

async function tell(
  tx: Tx,
  { regionId, id }: KindergartenRow,
  groupId: string | null,
  kind: "added" | "changed" | "closed" | "reopened",
  data: Readonly<Record<string, unknown>>,
  { actorRole, personId, key, now }: By,
): Promise<void> {
  await tx.insert(kindergartenChange).values({
    regionId,
    kindergartenId: id,
    groupId,
    kind,
    at: now,
    actorRole,
    personId,
    data: { ...data },
    idempotencyKey: key,
  });
}
