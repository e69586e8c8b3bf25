import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { oneTimeCode } from "#db/schema/sign-in.ts";
import type { CodePurpose } from "./code-order.ts";
import { subjectOf } from "./codes.ts";

// Those that go to the contacts of the account; what goes to a phone that is only now proven has its own proof.
const ofTheAccount: readonly CodePurpose[] = ["cabinet", "contact"];

/**
 * Ends the codes that wait for an account, in whichever browser: where its contacts change hands, a code sent a moment
 * before to the former ones must not open it afterwards.
 * @param iin whose account
 */
export async function endWaitingCodes(tx: Tx, iin: string, now: Date): Promise<void> {
  await tx
    .update(oneTimeCode)
    .set({ endedAt: now })
    .where(
      and(
        eq(oneTimeCode.subject, subjectOf(iin)),
        inArray(oneTimeCode.purpose, [...ofTheAccount]),
        isNull(oneTimeCode.usedAt),
        isNull(oneTimeCode.endedAt),
      ),
    );
}
