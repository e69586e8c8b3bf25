import { and, desc, eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { oneTimeCode } from "#db/schema/sign-in.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { anonymous } from "#lib/access/actor.ts";
import { maskPhone, parseMobilePhone } from "#lib/identity/phone.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Failure, type Result } from "#lib/platform/result.ts";
import { personByIin, savePerson } from "#lib/people/records.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { Registries } from "#lib/registries/ports.ts";
import { askPerson } from "#lib/registries/recorded.ts";
import { sendCode, type SentCode, subjectOf, tryCode, waitingCode } from "./codes.ts";
import { enter, type Entry, type Opened } from "./enter.ts";
import { hashPassword } from "./password-hash.ts";
import { problemOfPassword, type PasswordProblem } from "./password-rules.ts";
import { changePhone } from "./phone-change.ts";
import {
  lockSubject,
  recoverySubject,
  rightAnswers,
  useRightAnswers,
} from "./recovery-attempts.ts";

/** A browser that answered rightly for an IIN in a region. */
export type Answered = {
  readonly regionId: number;
  readonly iin: string;
  readonly browserSecret: string;
};

export type PhoneOrder = Answered & {
  /** As typed. */
  readonly phone: string;
  readonly address: string;
  readonly locale: Locale;
};

/**
 * Sends a code to the new phone of someone whose answers were right.
 * @returns `unproven` when this browser has no right answers (any more); the rest as `sendCode` and `parseMobilePhone`
 */
export async function sendPhoneCode(
  order: PhoneOrder,
  now: Date,
): Promise<
  | Result<SentCode, "unproven" | "phone-not-mobile">
  | Failure<"too-soon" | "too-many" | "budget", { readonly until: Date }>
> {
  const phone = parseMobilePhone(order.phone);
  if (!phone.ok) return fail("phone-not-mobile");
  const holder = { ...order, subject: recoverySubject(order.iin) };
  if ((await rightAnswers(db(), holder, now)) === null) return fail("unproven");
  const question = { regionId: order.regionId, queueType: "general", at: now };
  const { parameters } = await policyFor(question);
  const person = await personByIin(db(), order.iin);
  return transaction((tx) =>
    sendCode(
      tx,
      {
        regionId: order.regionId,
        purpose: "recovery-phone",
        subject: order.iin,
        personId: person?.id ?? null,
        recipient: { channel: "sms", to: phone.value },
        masked: maskPhone(phone.value),
        browserSecret: order.browserSecret,
        knownDevice: false,
        address: order.address,
        length: parameters.codeLength,
        locale: order.locale,
      },
      now,
    ),
  );
}

/**
 * «Отправить код еще раз»: to the number that this browser gave.
 * @returns `unproven` also when it gave none
 */
export async function resendPhoneCode(
  order: Omit<PhoneOrder, "phone">,
  now: Date,
): ReturnType<typeof sendPhoneCode> {
  const [last] = await db()
    .select({ recipient: oneTimeCode.recipient })
    .from(oneTimeCode)
    .where(
      and(
        eq(oneTimeCode.browserHash, sha256Hex(order.browserSecret)),
        eq(oneTimeCode.purpose, "recovery-phone"),
        eq(oneTimeCode.regionId, order.regionId),
        eq(oneTimeCode.subject, subjectOf(order.iin)),
      ),
    )
    .orderBy(desc(oneTimeCode.createdAt))
    .limit(1);
  if (!last?.recipient) return fail("unproven");
  return sendPhoneCode({ ...order, phone: last.recipient }, now);
}

export type FinishOrder = Answered & {
  readonly code: string;
  readonly password: string;
  readonly repeated: string;
};

export type FinishCode =
  /** No right answers of this browser, or they were used already. */
  | "unproven"
  /** No code to try: late, used, replaced, worn out. */
  | "gone"
  /** The machine is at its limit, or the register of persons is silent about somebody we do not know yet. */
  | "busy";

/**
 * The end of the recovery: the code from the new phone, a password, and in, lightly. The password is judged before the
 * code is tried, so that a weak one costs no attempt.
 */
export async function finishRecovery(
  order: FinishOrder,
  entry: Entry & { readonly deviceSecret: string | null },
  registers: Registries,
  now: Date,
): Promise<
  | Result<Opened, FinishCode>
  | Failure<"wrong", { readonly left: number }>
  | Failure<"password", PasswordProblem | "differ">
> {
  const { regionId, iin } = order;
  const subject = recoverySubject(iin);
  const proof = await rightAnswers(db(), { ...order, subject }, now);
  if (proof === null) return fail("unproven");
  const problem = problemOfPassword(order.password, [iin]);
  if (problem !== null) return fail("password", problem);
  if (order.password !== order.repeated) return fail("password", "differ");
  const known = await personByIin(db(), iin);
  const facts = known === null ? await askPerson(registers, iin, now) : null;
  if (facts !== null && facts.status !== "found") return fail("busy");

  const asked = { ...order, purpose: "recovery-phone" } as const;
  const waiting = await waitingCode(db(), asked, now);
  if (waiting === null || waiting.left === 0) return fail("gone");
  // Before the code is tried: a machine at its limit must not cost the code.
  const hash = await hashPassword(order.password);
  if (!hash.ok) return fail("busy");
  const matched = await tryCode(asked, now);
  if (!matched.ok) {
    const refused = { regionId, attemptId: proof.id, personId: known?.id ?? null };
    await recordWrongCode({ ...refused, outcome: matched.code }, entry, now);
    return matched.detail.left > 0 ? fail("wrong", matched.detail) : fail("gone");
  }
  if (matched.value.subject !== subjectOf(iin)) return fail("gone");

  return transaction(async (tx) => {
    await lockSubject(tx, subject);
    // Closed or used in the meantime: looked at again under the lock.
    const still = await rightAnswers(tx, { ...order, subject }, now);
    if (still === null || !(await useRightAnswers(tx, still.id))) return fail("unproven");
    const personId =
      known?.id ??
      (facts?.status === "found" ? (await savePerson(tx, facts.person, "register", now)).id : null);
    if (personId === null) return fail("busy");
    const told = await changePhone(
      tx,
      {
        regionId,
        personId,
        iin,
        phone: matched.value.recipient,
        passwordHash: hash.value,
        locale: entry.locale,
      },
      now,
    );
    await recordAudit(tx, {
      actor: anonymous(entry.locale),
      action: "sign-in.begin",
      role: "anonymous",
      regionId,
      subject: { kind: "recovery-attempt", id: still.id },
      concernsId: personId,
      requestId: entry.requestId,
      detail: { outcome: "phone-changed", told },
      at: now,
    });
    const who = { personId, iin, regionId, strength: "light", method: "recovery" } as const;
    const proven = { ...who, evidenceId: null, deviceSecret: entry.deviceSecret };
    return ok(await enter(tx, proven, entry, now, { phoneChanged: true }));
  });
}

/** Somebody whose answers were right typed a code that does not fit: written down like every refusal at a door. */
async function recordWrongCode(
  refused: {
    readonly regionId: number;
    readonly attemptId: string;
    readonly personId: string | null;
    readonly outcome: string;
  },
  entry: Pick<Entry, "locale" | "requestId">,
  now: Date,
): Promise<void> {
  await transaction((tx) =>
    recordAudit(tx, {
      actor: anonymous(entry.locale),
      action: "sign-in.begin",
      role: "anonymous",
      regionId: refused.regionId,
      subject: { kind: "recovery-attempt", id: refused.attemptId },
      concernsId: refused.personId,
      requestId: entry.requestId,
      detail: { outcome: refused.outcome, method: "recovery" },
      at: now,
    }),
  );
}
