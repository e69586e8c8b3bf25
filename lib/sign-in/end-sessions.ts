import { and, eq, isNull } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { personByIin } from "#lib/people/records.ts";
import { lockAccount } from "./account-lock.ts";
import { subjectOf } from "./codes.ts";
import { endWaitingCodes } from "./end-codes.ts";

type Order = { readonly iin: string; readonly ground: string };

/**
 * Ends every session of a person, and the codes on their way, at an operator's hand (ASVS 7.4.5): a stolen telephone, a
 * member of staff who left. Each is recorded with the ground.
 * @returns how many were open, or `unknown` for an IIN that nobody here has
 */
export async function endSessionsOf(order: Order, now: Date): Promise<Result<number, "unknown">> {
  return transaction(async (tx) => {
    if ((await personByIin(tx, order.iin)) === null) return fail("unknown");
    await lockAccount(tx, subjectOf(order.iin));
    return ok(await endSessions(tx, order, now));
  });
}

/** The same inside a deed that has locked the account; 0 for an IIN that nobody here has. */
export async function endSessions(tx: Tx, order: Order, now: Date): Promise<number> {
  await endWaitingCodes(tx, order.iin, now);
  const person = await personByIin(tx, order.iin);
  if (person === null) return 0;
  const ended = await tx
    .update(session)
    .set({ revokedAt: now })
    .where(and(eq(session.personId, person.id), isNull(session.revokedAt)))
    .returning({ id: session.id });
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
  return ended.length;
}
