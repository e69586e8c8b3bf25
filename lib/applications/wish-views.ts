import { and, asc, eq, ne } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { ok, type Result } from "#lib/platform/result.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { Addressed } from "./deed.ts";
import { readFor } from "./read-for.ts";
import { isLiving, isStatus } from "./status.ts";
import { areWishesAsked, mayChangeWishes, stateOfWish, type Wisher } from "./wish-rules.ts";
import type { WishState } from "./wish-rules.ts";
import { type WishedKindergarten, wishesOf } from "./wish-records.ts";
import { wisherOf } from "./wishes.ts";

export type WishLine = WishedKindergarten & { readonly state: WishState };

export type WishesView = {
  readonly regime: PolicyParameters["regime"];
  /** How many the rules of the day allow. */
  readonly max: number;
  readonly version: number;
  /** Instant of the list; null before the first one. */
  readonly at: Date | null;
  readonly wishes: readonly WishLine[];
  readonly wisher: Wisher;
  /** Whether the status, and those of the twins, let it be changed. */
  readonly open: boolean;
  /** Numbers of the twins' applications for which the same list counts. */
  readonly twins: readonly string[];
};

/**
 * The wishes of an application as its family sees them.
 * @returns null where the region does not ask for wishes
 */
export async function wishesView(
  actor: Actor,
  where: Addressed,
  now: Date,
): Promise<Result<WishesView | null, Refusal>> {
  const found = await readFor(db(), actor, "application.read", where);
  if (!found.ok) return found;
  const row = found.value;
  const { regionId, id: applicationId, queueType, groupId } = row;
  const { parameters } = await policyFor({ regionId, queueType, at: now });
  if (!areWishesAsked(parameters)) return ok(null);
  const [{ list, ...rest }, group] = await Promise.all([
    wishesOf(db(), { regionId, applicationId }),
    groupId === null ? [] : othersOf(regionId, groupId, applicationId),
  ]);
  const twins = group.filter(({ status }) => isStatus(status) && isLiving(status));
  const wisher = wisherOf(row, parameters, now);
  return ok({
    ...rest,
    regime: parameters.regime,
    max: parameters.maxWishes,
    wishes: list.map((each) => ({ ...each, state: stateOfWish(each, wisher) })),
    wisher,
    open: [row, ...twins].every(({ status }) => mayChangeWishes(status)),
    twins: twins.map(({ number }) => number),
  });
}

async function othersOf(regionId: number, groupId: string, applicationId: string) {
  return await db()
    .select({ number: application.number, status: application.status })
    .from(application)
    .where(
      and(
        eq(application.regionId, regionId),
        eq(application.groupId, groupId),
        ne(application.id, applicationId),
      ),
    )
    .orderBy(asc(application.number));
}
