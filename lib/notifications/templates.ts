import { z } from "zod";
import { formatDateTime } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type MessageKey, type MessageParams, translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";

const number = z.string();

/** What each template must be told; the rest (time, link, the office's phone) is known when it is written. */
export const templateParams = {
  registered: z.strictObject({ number, n: z.int(), code: z.string() }),
  /** `checks`: kinds of `apply.check.*` that were not confirmed, separated by commas. */
  "checks-failed": z.strictObject({ number, checks: z.string().min(1) }),
  "signature-recheck-failed": z.strictObject({ number }),
  "paper-infected": z.strictObject({ number }),
  "new-sign-in": z.strictObject({ device: z.string() }),
} as const;

export type Template = keyof typeof templateParams;
export type TemplateParams<Name extends Template> = z.input<(typeof templateParams)[Name]>;

type Words = {
  readonly sms: MessageKey;
  readonly subject: MessageKey;
  readonly body: MessageKey;
};

const words: Readonly<Record<Template, Words>> = {
  registered: {
    sms: "message.sms.registered",
    subject: "message.mail.registered.subject",
    body: "message.mail.registered.body",
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
  const link = about.link.replace(/^https:\/\//, "");
  return t(words[template].sms, { ...filled(template, params, about), link });
}

/** An e-mail: what happened, where to read it, who writes, and that nobody asks for secrets. */
export function emailText(
  template: Template,
  params: MessageParams,
  about: Circumstances,
): { readonly subject: string; readonly text: string } {
  const t = translator(about.locale);
  const all = filled(template, params, about);
  const paragraphs = [
    t(words[template].body, all),
    t("message.mail.open", { link: about.link }),
    ...(about.phone === ""
      ? []
      : [t("message.mail.signature", { phone: groupPhone(about.phone) })]),
    t("message.mail.noReply"),
  ];
  return { subject: t(words[template].subject, all), text: paragraphs.join("\n\n") };
}

function filled(template: Template, params: MessageParams, about: Circumstances): MessageParams {
  const t = translator(about.locale);
  const base = {
    ...params,
    time: formatDateTime(about.at),
    link: about.link,
    phone: groupPhone(about.phone),
  };
  if (template !== "checks-failed") return base;
  const names = String(params["checks"] ?? "")
    .split(",")
    .map((kind) => `apply.check.${kind}`)
    .flatMap((key) => (t.has(key) ? [t(key)] : []));
  return { ...base, check: names.join(", ") };
}
