import { type MessageKey, type MessageParams, translator } from "#lib/i18n/translate.ts";
import {
  type Circumstances,
  isTemplate,
  letterWords,
  secretTemplates,
  type Template,
  templateParams,
} from "./templates.ts";

type Words = { readonly subject: MessageKey; readonly body: MessageKey };

/** What is said in the inbox of messages whose own words hold a secret. */
const instead: Readonly<Partial<Record<string, Words>>> = {
  code: { subject: "inbox.secret.code.subject", body: "inbox.secret.code.body" },
  "phone-change": {
    subject: "message.mail.phoneChange.subject",
    body: "inbox.secret.phoneChange.body",
  },
};
// Of another version of the portal, or with a secret that nothing is said of above.
const hidden: Words = { subject: "inbox.secret.other.subject", body: "inbox.secret.other.body" };

/** Where the letter speaks of the link below it, which confirms without signing in. */
const bodies: Readonly<Partial<Record<Template, MessageKey>>> = {
  interest: "inbox.interest.body",
  "interest-reply": "inbox.interest.body",
};

/** Where in its application one does what a message calls to, and how that is called. */
type Deed = { readonly page: string; readonly words: MessageKey };

const deeds: Readonly<Partial<Record<string, Deed>>> = {
  interest: { page: "/interest", words: "interest.confirm" },
  "interest-reply": { page: "/interest", words: "interest.confirm" },
  "interest-removed": { page: "/interest", words: "interest.restoreTitle" },
  "registered-choosing": { page: "/wishes", words: "wishes.choose" },
  returned: { page: "/correct", words: "correction.title" },
};

/** What a message asks for; an empty page: nothing special, its application is there to read. Pure. */
export function deedOfMessage(template: string): Deed {
  const own = Object.hasOwn(deeds, template) ? deeds[template] : undefined;
  return own ?? { page: "", words: "inbox.open" };
}

/** The params that hold the secret; of a template that is not named here all of them might. */
const secrets: Readonly<Partial<Record<string, readonly string[]>>> = {
  code: ["code"],
  "phone-change": ["link"],
};

type Params = Readonly<Record<string, string | number>>;

/** What the inbox keeps of a message's params. Pure. */
export function withoutSecrets(
  template: Template,
  params: Params,
  secret: boolean,
): Record<string, string | number> {
  if (!secret && !secretTemplates.has(template)) return { ...params };
  const open = Object.entries(params).filter(([name]) =>
    secrets[template] === undefined ? name === "number" : !secrets[template].includes(name),
  );
  return Object.fromEntries(open);
}

/** A message in the reader's present language: what it is about, and what it says without address and signature. */
export function inboxText(
  template: string,
  params: MessageParams,
  about: Circumstances,
): { readonly subject: string; readonly body: string } {
  const own = instead[template];
  if (own === undefined && isTemplate(template)) {
    const whole = templateParams[template].safeParse(params);
    if (whole.success) return letterWords(template, params, about, bodies[template]);
  }
  const t = translator(about.locale);
  const words = own ?? hidden;
  return { subject: t(words.subject, params), body: t(words.body, params) };
}
