import { z } from "zod";
import { formatDate, formatDayMonth } from "#lib/i18n/formats.ts";
import type { MessageParams, Translator } from "#lib/i18n/translate.ts";

// What the office decides about an application, and what the state registers say of a family. Days are days of UTC+5;
// grounds and reasons are codes with words in the catalogues.

const number = z.string();
const day = z.iso.date();
const code = z.string().regex(/^[a-z-]+$/);

export const officeParams = {
  /** `until`: the day by which it is to be mended · `objectBy`: until when one may object. */
  returned: z.strictObject({
    number,
    until: day,
    reasons: z.string().regex(/^[a-z-]+(,[a-z-]+)*$/),
    objectBy: day,
  }),
  "correction-due": z.strictObject({ number, until: day }),
  "correction-missed": z.strictObject({ number, objectBy: day }),
  "correction-received": z.strictObject({ number }),
  held: z.strictObject({ number, ground: code, objectBy: day }),
  released: z.strictObject({ number }),
  refused: z.strictObject({ number, ground: code, objectBy: day }),
  removed: z.strictObject({ number, ground: code, objectBy: day }),
  restored: z.strictObject({ number }),
  /** The civil register closed the record: no other words, whatever the reason. */
  "record-closed": z.strictObject({ number }),
  /** To the child's other representative. */
  "applicant-gone": z.strictObject({ number }),
  "district-moved": z.strictObject({ number }),
  "instant-kept": z.strictObject({ number }),
  "moved-warning": z.strictObject({ number, until: day }),
  "age-warning": z.strictObject({ number, until: day }),
  "appeal-received": z.strictObject({ number, until: day }),
  "appeal-upheld": z.strictObject({ number }),
  "appeal-refused": z.strictObject({ number }),
} as const;

const named = <Name extends string>(name: Name) =>
  ({
    sms: `message.sms.${name}`,
    subject: `message.mail.${name}.subject`,
    body: `message.mail.${name}.body`,
  }) as const;

export const officeWords = {
  returned: named("returned"),
  "correction-due": named("correctionDue"),
  "correction-missed": named("correctionMissed"),
  "correction-received": named("correctionReceived"),
  held: named("held"),
  released: named("released"),
  refused: named("refused"),
  removed: named("removed"),
  restored: named("restored"),
  "record-closed": { ...named("recordClosed"), noLink: true },
  "applicant-gone": named("applicantGone"),
  "district-moved": named("districtMoved"),
  "instant-kept": named("instantKept"),
  "moved-warning": named("movedWarning"),
  "age-warning": named("ageWarning"),
  "appeal-received": named("appealReceived"),
  "appeal-upheld": named("appealUpheld"),
  "appeal-refused": named("appealRefused"),
} as const;

/** The words of days, grounds and reasons, long for a letter and short for an SMS. */
export function officeValues(
  t: Translator,
  params: MessageParams,
  length: "short" | "long",
): MessageParams {
  const dayOf = (value: unknown) =>
    length === "short" ? formatDayMonth(String(value)) : formatDate(t.locale, String(value));
  const { until, objectBy, ground, reasons } = params;
  return {
    ...(until === undefined ? {} : { date: dayOf(until) }),
    ...(objectBy === undefined ? {} : { objectBy: dayOf(objectBy) }),
    ...(ground === undefined ? {} : { ground: wordsOf(t, `journal.ground.${String(ground)}`) }),
    ...(reasons === undefined ? {} : { reasons: reasonList(t, String(reasons)) }),
  };
}

function reasonList(t: Translator, reasons: string): string {
  return reasons
    .split(",")
    .map((reason) => wordsOf(t, `correction.reason.${reason}`))
    .join("; ");
}

function wordsOf(t: Translator, key: string): string {
  return t.has(key) ? t(key) : "";
}
