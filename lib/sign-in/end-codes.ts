import { and, eq, gt, inArray, isNull, or } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { person } from "#db/schema/people.ts";
import { oneTimeCode } from "#db/schema/sign-in.ts";
import type { CodePurpose } from "./code-order.ts";
import { type MatchedCode, subjectOf } from "./codes.ts";

// What goes to a phone that came by answers has its own proof.
const ofTheAccount: readonly CodePurpose[] = ["cabinet", "one-time", "contact", "staff"];

/**
 * Ends the codes that wait for an account, in whichever browser: where its contacts change hands, a code sent a moment
 * before to the former ones must not open it afterwards. One that was typed back but has not opened anything yet ends as
 * well (`codeStands`); the caller holds the account's lock (`lockAccount`).
 * @param iin whose account
 */
export async function endWaitingCodes(
  tx: Tx,
  iin: string,
  now: Date,
  purposes: readonly CodePurpose[] = ofTheAccount,
): Promise<void> {
  await tx
    .update(oneTimeCode)
    .set({ endedAt: now })
    .where(
      and(
        // Codes of staff are counted under their login.
        or(
          eq(oneTimeCode.subject, subjectOf(iin)),
          inArray(
            oneTimeCode.personId,
            tx.select({ id: person.id }).from(person).where(eq(person.iin, iin)),
          ),
        ),
        inArray(oneTimeCode.purpose, [...purposes]),
        gt(oneTimeCode.expiresAt, now),
        isNull(oneTimeCode.endedAt),
      ),
    );
}

/**
 * Whether a code that fitted may still open what it was sent for: between its comparison and the caller's transaction
 * somebody may have ended it. Asked under the account's lock (`lockAccount`).
 */
export async function codeStands(tx: Tx, { id }: Pick<MatchedCode, "id">): Promise<boolean> {
  const [row] = await tx
    .select({ endedAt: oneTimeCode.endedAt })
    .from(oneTimeCode)
    .where(eq(oneTimeCode.id, id));
  return row !== undefined && row.endedAt === null;
}
