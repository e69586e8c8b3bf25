import { and, eq, isNull } from "drizzle-orm";
import { db, type Queryable, transaction, type Tx } from "#db/client.ts";
import { person, staffRole } from "#db/schema/people.ts";
import { password, staffInvitation } from "#db/schema/sign-in.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { maskEmail } from "#lib/identity/email.ts";
import { newId, newSecret, sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { personByIin, savePerson } from "#lib/people/records.ts";
import { lockAccount } from "./account-lock.ts";
import { subjectOf } from "./codes.ts";
import { endSessions } from "./end-sessions.ts";
import { hashPassword } from "./password-hash.ts";
import {
  type NewPassword,
  type NewPasswordProblem,
  problemsOfNewPassword,
  savePassword,
} from "./passwords.ts";
import { tellOfNewPassword } from "./tell-of-new-password.ts";

/** Long enough for a Friday's invitation to be taken up on Monday. */
const hoursToAccept = 72;

export type Invitation = {
  /** The secret of the link: shown to whoever invites, and kept nowhere. */
  readonly token: string;
  /** Instant. */
  readonly expiresAt: Date;
};

/**
 * A link by which a member of staff sets a password; the one before it ends. Null where there is a password already and
 * nobody asked for a new one.
 */
export async function invite(
  tx: Tx,
  whom: { readonly iin: string; readonly login: string; readonly again: boolean },
  now: Date,
): Promise<Invitation | null> {
  const [known] = await tx
    .select({ setAt: password.setAt })
    .from(password)
    .innerJoin(person, eq(person.id, password.personId))
    .where(eq(person.iin, whom.iin));
  if (known !== undefined && !whom.again) return null;
  await endInvitations(tx, whom.iin, now);
  const token = newSecret();
  const expiresAt = new Date(now.getTime() + hoursToAccept * 3_600_000);
  await tx.insert(staffInvitation).values({
    id: newId(),
    tokenHash: sha256Hex(token),
    iin: whom.iin,
    login: whom.login,
    createdAt: now,
    expiresAt,
  });
  return { token, expiresAt };
}

export async function endInvitations(tx: Tx, iin: string, now: Date): Promise<void> {
  await tx
    .update(staffInvitation)
    .set({ endedAt: now })
    .where(
      and(
        eq(staffInvitation.iin, iin),
        isNull(staffInvitation.usedAt),
        isNull(staffInvitation.endedAt),
      ),
    );
}

export type OpenInvitation = {
  readonly maskedLogin: string;
  /** For the browser's store of passwords. */
  readonly login: string;
};

/**
 * What a link is about, while it can be taken up; null for one that was used, replaced, is too old or was never ours:
 * all alike, for who is invited is nobody's business. Reading it changes nothing.
 */
export async function invitationBy(token: string, now: Date): Promise<OpenInvitation | null> {
  const row = await open(db(), token, now);
  return row === null ? null : { login: row.login, maskedLogin: maskEmail(row.login) };
}

/**
 * Sets the password of whoever holds the link, once. It opens no session: to come in, the code sent to the login is
 * needed too. Sessions by an earlier password end, and its owner is told.
 * @returns `gone` for a link that cannot be taken up, `mend` with what to mend, `busy`
 */
export async function acceptInvitation(
  order: {
    readonly token: string;
    readonly typed: NewPassword;
    readonly regionId: number;
    readonly locale: Locale;
    readonly requestId: string | null;
  },
  now: Date,
): Promise<
  Result<undefined, "gone" | "busy"> | Result<undefined, "mend", readonly NewPasswordProblem[]>
> {
  const { token, typed, regionId, locale, requestId } = order;
  const found = await open(db(), token, now);
  if (found === null) return fail("gone");
  const problems = problemsOfNewPassword(typed, [found.iin]);
  if (problems.length > 0) return fail("mend", problems);
  const hash = await hashPassword(typed.password);
  if (!hash.ok) return fail("busy");
  return await transaction(async (tx) => {
    await lockAccount(tx, subjectOf(found.iin));
    const still = await open(tx, token, now);
    if (still === null) return fail("gone");
    const { iin, name, id } = still;
    const known = (await personByIin(tx, iin)) ?? (await firstKnown(tx, { iin, name }, now));
    await tx.update(staffInvitation).set({ usedAt: now }).where(eq(staffInvitation.id, id));
    await savePassword(tx, known.id, hash.value, now);
    await endSessions(tx, { iin, ground: "staff invitation accepted" }, now);
    await recordAudit(tx, {
      actor: anonymous(locale),
      action: "password.change",
      role: "staff",
      regionId,
      subject: { kind: "person", id: known.id },
      concernsId: known.id,
      requestId,
      detail: { by: "invitation" },
      at: now,
    });
    await tellOfNewPassword(tx, { personId: known.id, regionId }, now);
    return ok();
  });
}

/** While the role stands: whoever lost it sets no password by an old link. */
async function open(from: Queryable, token: string, now: Date) {
  const [row] = await from
    .select({
      id: staffInvitation.id,
      iin: staffInvitation.iin,
      login: staffInvitation.login,
      expiresAt: staffInvitation.expiresAt,
      name: staffRole.name,
    })
    .from(staffInvitation)
    .innerJoin(
      staffRole,
      and(
        eq(staffRole.iin, staffInvitation.iin),
        eq(staffRole.login, staffInvitation.login),
        isNull(staffRole.revokedAt),
      ),
    )
    .where(
      and(
        eq(staffInvitation.tokenHash, sha256Hex(token)),
        isNull(staffInvitation.usedAt),
        isNull(staffInvitation.endedAt),
      ),
    )
    .limit(1);
  return row === undefined || row.expiresAt <= now ? null : row;
}

/** Nobody has told more of the person yet than the name on the grant; the register will. */
async function firstKnown(tx: Tx, { iin, name }: { iin: string; name: string }, now: Date) {
  const [surname = "", ...given] = name.split(" ");
  const facts = { iin, surname, givenName: given.join(" "), patronymic: null };
  const unknown = { birthDate: null, sex: null, registration: null };
  return await savePerson(tx, { ...facts, ...unknown }, "paper", now);
}
