import { and, asc, eq, inArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import { kindergarten } from "#db/schema/kindergartens.ts";
import { person } from "#db/schema/people.ts";
import { wishList } from "#db/schema/wishes.ts";
import { type NewWishes, writeWishes } from "#lib/applications/wish-records.ts";
import { areWishesAsked, stateOfWish } from "#lib/applications/wish-rules.ts";
import { wisherOf } from "#lib/applications/wishes.ts";
import { policyFor } from "#lib/regions/views.ts";
import { sameNumbers } from "./synthetic.ts";

/** Sergey, who is the guardian of a child in Petropavl: the family of the demo that can change its wishes. */
const guardian = "890117390005";
const asked = ["general"];
// One family in ten gives no wishes.
const without = 0.1;

/**
 * Gives the waiting children of the demo's regions that ask for wishes their lists, also in a demo of an earlier version:
 * the first kindergartens of the register are wished for most, as the known ones of a town are. They came with the
 * registration, so that says nothing of them.
 */
export async function seedWishes(
  tx: Tx,
  regions: readonly { readonly id: number }[],
  now: Date,
): Promise<void> {
  for (const { id: regionId } of regions) {
    const [any] = await tx
      .select({ version: wishList.version })
      .from(wishList)
      .where(eq(wishList.regionId, regionId))
      .limit(1);
    if (any === undefined) await seedOne(tx, regionId, now);
  }
}

async function seedOne(tx: Tx, regionId: number, now: Date): Promise<void> {
  const { parameters } = await policyFor({ regionId, queueType: "general", at: now }, tx);
  if (!areWishesAsked(parameters)) return;
  const waiting = await tx
    .select({ row: application, class: queueEntry.class })
    .from(application)
    .innerJoin(
      queueEntry,
      and(
        eq(queueEntry.regionId, application.regionId),
        eq(queueEntry.applicationId, application.id),
      ),
    )
    .where(and(eq(application.regionId, regionId), inArray(application.queueType, asked)))
    .orderBy(asc(application.number));
  const register = await tx
    .select()
    .from(kindergarten)
    .where(eq(kindergarten.regionId, regionId))
    .orderBy(asc(kindergarten.slug));
  const next = sameNumbers(regionId);
  const lists: NewWishes[] = waiting.flatMap(({ row }) => {
    const wisher = wisherOf(row, parameters, now);
    const left = register.filter((each) => stateOfWish(each, wisher) === "open");
    const count = next() < without ? 0 : 1 + Math.floor(next() * parameters.maxWishes);
    const chosen = Array.from({ length: Math.min(count, left.length) }, () =>
      left.splice(Math.floor(next() ** 2 * left.length), 1),
    ).flat();
    if (chosen.length === 0) return [];
    const list = { regionId, applicationId: row.id, version: 1, at: row.registeredAt };
    return [
      {
        list: { ...list, actorRole: "import" as const, personId: null, idempotencyKey: null },
        kindergartenIds: chosen.map(({ id }) => id),
      },
    ];
  });
  await writeWishes(tx, lists);
  const named = new Set(lists.map(({ list }) => list.applicationId));
  const own = waiting.find(
    ({ row, class: of }) => named.has(row.id) && of === "ordinary" && row.applicantId === null,
  );
  const [adult] = await tx.select({ id: person.id }).from(person).where(eq(person.iin, guardian));
  if (own === undefined || adult === undefined) return;
  await tx
    .update(application)
    .set({ applicantId: adult.id, byGuardian: true, nonResident: true, phone: null })
    .where(and(eq(application.regionId, regionId), eq(application.id, own.row.id)));
}
