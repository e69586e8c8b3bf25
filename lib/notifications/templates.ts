import { z } from "zod";
import { formatDate, formatDateShort, formatDateTime, formatDayMonth } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type MessageKey, type MessageParams, translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { officeParams, officeValues, officeWords } from "./office-templates.ts";

const number = z.string();
/** UTC; told as the day of Kazakhstan. */
const instant = z.iso.datetime();

/** What each template must be told; the rest (time, link, the office's phone) is known when it is written. */
export const templateParams = {
  registered: z.strictObject({ number, n: z.int(), code: z.string() }),
  /** The same, where the family now has to choose kindergartens. */
  "registered-choosing": z.strictObject({ number, n: z.int(), code: z.string() }),
  /** `checks`: kinds of `apply.check.*` that were not confirmed, separated by commas. */
  "checks-failed": z.strictObject({ number, checks: z.string().min(1) }),
  "signature-recheck-failed": z.strictObject({ number }),
  "paper-infected": z.strictObject({ number }),
  "new-sign-in": z.strictObject({ device: z.string() }),
  /** A one-time code, asked for a moment ago: secret, and only by the channel that was asked for. */
  code: z.strictObject({ code: z.string().regex(/^\d{4,10}$/) }),
  /** To the contacts that stood before. `link`: the whole address at which the change is stopped, with its secret. */
  "phone-change": z.strictObject({ link: z.url() }),
  /** Answers about the child were wrong. */
  "recovery-tried": z.strictObject({}),
  /** They were wrong once too often. */
  "recovery-blocked": z.strictObject({}),
  /** The child's other representative now sees its application. */
  linked: z.strictObject({}),
  /** A parent named in the civil register has applied for the child of an unproven applicant. */
  "gave-way": z.strictObject({ number }),
  withdrawn: z.strictObject({ number }),
  "privilege-claimed": z.strictObject({ number }),
  "privilege-given-up": z.strictObject({ number }),
  "privilege-expired": z.strictObject({ number }),
  /** `until`: the last day of the paper that proves it. */
  "privilege-ending": z.strictObject({ number, until: z.iso.date() }),
  /** To another district of the same portal. */
  moved: z.strictObject({ number }),
  "twins-joined": z.strictObject({ number }),
  "twins-parted": z.strictObject({ number }),
  /** By the other representative. */
  "wishes-changed": z.strictObject({ number }),
  /** Is the place still needed? `application` and `date` name what its link confirms (`interest-link.ts`). */
  interest: z.strictObject({ number, application: z.uuid(), date: instant }),
  /** The same, where an answer to the SMS is taken. */
  "interest-reply": z.strictObject({ number, application: z.uuid(), date: instant }),
  /** `n`: how many applications one answer confirmed; `next`: the next day of confirming. */
  "interest-confirmed": z.strictObject({ number, n: z.int().min(1), next: instant }),
  /** `date`: until when the old place can be taken back. */
  "interest-removed": z.strictObject({ number, date: instant }),
  "interest-restored": z.strictObject({ number, next: instant }),
  /** The queue was cut anew by age, and the child stands in another one. */
  renewed: z.strictObject({ number, cohort: z.int() }),
  ...officeParams,
  /** To the contacts that stood before and those that stay. */
  "account-changed": z.strictObject({ what: z.enum(["password", "phone", "email"]) }),
} as const;

export type Template = keyof typeof templateParams;
export type TemplateParams<Name extends Template> = z.input<(typeof templateParams)[Name]>;

/** Their params open a door: kept no longer than needed. */
export const secretTemplates: ReadonlySet<Template> = new Set(["code", "phone-change"]);

type Words = {
  readonly sms: MessageKey;
  readonly subject: MessageKey;
  readonly body: MessageKey;
  /** A letter without an address to open: it is of use only where the reader already is. */
  readonly noLink?: true;
};

