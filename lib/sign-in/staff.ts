import { and, eq, isNull, or, sql } from "drizzle-orm";
import { db, type Queryable, transaction } from "#db/client.ts";
import { person, staffRole } from "#db/schema/people.ts";
import { password } from "#db/schema/sign-in.ts";
import { maskEmail } from "#lib/identity/email.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { lockAccount } from "./account-lock.ts";
import type { CodeRefusal, Visitor } from "./by-code.ts";
import { type SentCode, sendCode, subjectOf, tryCode } from "./codes.ts";
import { codeStands } from "./end-codes.ts";
import { enter, type Entry, type Opened } from "./enter.ts";
import { isKnownDevice } from "./known-devices.ts";
import { countPasswordTry } from "./password-budget.ts";
import { checkPassword } from "./password-hash.ts";
import { longestPassword, normalPassword } from "./password-rules.ts";
import { recordRefusal } from "./refusals.ts";

// Staff see other people's children: their codes do not follow a region's wish for short ones.
const staffCodeLength = 6;

type StaffMember = {
  readonly personId: string;
  readonly iin: string;
  readonly login: string;
  readonly hash: string | null;
  readonly passwordSetAt: Date | null;
};

/** Who has this login in a region's portal today, the platform's own people in every one; null for everybody else. */
async function staffMember(
  from: Queryable,
  regionId: number,
  login: string,
): Promise<StaffMember | null> {
  const [row] = await from
    .select({
      personId: person.id,
      iin: person.iin,
      login: staffRole.login,
      hash: password.hash,
      passwordSetAt: password.setAt,
    })
    .from(staffRole)
    .innerJoin(person, eq(person.iin, staffRole.iin))
    .leftJoin(password, eq(password.personId, person.id))
    .where(
      and(
        eq(sql`lower(${staffRole.login})`, loginOf(login)),
        isNull(staffRole.revokedAt),
        or(eq(staffRole.regionId, regionId), isNull(staffRole.regionId)),
      ),
    )
    .limit(1);
  return row === undefined || row.login === null ? null : { ...row, login: row.login };
}

/** A login is an address of e-mail; its case and spaces around it do not matter. */
export function loginOf(typed: string): string {
  return typed.normalize("NFKC").trim().toLowerCase().slice(0, 254);
}

/**
 * First step of staff: login and password. What does not fit, whatever it is, is `wrong` after the same time; what fits
 * sends a code to the login.
 */
export async function askStaffCode(
  visitor: Visitor,
  typed: { readonly login: string; readonly password: string },
  entry: Pick<Entry, "requestId" | "locale">,
  now: Date,
): Promise<Result<SentCode, "wrong" | "busy" | CodeRefusal, { readonly until: Date | null }>> {
  const login = loginOf(typed.login);
  const member = await staffMember(db(), visitor.regionId, login);
  const personId = member?.personId ?? null;
  const knownDevice = await isKnownDevice(db(), personId, visitor.deviceSecret, now);
  const until = await countPasswordTry({ ...visitor, subject: login, knownDevice }, now);
  if (until !== null) return fail("too-many", { until });
  const text = normalPassword(typed.password).slice(0, longestPassword * 2);
  const checked = await checkPassword(text, member?.hash ?? null);
  if (!checked.ok) return fail("busy", { until: null });
  if (member === null || !checked.value.fits) {
    await recordRefusal({ ...visitor, way: "staff", code: "wrong", subject: login, entry }, now);
    return fail("wrong", { until: null });
  }
  return transaction((tx) =>
    sendCode(
      tx,
      {
        ...visitor,
        purpose: "staff",
        subject: login,
        personId,
        recipient: { channel: "email", to: member.login },
        masked: maskEmail(member.login),
        knownDevice,
        length: staffCodeLength,
      },
      now,
    ),
  );
}

/**
 * Second step of staff: the code opens a session of two factors. Whoever lost the role or the login meanwhile stays
 * outside, and so does whose password is not the one any more that was typed at the first step.
 */
export async function enterAsStaff(
  visitor: Visitor,
  login: string,
  code: string,
  entry: Entry,
  now: Date,
): Promise<Result<Opened, "wrong" | "gone", { readonly left: number }>> {
  const tried = await tryCode({ ...visitor, purpose: "staff", code }, now);
  if (!tried.ok) {
    const refused = { ...visitor, way: "staff", code: tried.code, subject: login, entry } as const;
    await recordRefusal(refused, now);
    return tried.detail.left > 0 ? tried : fail("gone", { left: 0 });
  }
  const { personId, recipient, sentAt } = tried.value;
  const found = await staffMember(db(), visitor.regionId, login);
  if (found === null || found.personId !== personId) return fail("gone", { left: 0 });
  const opened = await transaction(async (tx) => {
    await lockAccount(tx, subjectOf(found.iin));
    const member = await staffMember(tx, visitor.regionId, login);
    if (member === null || member.personId !== personId || member.login !== recipient) return null;
    if (member.passwordSetAt === null || member.passwordSetAt > sentAt) return null;
    if (!(await codeStands(tx, tried.value))) return null;
    return enter(
      tx,
      {
        personId: member.personId,
        iin: member.iin,
        regionId: visitor.regionId,
        strength: "two-factor",
        method: "staff",
        evidenceId: null,
        deviceSecret: visitor.deviceSecret,
      },
      entry,
      now,
    );
  });
  return opened === null ? fail("gone", { left: 0 }) : ok(opened);
}
