import { and, desc, eq, gt, sql } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { smsAnswerCount } from "#db/schema/interest.ts";
import { message } from "#db/schema/notifications.ts";
import { anonymous } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { parseMobilePhone } from "#lib/identity/phone.ts";
import { notify } from "#lib/notifications/notify.ts";
import { log } from "#lib/platform/log.ts";
import { confirmLocked } from "./confirm-interest.ts";
import { lockApplication } from "./deed.ts";

/**
 * confirmed: the place is kept, now or before · not-yes: another word · unknown: no reminder that takes an answer went to
 * this phone · late: its day has passed, or the application is closed.
 */
export const answerOutcomes = ["confirmed", "not-yes", "unknown", "late"] as const;
export type AnswerOutcome = (typeof answerOutcomes)[number];

// The reminder asks for «1»; people answer in words too, and phones put a point behind them.
const yes: ReadonlySet<string> = new Set(["1", "иә", "ия", "иа", "да", "yes"]);

/** Whether the words of an SMS say yes. Pure. */
export function saysYes(text: string): boolean {
  return yes.has(
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s\p{P}]/gu, ""),
  );
}

type Reminder = {
  readonly regionId: number;
  readonly applicationId: string;
  /** The deadline that the reminder named, an instant. */
  readonly dueAt: Date;
  readonly personId: string | null;
  readonly locale: "kk" | "ru" | "en";
};

// The first reminder goes a month before its day, or earlier where a policy says so.
const asFarBack = 400 * 24 * 3_600_000;

/**
 * An SMS that came to the portal's number. «1» confirms every application whose reminder of this period went to that
 * phone and asked for such an answer; the answer says how many. A forged sender can keep a place and do nothing else, so
 * the number alone is enough. Everything else is counted and forgotten.
 */
export async function takeSmsAnswer(
  answer: { readonly from: string; readonly text: string },
  now: Date,
): Promise<AnswerOutcome> {
  const outcome = await transaction(async (tx) => {
    const judged = await judge(tx, answer, now);
    await tx
      .insert(smsAnswerCount)
      .values({ day: localDateOf(now), outcome: judged, n: 1 })
      .onConflictDoUpdate({
        target: [smsAnswerCount.day, smsAnswerCount.outcome],
        set: { n: sql`${smsAnswerCount.n} + 1` },
      });
    return judged;
  });
  log.info("A subscriber answered by SMS", { outcome });
  return outcome;
}

async function judge(
  tx: Tx,
  { from, text }: { readonly from: string; readonly text: string },
  now: Date,
): Promise<AnswerOutcome> {
  const phone = parseMobilePhone(from);
  if (!phone.ok || !authorize(anonymous("kk"), "interest.answer").ok) return "unknown";
  const reminders = await remindersTo(tx, phone.value, now);
  const [latest] = reminders;
  if (latest === undefined) return "unknown";
  if (!saysYes(text)) return "not-yes";
  const numbers: string[] = [];
  const next: Date[] = [];
  let firstNew: Reminder | null = null;
  // In one order everywhere, so that the answers of both parents do not wait for each other for ever.
  const inOrder = reminders.toSorted((a, b) => (a.applicationId < b.applicationId ? -1 : 1));
  for (const reminder of inOrder) {
    const { regionId, applicationId, dueAt, personId, locale } = reminder;
    const row = await lockApplication(tx, { regionId, applicationId });
    if (row === null || row.interestDueAt === null || now > dueAt) continue;
    const actor = anonymous(locale);
    const whom = { exceptId: personId, exceptPhone: phone.value };
    const deed = { way: "sms", actor, role: "anonymous", ...whom } as const;
    const done = await confirmLocked(tx, row, { ...deed, dueAt, requestId: null }, now);
    if (!done.ok) continue;
    numbers.push(row.number);
    next.push(done.value.nextAt);
    if (done.value.isNew) firstNew ??= reminder;
  }
  const [first] = next.toSorted((a, b) => a.getTime() - b.getTime());
  if (first === undefined) return "late";
  if (firstNew !== null) {
    const { regionId, personId, locale } = latest;
    // Confirmed anew only once for its deadline: a second answer of the same day is about another child.
    const cause = `interest-answered:${firstNew.applicationId}:${localDateOf(firstNew.dueAt)}`;
    const params = { number: numbers.join(", "), n: numbers.length, next: first.toISOString() };
    const words = { template: "interest-confirmed", params, cause } as const;
    const reach = { phone: phone.value, email: null, locale };
    await notify(tx, { ...words, ...reach, regionId, personId, asked: true }, now);
  }
  return "confirmed";
}

/** What this phone was asked and has not let pass, the latest first, each application once. */
async function remindersTo(tx: Tx, phone: string, now: Date): Promise<Reminder[]> {
  const rows = await tx
    .select({
      regionId: message.regionId,
      params: message.params,
      personId: message.personId,
      locale: message.locale,
    })
    .from(message)
    .where(
      and(
        eq(message.recipient, phone),
        gt(message.createdAt, new Date(now.getTime() - asFarBack)),
        eq(message.channel, "sms"),
        eq(message.template, "interest-reply"),
      ),
    )
    .orderBy(desc(message.createdAt))
    .limit(200);
  const found = new Map<string, Reminder>();
  for (const { regionId, params, personId, locale } of rows) {
    const { application, date } = params;
    if (regionId === null || typeof application !== "string" || typeof date !== "string") continue;
    if (found.has(application)) continue;
    const dueAt = new Date(date);
    found.set(application, { regionId, applicationId: application, dueAt, personId, locale });
  }
  return [...found.values()];
}