const words: Readonly<Record<Template, Words>> = {
  registered: {
    sms: "message.sms.registered",
    subject: "message.mail.registered.subject",
    body: "message.mail.registered.body",
  },
  "registered-choosing": {
    sms: "message.sms.registeredChoosing",
    subject: "message.mail.registered.subject",
    body: "message.mail.registeredChoosing.body",
  },
  "checks-failed": {
    sms: "message.sms.checkFailed",
    subject: "message.mail.checkFailed.subject",
    body: "message.mail.checkFailed.body",
  },
  "signature-recheck-failed": {
    sms: "message.sms.signatureFailed",
    subject: "message.mail.signatureFailed.subject",
    body: "message.mail.signatureFailed.body",
  },
  "paper-infected": {
    sms: "message.sms.paperInfected",
    subject: "message.mail.paperInfected.subject",
    body: "message.mail.paperInfected.body",
  },
  "new-sign-in": {
    sms: "message.sms.device",
    subject: "message.mail.device.subject",
    body: "message.mail.device.body",
  },
  code: {
    sms: "message.sms.code",
    subject: "message.mail.code.subject",
    body: "message.mail.code.body",
    noLink: true,
  },
  "phone-change": {
    sms: "message.sms.phone",
    subject: "message.mail.phoneChange.subject",
    body: "message.mail.phoneChange.body",
  },
  "recovery-tried": {
    sms: "message.sms.recovery",
    subject: "message.mail.recoveryTried.subject",
    body: "message.mail.recoveryTried.body",
  },
  "recovery-blocked": {
    sms: "message.sms.blocked",
    subject: "message.mail.recoveryBlocked.subject",
    body: "message.mail.recoveryBlocked.body",
  },
  linked: {
    sms: "message.sms.linked",
    subject: "message.mail.linked.subject",
    body: "message.mail.linked.body",
  },
  "gave-way": {
    sms: "message.sms.gaveWay",
    subject: "message.mail.gaveWay.subject",
    body: "message.mail.gaveWay.body",
  },
  "privilege-claimed": {
    sms: "message.sms.privilegeClaimed",
    subject: "message.mail.privilegeClaimed.subject",
    body: "message.mail.privilegeClaimed.body",
  },
  "privilege-given-up": {
    sms: "message.sms.privilegeGivenUp",
    subject: "message.mail.privilegeGivenUp.subject",
    body: "message.mail.privilegeGivenUp.body",
  },
  "privilege-expired": {
    sms: "message.sms.privilegeExpired",
    subject: "message.mail.privilegeExpired.subject",
    body: "message.mail.privilegeExpired.body",
  },
  "privilege-ending": {
    sms: "message.sms.privilegeEnding",
    subject: "message.mail.privilegeEnding.subject",
    body: "message.mail.privilegeEnding.body",
  },
  moved: {
    sms: "message.sms.moved",
    subject: "message.mail.moved.subject",
    body: "message.mail.moved.body",
  },
  "twins-joined": {
    sms: "message.sms.twinsJoined",
    subject: "message.mail.twinsJoined.subject",
    body: "message.mail.twinsJoined.body",
  },
  "twins-parted": {
    sms: "message.sms.twinsParted",
    subject: "message.mail.twinsParted.subject",
    body: "message.mail.twinsParted.body",
  },
  "wishes-changed": {
    sms: "message.sms.wishesChanged",
    subject: "message.mail.wishesChanged.subject",
    body: "message.mail.wishesChanged.body",
  },
  withdrawn: {
    sms: "message.sms.withdrawn",
    subject: "message.mail.withdrawn.subject",
    body: "message.mail.withdrawn.body",
  },
  interest: {
    sms: "message.sms.interest",
    subject: "message.mail.interest.subject",
    body: "message.mail.interest.body",
  },
  "interest-reply": {
    sms: "message.sms.interestReply",
    subject: "message.mail.interest.subject",
    body: "message.mail.interest.body",
  },
  "interest-confirmed": {
    sms: "message.sms.interestConfirmed",
    subject: "message.mail.interestConfirmed.subject",
    body: "message.mail.interestConfirmed.body",
  },
  "interest-removed": {
    sms: "message.sms.removed",
    subject: "message.mail.removed.subject",
    body: "message.mail.interestRemoved.body",
  },
  "interest-restored": {
    sms: "message.sms.interestRestored",
    subject: "message.mail.interestRestored.subject",
    body: "message.mail.interestRestored.body",
  },
  renewed: {
    sms: "message.sms.renewed",
    subject: "message.mail.renewed.subject",
    body: "message.mail.renewed.body",
  },
  ...officeWords,
  "account-changed": {
    sms: "message.sms.accountChanged",
    subject: "message.mail.accountChanged.subject",
    body: "message.mail.accountChanged.body",
  },
};

