import { formatDate, formatDateShort, formatTimeWithSeconds } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type MessageKey, type Translator, translator } from "#lib/i18n/translate.ts";
import { displayName } from "#lib/identity/name.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { groupToken, verifyAddress } from "./document-token.ts";
import type { NoticeFacts } from "./notice-facts.ts";

export type NoticeRow = { readonly label: string; readonly value: string };

/** Everything the notice says, in one language: the PDF and the page are two drawings of this. */
export type NoticeContent = {
  readonly locale: Locale;
  readonly title: string;
  readonly region: string;
  readonly number: string;
  /** When the child was put in the queue, with seconds, UTC+5. */
  readonly issued: string;
  readonly text: string;
  readonly position: NoticeRow & { readonly total: string; readonly asOf: string };
  readonly bound: (NoticeRow & { readonly why: string }) | null;
  readonly entryCode: NoticeRow;
  readonly rows: readonly NoticeRow[];
  readonly signature: readonly NoticeRow[];
  /** What happens next, a sentence each. */
  readonly nextTitle: string;
  readonly next: readonly string[];
  readonly legal: readonly string[];
  readonly verify: {
    readonly address: string;
    readonly text: string;
    readonly token: NoticeRow;
  };
};

export type NoticePlace = {
  readonly locale: Locale;
  /** `https://host`, without a slash at the end. */
  readonly origin: string;
  readonly token: string;
};

/** The words of a notice from its frozen facts. */
export function noticeContent(facts: NoticeFacts, place: NoticePlace): NoticeContent {
  const { locale, origin } = place;
  const t = translator(locale);
  const portal = { locale, regionSlug: facts.regionSlug };
  const address = verifyAddress(origin, portal, place.token);
  return {
    locale,
    title: t("notice.title"),
    region: facts.regionNames[locale],
    number: t("notice.number", { number: facts.number }),
    issued: t("notice.issued", { time: timeOf(t, facts.registeredAt) }),
    text: t("notice.text"),
    position: {
      label: t("notice.field.position"),
      value: String(facts.position),
      total: t("queue.total", { n: facts.total }),
      asOf: t("notice.positionAsOf", { time: timeOf(t, facts.positionAt) }),
    },
    bound:
      facts.worstPosition === null
        ? null
        : {
            label: t("notice.field.bound"),
            value: String(facts.worstPosition),
            why: t("notice.boundWhy"),
          },
    entryCode: { label: t("notice.field.code"), value: facts.entryCode },
    rows: rowsOf(facts, locale, t),
    signature: [
      {
        label: t("notice.field.signature"),
        value: `${displayName(facts.signer.name)}, ${t(`eds.algorithm.${facts.signer.algorithm}`)}`,
      },
      { label: t("notice.field.serial"), value: facts.signer.serial },
    ],
    nextTitle: t("notice.next"),
    next: nextOf(facts, place, t, `${origin}/${locale}/${facts.regionSlug}/queue`),
    legal: [t("notice.log"), t("notice.legal"), t("notice.automatic")],
    verify: {
      address,
      text: t("notice.verify", { address }),
      token: { label: t("notice.field.token"), value: groupToken(place.token) },
    },
  };
}

function rowsOf(facts: NoticeFacts, locale: Locale, t: Translator): NoticeRow[] {
  const categories = facts.privileges.map((code) => {
    const key = `privilege.category.${code}`;
    return t("notice.claimed", { category: t.has(key) ? t(key) : code });
  });
  const rows: Array<[MessageKey, string | null]> = [
    ["notice.field.applicant", facts.applicantName],
    ["notice.field.child", facts.childName],
    ["notice.field.childIin", facts.childIinMasked],
    ["notice.field.childBirth", formatDate(locale, facts.childBirthDate)],
    ["notice.field.queueType", t(`qtype.name.${facts.queueType}`)],
    ["notice.field.cohort", String(facts.cohort)],
    ["notice.field.district", facts.districtNames?.[locale] ?? null],
    ["notice.field.class", t(`queue.class.${facts.class}`)],
    ["notice.field.privilege", categories.length > 0 ? categories.join("; ") : null],
    ["apply.nonresident.label", facts.nonResident ? t("common.yes") : null],
    ["notice.field.registeredAt", timeOf(t, facts.registeredAt)],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [{ label: t(label), value }]));
}

function nextOf(
  facts: NoticeFacts,
  place: NoticePlace,
  t: Translator,
  queueAddress: string,
): string[] {
  const checks = facts.checksPending.map((kind) => t(`apply.check.${kind}`));
  return [
    ...(checks.length > 0 ? [t("notice.pendingChecks", { checks: checks.join(", ") })] : []),
    t("notice.interest", { n: facts.interestMonths }),
    t("notice.check", { address: queueAddress }),
    t("notice.appeal", {
      address: facts.officeAddresses[place.locale],
      phone: groupPhone(facts.supportPhone),
    }),
  ];
}

function timeOf(t: Translator, iso: string): string {
  const at = new Date(iso);
  return t("notice.utc", { time: `${formatDateShort(at)}, ${formatTimeWithSeconds(at)}` });
}
