import { and, asc, eq, gt, isNull, ne } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contact } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { password, phoneChange } from "#db/schema/sign-in.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { env } from "#lib/platform/env.ts";
import { newId, newSecret, sha256Hex } from "#lib/platform/ids.ts";
import { lockAccount } from "./account-lock.ts";
import { subjectOf } from "./codes.ts";
import { endWaitingCodes } from "./end-codes.ts";
import { type Reach, reachOf, tellAll } from "./recovery-notices.ts";
import { holdMilliseconds } from "./recovery-limits.ts";

export type PhoneChange = typeof phoneChange.$inferSelect;

/** Of the link in the warning: no more fits into one Kazakh SMS with its sentence, and nobody guesses 72 bits in three days. */
export const stopTokenBytes = 9;

/**
 * How long a light sign-in may give nothing away where nobody could be told of the change: until an electronic
 * signature or an officer who has seen the papers. Otherwise knowing a family's papers and waiting would be enough.
 */
const untoldMilliseconds = 50 * 365 * 24 * 60 * 60_000;

/** The changes of a person that can still be stopped, the first of them first. */
export async function runningChanges(tx: Tx, personId: string, now: Date): Promise<PhoneChange[]> {
  return await tx
    .select()
    .from(phoneChange)
    .where(
      and(
        eq(phoneChange.personId, personId),
        isNull(phoneChange.stoppedAt),
        gt(phoneChange.holdUntil, now),
      ),
    )
    .orderBy(asc(phoneChange.at), asc(phoneChange.id))
    .for("update");
}

export type NewPhone = {
  readonly regionId: number;
  readonly personId: string;
  readonly iin: string;
  /** E.164, confirmed by a code sent to it. */
  readonly phone: string;
  readonly passwordHash: string;
  readonly locale: Locale;
};

/**
 * Replaces phone and password of a person who answered rightly, ends every light session and every code that waits, and
 * tells whoever was known before how to stop it. A second change while the first can still be stopped goes back to where
 * the first began, so that nobody can push the owner's contacts out by changing twice; and only those contacts get the
 * link.
 * @returns whether anybody could be told
 */
export async function changePhone(tx: Tx, order: NewPhone, now: Date): Promise<boolean> {
  const { personId, regionId, phone } = order;
  await lockAccount(tx, subjectOf(order.iin));
  const running = await runningChanges(tx, personId, now);
  const [first] = running;
  const [known] = await tx
    .select()
    .from(contact)
    .where(eq(contact.personId, personId))
    .for("update");
  const [secret] = await tx
    .select()
    .from(password)
    .where(eq(password.personId, personId))
    .for("update");
  const before = first?.before ?? {
    phone: known?.phone ?? null,
    secondPhone: known?.secondPhone ?? null,
    email: known?.email ?? null,
    phoneConfirmedAt: known?.phoneConfirmedAt?.toISOString() ?? null,
    secondPhoneConfirmedAt: known?.secondPhoneConfirmedAt?.toISOString() ?? null,
  };
  const passwordBefore = first === undefined ? (secret?.hash ?? null) : first.passwordBefore;
  const answered = [phone, ...running.map((change) => change.phone)];
  const reach = withoutPhones(await reachOf(tx, personId), before.phone, answered);
  const token = newSecret(stopTokenBytes);
  const changeId = newId();
  const told = await tellAll(
    tx,
    reach,
    {
      personId,
      regionId,
      cause: `phone-change:${changeId}`,
      template: "phone-change",
      params: { link: stopLink(token) },
      expiresAt: new Date(now.getTime() + holdMilliseconds),
    },
    now,
  );
  // A number that came by answers before may be the owner's all the same: it hears of it, without the link.
  const replaced = running.map((change) => change.phone).filter((each) => each !== phone);
  await tellAll(
    tx,
    { ...reach, phones: [...new Set(replaced)], emails: [] },
    {
      personId,
      regionId,
      cause: `phone-replaced:${changeId}`,
      template: "recovery-tried",
      params: {},
    },
    now,
  );
  await tx.insert(phoneChange).values({
    id: changeId,
    regionId,
    personId,
    before,
    passwordBefore,
    phone,
    stopTokenHash: sha256Hex(token),
    at: now,
    holdUntil: new Date(now.getTime() + (told > 0 ? holdMilliseconds : untoldMilliseconds)),
  });
  const changed = {
    phone,
    phoneConfirmedAt: now,
    ...(known?.secondPhone === phone ? { secondPhone: null, secondPhoneConfirmedAt: null } : {}),
    updatedAt: now,
  };
  await tx
    .insert(contact)
    .values({ personId, locale: order.locale, ...changed })
    .onConflictDoUpdate({ target: contact.personId, set: changed });
  const kept = { hash: order.passwordHash, setAt: now };
  await tx
    .insert(password)
    .values({ personId, ...kept })
    .onConflictDoUpdate({ target: password.personId, set: kept });
  await endLightSessions(tx, personId, now);
  await endWaitingCodes(tx, order.iin, now);
  return told > 0;
}

/** Ends every session that no electronic signature opened. */
export async function endLightSessions(tx: Tx, personId: string, now: Date): Promise<void> {
  await tx
    .update(session)
    .set({ revokedAt: now })
    .where(
      and(
        eq(session.personId, personId),
        ne(session.strength, "strong"),
        isNull(session.revokedAt),
      ),
    );
}

// The phones that came by answers get no link: whoever took the cabinet over must not stop its owner.
function withoutPhones(reach: Reach, owners: string | null, answered: readonly string[]): Reach {
  const all = owners === null ? reach.phones : [...new Set([owners, ...reach.phones])];
  return { ...reach, phones: all.filter((phone) => !answered.includes(phone)) };
}

/** Short, because it must fit into one SMS with its sentence: `app/m/[token]` leads on. */
function stopLink(token: string): string {
  return `${new URL(env().NEXTAUTH_URL).origin}/m/${token}`;
}
