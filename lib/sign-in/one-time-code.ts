import { db, transaction } from "#db/client.ts";
import { maskPhone } from "#lib/identity/phone.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { visitorNetwork } from "#lib/platform/network.ts";
import { countAttempt, type Limit, takeTurn } from "#lib/platform/rate-limit.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { personByIin, savePerson } from "#lib/people/records.ts";
import type { Registries } from "#lib/registries/ports.ts";
import { askMobile, askPerson } from "#lib/registries/recorded.ts";
import { lockAccount } from "./account-lock.ts";
import type { CodeRefusal, Visitor } from "./by-code.ts";
import { codePolicy } from "./code-limits.ts";
import { type SentCode, sendCode, subjectOf, tryCode, waitingCode } from "./codes.ts";
import { confirmPhone } from "./confirm-phone.ts";
import { codeStands } from "./end-codes.ts";
import { enter, type Entry, type Opened } from "./enter.ts";
import { isKnownDevice } from "./known-devices.ts";
import { laterBy, turnsOf } from "./password-budget.ts";
import { pairPace } from "./password-pace.ts";
import { recordRefusal } from "./refusals.ts";

/** What manual 004 asks for, both parsed. */
export type Pair = {
  readonly iin: string;
  /** E.164. */
  readonly phone: string;
};

const hour = 60 * 60;
// Each question costs the register one too.
const questions = {
  browser: { count: 20, windowSeconds: hour },
  network: { count: 120, windowSeconds: hour },
} as const satisfies Readonly<Record<string, Limit>>;

type Refused = { readonly until: Date | null };

/**
 * «Войти» of manual 004, first press: the pair must be bound in the mobile citizens' database; then a code goes to the
 * number. A wrong pair, an IIN without a number and one that nobody has are all `unbound`; `down` is said by a silent
 * register, which is the same for everybody.
 */
export async function askOneTimeCode(
  visitor: Visitor,
  pair: Pair,
  registers: Registries,
  now: Date,
): Promise<Result<SentCode, "unbound" | "down" | CodeRefusal, Refused>> {
  const { iin, phone } = pair;
  const known = await personByIin(db(), iin);
  const knownDevice = await isKnownDevice(db(), known?.id ?? null, visitor.deviceSecret, now);
  const until = await countQuestion(visitor, iin, knownDevice, now);
  if (until !== null) return fail("too-many", { until });
  const bound = await askMobile(registers, iin, now);
  if (bound.status === "no-answer") return fail("down", { until: null });
  if (bound.status === "not-found" || bound.phone !== phone)
    return fail("unbound", { until: null });
  const answer = await askPerson(registers, iin, now);
  if (answer.status === "not-found") return fail("unbound", { until: null });
  // Without a name there would be nobody to open a cabinet for.
  if (answer.status === "no-answer" && known === null) return fail("down", { until: null });
  return transaction(async (tx) => {
    const { length } = await codePolicy(tx, visitor.regionId, now);
    return sendCode(
      tx,
      {
        ...visitor,
        purpose: "one-time",
        subject: iin,
        personId: known?.id ?? null,
        recipient: { channel: "sms", to: phone },
        masked: maskPhone(phone),
        knownDevice,
        length,
      },
      now,
    );
  });
}

/**
 * «Войти», second press: the code opens a light session, even for a person who has nothing in the portal yet; then the
 * register of persons says who it is. It is asked before the code is tried, so that its silence does not cost the code.
 */
export async function enterByOneTimeCode(
  visitor: Visitor,
  pair: Pair,
  code: string,
  registers: Registries,
  entry: Entry,
  now: Date,
): Promise<Result<Opened, "wrong" | "gone" | "down", { readonly left: number }>> {
  const asked = { ...visitor, purpose: "one-time" } as const;
  const waiting = await waitingCode(db(), asked, now);
  // Without a code to try nobody's name is asked for; what the register said at the first press is remembered.
  const answer =
    waiting === null || waiting.left === 0 ? null : await askPerson(registers, pair.iin, now);
  if (answer !== null && answer.status !== "found") {
    const known = await personByIin(db(), pair.iin);
    if (known === null) return fail("down", { left: waiting?.left ?? 0 });
  }
  const tried = await tryCode({ ...asked, code }, now);
  if (!tried.ok) {
    const refused = { ...visitor, way: "one-time", code: tried.code, subject: pair.iin } as const;
    await recordRefusal({ ...refused, entry }, now);
    return tried.detail.left > 0 ? tried : fail("gone", { left: 0 });
  }
  const { subject, recipient } = tried.value;
  if (subject !== subjectOf(pair.iin)) return fail("gone", { left: 0 });
  const opened = await transaction(async (tx) => {
    // A change of the phone may have been stopped, or every session ended, since the code was compared.
    await lockAccount(tx, subject);
    if (!(await codeStands(tx, tried.value))) return null;
    const person =
      answer?.status === "found"
        ? await savePerson(tx, answer.person, "register", now)
        : await personByIin(tx, pair.iin);
    if (person === null) return null;
    await confirmPhone(tx, { personId: person.id, phone: recipient, locale: visitor.locale }, now);
    return enter(
      tx,
      {
        personId: person.id,
        iin: pair.iin,
        regionId: visitor.regionId,
        strength: "light",
        method: "one-time-code",
        evidenceId: null,
        deviceSecret: visitor.deviceSecret,
      },
      entry,
      now,
      { register: answer?.status ?? "no-answer" },
    );
  });
  return opened === null ? fail("gone", { left: 0 }) : ok(opened);
}

async function countQuestion(
  visitor: Visitor,
  iin: string,
  knownDevice: boolean,
  now: Date,
): Promise<Date | null> {
  const counted: (readonly [string, Limit])[] = [
    [`one-time:browser:${sha256Hex(visitor.browserSecret)}`, questions.browser],
  ];
  if (!knownDevice && visitor.address !== "") {
    counted.push([`one-time:network:${visitorNetwork(visitor.address)}`, questions.network]);
  }
  for (const [key, limit] of counted) {
    const attempt = await countAttempt(db(), key, limit, now);
    if (!attempt.allowed) return laterBy(attempt, now);
  }
  if (knownDevice) return null;
  // Whoever tries numbers for an IIN should not come far, and not keep its owner from asking.
  const turns = pairPace.flatMap((pace) =>
    turnsOf(`one-time:subject:${subjectOf(iin)}`, pace, visitor.address),
  );
  const judged = await transaction((tx) => takeTurn(tx, turns, now));
  return judged.allowed ? null : laterBy(judged, now);
}
