import { db } from "#db/client.ts";
import {
  answersAreLate,
  isBlocked,
  recoverySubject,
  rightAnswers,
  spentAttempts,
} from "./recovery-attempts.ts";
import { recoveryAttempts } from "./recovery-limits.ts";

/** Where the recovery of an IIN stands for one browser: the same for IINs that we know and that we do not. */
export type RecoveryState =
  | { readonly step: "blocked" }
  /** The questions; `left` attempts. `late`: they were answered rightly here, too long ago to go on. */
  | { readonly step: "questions"; readonly left: number; readonly late: boolean }
  /** Answered by this browser: the new phone is asked for. */
  | { readonly step: "phone" };

export async function recoveryState(
  holder: { readonly regionId: number; readonly iin: string; readonly browserSecret: string },
  now: Date,
): Promise<RecoveryState> {
  const subject = recoverySubject(holder.iin);
  if (await isBlocked(db(), subject)) return { step: "blocked" };
  const asked = { ...holder, subject };
  if ((await rightAnswers(db(), asked, now)) !== null) return { step: "phone" };
  const { wrong } = await spentAttempts(db(), subject, now);
  // Three whose processes died before they could close the way.
  if (wrong >= recoveryAttempts) return { step: "blocked" };
  const late = await answersAreLate(db(), asked, now);
  return { step: "questions", left: recoveryAttempts - wrong, late };
}
