import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { legalRepresentation, person, staffRole } from "#db/schema/people.ts";
import { recoveryBlock } from "#db/schema/sign-in.ts";
import { actions } from "#lib/access/actions.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { maskIin } from "#lib/identity/iin.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { personByIin } from "#lib/people/records.ts";
import { accountOf } from "./account.ts";
import { runningChanges } from "./phone-change.ts";
import { endHold } from "./phone-change-stop.ts";
import { lockSubject, recoverySubject } from "./recovery-attempts.ts";

export type LiftOrder = {
  readonly regionId: number;
  /** Whose way by answers is opened again. */
  readonly iin: string;
  /** IIN of the officer who has seen the papers. */
  readonly by: string;
  /** Which papers, in the officer's words. */
  readonly ground: string;
  /** The number that was given by answers is the person's own: the hold on light sign-ins ends too. */
  readonly settle: boolean;
};

export type Lifted = {
  /** False where nothing was closed: doing it twice does it once. */
  readonly lifted: boolean;
  readonly settled: boolean;
};

/**
 * Opens the way by answers again for somebody whose papers an officer has seen, and, where that is asked for, ends the
 * hold on a number that is theirs.
 * @returns `not-granted`: the officer holds no role for it in this region; `not-here`: the block belongs to another
 * region and the person has no cabinet in this one
 */
export async function liftRecovery(
  order: LiftOrder,
  now: Date,
): Promise<Result<Lifted, "not-granted" | "not-here">> {
  const { regionId, iin } = order;
  return transaction(async (tx) => {
    const grant = await grantOf(tx, order);
    if (grant === null) return fail("not-granted");
    const subject = recoverySubject(iin);
    await lockSubject(tx, subject);
    const [block] = await tx
      .select()
      .from(recoveryBlock)
      .where(and(eq(recoveryBlock.subject, subject), isNull(recoveryBlock.liftedAt)))
      .for("update");
    const account = await accountOf(tx, regionId, iin);
    if (block !== undefined && block.regionId !== regionId && account === null) {
      return fail("not-here");
    }
    const audit = async (kind: string, id: string, outcome: string) =>
      recordAudit(tx, {
        actor: anonymous(defaultLocale),
        action: "staff.recovery.lift",
        role: grant.role,
        regionId,
        subject: { kind, id },
        concernsId: (await personByIin(tx, iin))?.id ?? null,
        detail: { outcome, grant: grant.id, ground: order.ground },
        at: now,
      });
    if (block !== undefined) {
      await tx
        .update(recoveryBlock)
        .set({ liftedAt: now, liftedBy: order.by, ground: order.ground })
        .where(eq(recoveryBlock.id, block.id));
      await audit("recovery-block", block.id, "lifted");
    }
    const changes =
      order.settle && account !== null ? await runningChanges(tx, account.personId, now) : [];
    for (const change of changes) {
      await endHold(tx, change.id, now);
      await audit("phone-change", change.id, "settled");
    }
    return ok({ lifted: block !== undefined, settled: changes.length > 0 });
  });
}

async function grantOf(tx: Tx, { by, regionId }: LiftOrder) {
  const [grant] = await tx
    .select({ id: staffRole.id, role: staffRole.role })
    .from(staffRole)
    .where(
      and(
        eq(staffRole.iin, by),
        eq(staffRole.regionId, regionId),
        isNull(staffRole.revokedAt),
        inArray(staffRole.role, [...actions["staff.recovery.lift"].who]),
      ),
    );
  return grant ?? null;
}

export type ListedBlock = {
  /** `8706****0009`; null for an IIN that nobody has: of those only the pseudonym is known. */
  readonly iin: string | null;
  /** Instant. */
  readonly since: Date;
  /** Where the answers were given: not always the family's region. */
  readonly here: boolean;
  readonly ground: string | null;
};

/** The closed ways that matter to a region: closed there, or of a person who has a cabinet there; the oldest first. */
export async function blocksOf(regionId: number): Promise<ListedBlock[]> {
  const blocks = await db()
    .select()
    .from(recoveryBlock)
    .where(isNull(recoveryBlock.liftedAt))
    .orderBy(asc(recoveryBlock.since));
  if (blocks.length === 0) return [];
  const names = await namesIn(regionId);
  return blocks.flatMap((block) => {
    const iin = names.get(block.subject);
    const here = block.regionId === regionId;
    if (!here && iin === undefined) return [];
    return [{ iin: iin ?? null, since: block.since, here, ground: block.ground }];
  });
}

// The table knows pseudonyms only, so those of everybody with a cabinet here are computed and compared.
async function namesIn(regionId: number): Promise<ReadonlyMap<string, string>> {
  const here = eq(application.regionId, regionId);
  const applicants = db().select({ id: application.applicantId }).from(application).where(here);
  const children = db().select({ id: application.childId }).from(application).where(here);
  const [own, linked] = await Promise.all([
    db().select({ iin: person.iin }).from(person).where(inArray(person.id, applicants)),
    db()
      .select({ iin: person.iin })
      .from(person)
      .innerJoin(legalRepresentation, eq(legalRepresentation.adultId, person.id))
      .where(inArray(legalRepresentation.childId, children)),
  ]);
  return new Map([...own, ...linked].map(({ iin }) => [recoverySubject(iin), maskIin(iin)]));
}
