import { and, eq, isNull } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { personByIin } from "#lib/people/records.ts";
import { lockAccount } from "./account-lock.ts";
import { subjectOf } from "./codes.ts";
import { endWaitingCodes } from "./end-codes.ts";

/**
 * Ends every session of a person, and the codes on their way, at an operator's hand (ASVS 7.4.5): a stolen telephone, a
 * member of staff who left. Each is recorded with the ground.
 * @returns how many were open, or `unknown` for an IIN that nobody here has
 */
export async function endSessionsOf(
  order: { readonly iin: string; readonly ground: string },
  now: Date,
): Promise<Result<number, "unknown">> {
  return transaction(async (tx) => {
    const person = await personByIin(tx, order.iin);
    if (person === null) return fail("unknown");
    await lockAccount(tx, subjectOf(order.iin));
    const ended = await tx
      .update(session)
      .set({ revokedAt: now })
      .where(and(eq(session.personId, person.id), isNull(session.revokedAt)))
      .returning({ id: session.id });
    await endWaitingCodes(tx, order.iin, now);
    for (const { id } of ended) {
      await recordAudit(tx, {
        actor: anonymous(defaultLocale),
        action: "session.revoke",
        role: "operator",
        regionId: null,
        subject: { kind: "session", id },
        concernsId: person.id,
        detail: { ground: order.ground },
        at: now,
      });
    }
    return ok(ended.length);
  });
}
