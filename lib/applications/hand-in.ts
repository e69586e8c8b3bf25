import { transaction } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { handIn, holdSupplement, openSupplement } from "#lib/documents/supplement.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { isQueueType } from "#lib/regions/queue-types.ts";
import { isEffective, requiredPapers } from "#lib/privileges/rules.ts";
import { type Addressed, lockFor, takeStep } from "./deed.ts";
import type { ApplicationView } from "./journal.ts";
import { isAtRest, isLiving, isStatus } from "./status.ts";

/**
 * Begins to collect papers: for a privilege that is to be claimed, or for what the application has already. One
 * collection a person and application: begun twice, it is the same.
 */
export async function collectPapers(
  actor: Actor,
  where: Addressed & { readonly purpose: "claim" | "papers" },
  now: Date,
): Promise<Result<{ readonly collection: string }, Refusal | "out-of-turn">> {
  const isClaim = where.purpose === "claim";
  return await transaction(async (tx) => {
    const action = isClaim ? "application.privilege.claim" : "application.papers";
    const locked = await lockFor(tx, actor, action, where);
    if (!locked.ok) return locked;
    const { regionId, id, queueType, status } = locked.value;
    if (actor.kind !== "person") return fail("signed-out");
    const isOpen = isStatus(status) && (isClaim ? isAtRest(status) : isLiving(status));
    if (!isOpen) return fail("out-of-turn");
    const { personId } = actor;
    const whose = { regionId, applicationId: id, queueType, personId };
    return ok({ collection: await openSupplement(tx, whose, now) });
  });
}

export type HandingIn = Addressed & {
  readonly collection: string;
  readonly requestId: string | null;
};

/**
 * Hands further papers of a registered application in: they stand with it from now on, and those that stood stay.
 * @returns `no-collection`: not this person's to hand in, or handed in before · `no-files`: nothing was brought
 */
export async function handInPapers(
  actor: Actor,
  order: HandingIn,
  now: Date,
): Promise<Result<undefined, Refusal | "out-of-turn" | "no-collection" | "no-files">> {
  return await transaction(async (tx) => {
    const locked = await lockFor(tx, actor, "application.papers", order);
    if (!locked.ok) return locked;
    if (actor.kind !== "person") return fail("signed-out");
    const row = locked.value;
    const { regionId, id } = row;
    if (!isStatus(row.status) || !isLiving(row.status)) return fail("out-of-turn");
    const owner = { regionId, applicationId: id, personId: actor.personId };
    const papers = await holdSupplement(tx, order.collection, owner);
    if (papers === null) return fail("no-collection");
    if (papers.length === 0) return fail("no-files");
    await handIn(tx, order.collection, owner, now);
    const taken = await takeStep(tx, row, {
      kind: "paper-added",
      at: now,
      actorRole: "parent",
      legalGround: "applicants-wish",
      data: { papers },
    });
    if (!taken.ok) return taken;
    await recordAudit(tx, {
      actor,
      action: "application.papers",
      role: "parent",
      regionId,
      subject: { kind: "application", id },
      concernsId: row.childId,
      detail: { number: row.number, papers },
      requestId: order.requestId,
      at: now,
    });
    return ok();
  });
}

/** The papers that an application rests on, by their codes: what can be brought again, and what was lost. */
export function papersOf(
  application: Pick<
    ApplicationView,
    "queueType" | "claims" | "nonResident" | "byGuardian" | "lostPapers"
  >,
  now: Date,
): readonly string[] {
  const { queueType, claims, nonResident, byGuardian, lostPapers } = application;
  if (!isQueueType(queueType)) return lostPapers;
  const categories = claims
    .filter((claim) => isEffective(claim.status))
    .map((claim) => claim.category);
  const grounds = { queueType, categories, nonResident, byGuardian };
  const required = requiredPapers(grounds, localDateOf(now)).map((paper) => paper.code);
  return [...new Set([...required, ...lostPapers])];
}
