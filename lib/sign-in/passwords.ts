import { and, eq, isNull, ne } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { password } from "#db/schema/sign-in.ts";
import { type PasswordProblem, problemOfPassword } from "./password-rules.ts";

export type NewPassword = { readonly password: string; readonly repeat: string };

export type NewPasswordProblem = {
  readonly field: keyof NewPassword;
  readonly code: PasswordProblem | "differ";
};

/**
 * What is wrong with a new password typed twice; empty when nothing is. Asked before any code is tried, so that a weak
 * password costs no attempt.
 * @param own what a stranger may know of its owner: IIN, phone
 */
export function problemsOfNewPassword(
  typed: NewPassword,
  own: readonly string[],
): NewPasswordProblem[] {
  const weak = problemOfPassword(typed.password, own);
  if (weak !== null) return [{ field: "password", code: weak }];
  return typed.password === typed.repeat ? [] : [{ field: "repeat", code: "differ" }];
}

/** The hash of the person's password, null where there is none. */
export async function passwordHashOf(from: Queryable, personId: string): Promise<string | null> {
  const [row] = await from.select().from(password).where(eq(password.personId, personId));
  return row?.hash ?? null;
}

/** Replaces the person's password. */
export async function savePassword(
  tx: Tx,
  personId: string,
  hash: string,
  now: Date,
): Promise<void> {
  await tx
    .insert(password)
    .values({ personId, hash, setAt: now })
    .onConflictDoUpdate({ target: password.personId, set: { hash, setAt: now } });
}

/** Ends the person's other sessions: whoever knew the old password is out (ASVS 7.4.3). */
export async function endOtherSessions(
  tx: Tx,
  personId: string,
  keepSessionId: string,
  now: Date,
): Promise<void> {
  await tx
    .update(session)
    .set({ revokedAt: now })
    .where(
      and(eq(session.personId, personId), isNull(session.revokedAt), ne(session.id, keepSessionId)),
    );
}