export function isTemplate(name: string): name is Template {
  return Object.hasOwn(templateParams, name);
}

export type Circumstances = {
  readonly locale: Locale;
  /** When it happened, an instant. */
  readonly at: Date;
  /** Where on the portal one reads more. */
  readonly link: string;
  /** Of the education office, E.164; empty where the message belongs to no region. */
  readonly phone: string;
};

/** One SMS: short, with the address without its scheme, which every phone makes a link of. */
export function smsText(template: Template, params: MessageParams, about: Circumstances): string {
  const t = translator(about.locale);
  const all = {
    ...filled(template, params, about),
    // A deadline of these weeks needs no year; what comes in a year does.
    ...namedDays(params, (name, at) =>
      name === "next" ? formatDateShort(at) : formatDayMonth(at),
    ),
    ...officeValues(t, params, "short"),
  };
  const link = String(all["link"]).replace(/^https:\/\//, "");
  // In one piece: a phone makes it callable, and its no-break spaces would cost an English message its alphabet.
  return t(words[template].sms, { ...all, link, phone: about.phone });
}

/**
 * What a letter says, without the frame of a letter: so it stands in the inbox.
 * @param body other words than the letter's, where those speak of what only a letter has
 */
export function letterWords(
  template: Template,
  params: MessageParams,
  about: Circumstances,
  body: MessageKey = words[template].body,
): { readonly subject: string; readonly body: string } {
  const t = translator(about.locale);
  const all = filled(template, params, about);
  return { subject: t(words[template].subject, all), body: t(body, all) };
}

/** An e-mail: what happened, where to read it, who writes, and that nobody asks for secrets. */
export function emailText(
  template: Template,
  params: MessageParams,
  about: Circumstances,
): { readonly subject: string; readonly text: string } {
  const t = translator(about.locale);
  const all = filled(template, params, about);
  const { body, subject, noLink } = words[template];
  const paragraphs = [
    t(body, all),
    ...(noLink === undefined ? [t("message.mail.open", { link: String(all["link"]) })] : []),
    ...(about.phone === ""
      ? []
      : [t("message.mail.signature", { phone: groupPhone(about.phone) })]),
    t("message.mail.noReply"),
  ];
  return { subject: t(subject, all), text: paragraphs.join("\n\n") };
}

function filled(template: Template, params: MessageParams, about: Circumstances): MessageParams {
  const t = translator(about.locale);
  const base = {
    time: formatDateTime(about.at),
    link: about.link,
    phone: groupPhone(about.phone),
    ...params,
    ...namedDays(params, (_, at) => formatDate(about.locale, at)),
    ...officeValues(t, params, "long"),
  };
  if (template !== "checks-failed") return base;
  const names = String(params["checks"] ?? "")
    .split(",")
    .map((kind) => `apply.check.${kind}`)
    .flatMap((key) => (t.has(key) ? [t(key)] : []));
  return { ...base, check: names.join(", ") };
}

/** Instants among the params, in words. */
function namedDays(
  params: MessageParams,
  write: (name: string, at: Date) => string,
): Record<string, string> {
  return Object.fromEntries(
    ["date", "next"].flatMap((name) => {
      const value = params[name];
      const isInstant = typeof value === "string" && instant.safeParse(value).success;
      return isInstant ? [[name, write(name, new Date(value))]] : [];
    }),
  );
}
