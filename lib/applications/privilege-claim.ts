import { transaction, type Tx } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { handIn, holdSupplement, papersOfApplication } from "#lib/documents/supplement.ts";
import { fail, ok, type Failure } from "#lib/platform/result.ts";
import { lockEntries } from "#lib/queue/commands.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { claimableAgain, claimsOf, holderOf, writeClaim } from "./claims.ts";
import { type Addressed, type ApplicationRow, lockFor, takeStep } from "./deed.ts";
import { classWith, judgeClaim } from "./privilege-change.ts";
import { tellFamily } from "./tell-family.ts";

export type ClaimOrder = Addressed & {
  /** Code of the ground. */
  readonly category: string;
  /** The papers brought with it; null where none is asked for. */
  readonly collection: string | null;
  readonly requestId: string | null;
};

export type ClaimFailure =
  | Failure<Refusal | "out-of-turn" | "unknown-category" | "already-claimed" | "no-collection">
  | Failure<"papers-missing", readonly string[]>
  | Failure<"too-often", Date>;

/**
 * «Добавить льготу»: it counts from this moment, before anybody has looked at the papers (ADR 006). The instant of the
 * registration stays, so that the child stands in its new class where it would have stood from the beginning.
 * @returns `no-collection`: the papers are not this person's to hand in, or were handed in before · `too-often`: with the
 * instant from which this ground can be claimed once more; the papers brought stay collected
 */
export async function claimPrivilege(
  actor: Actor,
  order: ClaimOrder,
  now: Date,
): Promise<{ readonly ok: true; readonly value: undefined } | ClaimFailure> {
  return await transaction(async (tx) => {
    const locked = await lockFor(tx, actor, "application.privilege.claim", order);
    if (!locked.ok) return locked;
    if (actor.kind !== "person") return fail("signed-out");
    const row = locked.value;
    const { regionId, id } = row;
    const which = { regionId, applicationId: id };
    const claims = await claimsOf(tx, row);
    const { collection } = order;
    const owner = { ...which, personId: actor.personId };
    const held = collection === null ? [] : await holdSupplement(tx, collection, owner);
    const papers = { attached: await papersOfApplication(tx, which), brought: held ?? [] };
    const at = localDateOf(now);
    const verdict = judgeClaim(holderOf(row, claims), order.category, papers, at);
    // A double click finds its collection handed in, and the claim made.
    if (!verdict.ok && verdict.code !== "papers-missing") return verdict;
    const again = await claimableAgain(tx, row, order.category, now);
    if (again !== null) return fail("too-often", again);
    if (held === null) return fail("no-collection");
    if (!verdict.ok) return verdict;
    if (collection !== null) await handIn(tx, collection, which, now);
    const category = verdict.value.code;
    const claimId = await writeClaim(tx, row, category, now);
    const next = classWith(await classNow(tx, row), claims, category, at);
    const taken = await takeStep(tx, row, {
      kind: "privilege-claimed",
      at: now,
      actorRole: "parent",
      legalGround: "privilege-claim",
      data: { claimId, category },
      change: { class: next },
    });
    if (!taken.ok) return taken;
    await recordAudit(tx, {
      actor,
      action: "application.privilege.claim",
      role: "parent",
      regionId,
      subject: { kind: "application", id },
      concernsId: row.childId,
      detail: { number: row.number, category, class: next },
      requestId: order.requestId,
      at: now,
    });
    const cause = `privilege-claimed:${claimId}:${now.getTime()}`;
    const params = { number: row.number };
    const news = {
      cause,
      template: "privilege-claimed",
      params,
      exceptId: actor.personId,
    } as const;
    await tellFamily(tx, row, news, now);
    return ok();
  });
}

/** The class in which the entry stands, under its lock. */
export async function classNow(
  tx: Tx,
  { regionId, id }: Pick<ApplicationRow, "regionId" | "id">,
): Promise<EntryClass> {
  const entries = await lockEntries(tx, [{ regionId, applicationId: id }]);
  const entry = entries.get(`${regionId}:${id}`);
  if (entry === undefined) throw new Error("an application that stands in no queue");
  return entry.class;
}
