import { db } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { papersOfApplication } from "#lib/documents/supplement.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { PrivilegeCategory } from "#lib/privileges/categories.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { placeAfter } from "#lib/queue/preview.ts";
import { placeOf } from "#lib/queue/views.ts";
import { districtsOf, policyFor } from "#lib/regions/views.ts";
import { claimableAgain, claimsOf, holderOf } from "./claims.ts";
import type { Addressed, ApplicationRow } from "./deed.ts";
import { judgeMove } from "./move-rules.ts";
import {
  classWith,
  classWithout,
  claimable,
  judgeGivingUp,
  papersToBring,
} from "./privilege-change.ts";
import { readFor } from "./read-for.ts";
import { isAtRest } from "./status.ts";

// What a deed would do, told before it is done; nothing is written here.

export type Effect = {
  /** Numbers in the queue; null for an application that does not wait at this moment. */
  readonly now: number | null;
  readonly then: number | null;
  /** The class in which it would stand; null likewise. */
  readonly classThen: EntryClass | null;
};

export type ClaimPreview = {
  readonly category: PrivilegeCategory;
  /** Codes of the papers that must come with the claim. */
  readonly papers: readonly string[];
  readonly effect: Effect;
  /** It was claimed too often of late and can be again from then on; null where it can be now. */
  readonly againAt: Date | null;
};

export type GivingUpPreview = {
  readonly effect: Effect;
  /** If given up now, it can be claimed again only from then on; null where at once. */
  readonly againAt: Date | null;
};

/** What «Добавить льготу» would do, and which papers it asks for. */
export async function previewClaim(
  actor: Actor,
  order: Addressed & { readonly category: string },
  now: Date,
): Promise<Result<ClaimPreview, Refusal | "out-of-turn" | "unknown-category">> {
  const found = await readFor(db(), actor, "application.read", order);
  if (!found.ok) return found;
  const row = found.value;
  const claims = await claimsOf(db(), row);
  if (!isAtRest(holderOf(row, claims).status)) return fail("out-of-turn");
  const at = localDateOf(now);
  const category = claimable(claims, at).find((each) => each.code === order.category);
  if (category === undefined) return fail("unknown-category");
  const which = { regionId: row.regionId, applicationId: row.id };
  const attached = await papersOfApplication(db(), which);
  const effect = await effectOf(
    row,
    (own) => ({ class: classWith(own, claims, category.code, at) }),
    now,
  );
  const againAt = await claimableAgain(db(), row, category.code, now);
  return ok({ category, papers: papersToBring(category, claims, attached), effect, againAt });
}

/** What «Снять льготу» would do. */
export async function previewGivingUp(
  actor: Actor,
  order: Addressed & { readonly category: string },
  now: Date,
): Promise<Result<GivingUpPreview, Refusal | "out-of-turn" | "not-claimed">> {
  const found = await readFor(db(), actor, "application.read", order);
  if (!found.ok) return found;
  const row = found.value;
  const claims = await claimsOf(db(), row);
  const verdict = judgeGivingUp(holderOf(row, claims), order.category);
  if (!verdict.ok) return verdict;
  const next = classWithout(claims, order.category, localDateOf(now));
  const effect = await effectOf(row, () => ({ class: next }), now);
  return ok({ effect, againAt: await claimableAgain(db(), row, order.category, now) });
}

/** What going over to another district would do. */
export async function previewMove(
  actor: Actor,
  order: Addressed & { readonly districtKato: string },
  now: Date,
): Promise<
  Result<Effect, Refusal | "out-of-turn" | "no-districts" | "unknown-district" | "already-there">
> {
  const found = await readFor(db(), actor, "application.read", order);
  if (!found.ok) return found;
  const row = found.value;
  const { regionId, queueType } = row;
  const { parameters } = await policyFor({ regionId, queueType, at: now });
  const districts = (await districtsOf(regionId)).map((each) => each.kato);
  const required = parameters.districtsRequired;
  const verdict = judgeMove(row, order.districtKato, { districts, required });
  if (!verdict.ok) return verdict;
  return ok(await effectOf(row, () => ({ districtKato: verdict.value }), now));
}

async function effectOf(
  { regionId, id, queueType }: ApplicationRow,
  changeOf: (own: EntryClass) => { readonly class?: EntryClass; readonly districtKato?: string },
  at: Date,
): Promise<Effect> {
  const entry = { regionId, applicationId: id };
  const { parameters } = await policyFor({ regionId, queueType, at });
  const ratio = parameters.priorityRatio;
  const now = await placeOf(db(), entry, ratio);
  if (now === null) return { now: null, then: null, classThen: null };
  const then = await placeAfter(db(), entry, changeOf(now.class), ratio);
  return { now: now.position, then: then?.position ?? null, classThen: then?.class ?? null };
}
