import { db, transaction } from "#db/client.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { maskPhone } from "#lib/identity/phone.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { lockAccount } from "./account-lock.ts";
import { accountOf, decoyPhone } from "./account.ts";
import { codePolicy, limitsOfCodes } from "./code-limits.ts";
import { type SentCode, sendCode, subjectOf, tryCode, waitingCode } from "./codes.ts";
import { confirmPhone } from "./confirm-phone.ts";
import { codeStands } from "./end-codes.ts";
import { enter, type Entry, type Opened } from "./enter.ts";
import { isKnownDevice } from "./known-devices.ts";
import { hashPassword } from "./password-hash.ts";
import {
  endOtherSessions,
  type NewPassword,
  type NewPasswordProblem,
  problemsOfNewPassword,
  savePassword,
  passwordHashOf,
} from "./passwords.ts";
import { recordRefusal } from "./refusals.ts";
import { tellOfNewPassword } from "./tell-of-new-password.ts";

/** A browser at the first step of a way in. */
export type Visitor = {
  readonly regionId: number;
  readonly browserSecret: string;
  readonly deviceSecret: string | null;
  readonly address: string;
  readonly locale: Locale;
};

export type NextStep =
  /** This browser was in the account before, and there is a password. */
  | { readonly step: "password" }
  | { readonly step: "code"; readonly sent: SentCode }
  /** The application carries no phone (manual 000). */
  | { readonly step: "update-number" };

export type CodeRefusal = "too-soon" | "too-many" | "budget";

/**
 * «Продолжить» after the IIN: sends a code to the phone of the application, or does as much for nobody. An IIN without a
 * cabinet gets the same answer with a number that always looks the same.
 * @param withPassword whether a known browser is led to its password; not after «Забыли пароль?»
 */
export async function askCode(
  visitor: Visitor,
  iin: string,
  withPassword: boolean,
  now: Date,
): Promise<Result<NextStep, CodeRefusal, { readonly until: Date }>> {
  return transaction(async (tx) => {
    const { regionId } = visitor;
    const account = await accountOf(tx, regionId, iin);
    const personId = account?.personId ?? null;
    const knownDevice = await isKnownDevice(tx, personId, visitor.deviceSecret, now);
    if (withPassword && knownDevice && account?.hasPassword) return ok({ step: "password" });
    const phone = account?.phone ?? null;
    const order = {
      ...visitor,
      purpose: "cabinet" as const,
      subject: iin,
      personId,
      recipient: phone === null ? null : { channel: "sms" as const, to: phone },
      masked: phone === null ? decoyPhone(regionId, iin) : maskPhone(phone),
      knownDevice,
    };
    if (account !== null && phone === null) {
      const held = await limitsOfCodes(tx, order, now);
      return held ?? ok({ step: "update-number" });
    }
    const { length } = await codePolicy(tx, regionId, now);
    const sent = await sendCode(tx, { ...order, length }, now);
    return sent.ok ? ok({ step: "code", sent: sent.value }) : sent;
  });
}

export type CodeAndPassword = NewPassword & { readonly code: string };

export type FormProblem =
  | NewPasswordProblem
  | { readonly field: "code"; readonly code: "missing" }
  | { readonly field: "code"; readonly code: "wrong"; readonly left: number };

/**
 * «Обновить»: the code and the new password come together, as in the manual. The password is judged first, so that it
 * costs no attempt; then the code is tried; then the password stands, all other sessions end, and the person is in.
 * @returns `mend` with what to mend, `gone` when no code waits for this browser, `busy` when too many sign in at once
 */
export async function enterByCode(
  visitor: Visitor,
  iin: string,
  typed: CodeAndPassword,
  entry: Entry,
  now: Date,
): Promise<Result<Opened, "mend" | "gone" | "busy", readonly FormProblem[]>> {
  const problems: FormProblem[] = problemsOfNewPassword(typed, [iin]);
  if (!/\d/u.test(typed.code)) problems.unshift({ field: "code", code: "missing" });
  if (problems.length > 0) return fail("mend", problems);
  const asked = { ...visitor, purpose: "cabinet" as const };
  const waiting = await waitingCode(db(), asked, now);
  if (waiting === null || waiting.left === 0) return fail("gone", []);
  const hash = await hashPassword(typed.password);
  if (!hash.ok) return fail("busy", []);
  const tried = await tryCode({ ...asked, code: typed.code }, now);
  if (!tried.ok) {
    await recordRefusal({ ...visitor, way: "code", code: tried.code, subject: iin, entry }, now);
    if (tried.code === "gone" || tried.detail.left === 0) return fail("gone", []);
    return fail("mend", [{ field: "code", code: "wrong", left: tried.detail.left }]);
  }
  const { personId, recipient, subject } = tried.value;
  if (personId === null || subject !== subjectOf(iin)) return fail("gone", []);
  const opened = await transaction(async (tx) => {
    // The number may have been changed, or the change stopped, since the code was compared.
    await lockAccount(tx, subject);
    const account = await accountOf(tx, visitor.regionId, iin);
    if (account?.phone !== recipient || !(await codeStands(tx, tried.value))) return null;
    const replaced = (await passwordHashOf(tx, personId)) !== null;
    await savePassword(tx, personId, hash.value, now);
    if (replaced) await tellOfNewPassword(tx, { personId, regionId: visitor.regionId }, now);
    await confirmPhone(tx, { personId, phone: recipient, locale: visitor.locale }, now);
    const proof = { personId, iin, regionId: visitor.regionId, evidenceId: null };
    const inside = await enter(
      tx,
      { ...proof, strength: "light", method: "code", deviceSecret: visitor.deviceSecret },
      entry,
      now,
      { password: "set" },
    );
    await endOtherSessions(tx, personId, inside.sessionId, now);
    return inside;
  });
  if (opened !== null) return ok(opened);
  await recordRefusal({ ...visitor, way: "code", code: "gone", subject: iin, entry }, now);
  return fail("gone", []);
}
