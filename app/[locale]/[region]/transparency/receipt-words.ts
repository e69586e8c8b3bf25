import { groupPhone } from "#lib/identity/phone.ts";
import { formatDateShort, formatDateTimeLong, formatTimeWithSeconds } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import type { MessageKey, Translator } from "#lib/i18n/translate.ts";
import type { HereVerdict } from "#lib/transparency/check-receipt.ts";

/** What the form is told, in words that are ready. */
export type ReceiptAnswer =
  | { readonly status: "idle" }
  | { readonly status: "refused"; readonly text: string; readonly alarm: boolean }
  | {
      readonly status: "genuine";
      readonly title: string;
      readonly text: string;
      readonly rows: readonly { readonly term: string; readonly value: string }[];
    };

/** The portal's verdict on a receipt in words; null: nothing was given. */
export function receiptAnswer(
  t: Translator,
  locale: Locale,
  verdict: HereVerdict | null,
  supportPhone: string,
): ReceiptAnswer {
  if (verdict === null) return { status: "refused", text: t("log.verdict.empty"), alarm: false };
  if (verdict.code === "rewritten") {
    const text = t("log.verdict.rewritten", { phone: groupPhone(supportPhone) });
    return { status: "refused", text, alarm: true };
  }
  if (verdict.code !== "ok") {
    return { status: "refused", text: t(`log.verdict.${verdict.code}`), alarm: false };
  }
  const { leaf, leafIndex, head } = verdict.receipt;
  const event = `journal.event.${leaf.event}`;
  const registeredAt = new Date(leaf.registeredAt);
  return {
    status: "genuine",
    title: t("log.verdict.ok.title"),
    text: t("log.verdict.ok.text", { n: leafIndex + 1 }),
    rows: [
      { term: t("log.fact.event"), value: t.has(event) ? t(event as MessageKey) : leaf.event },
      { term: t("journal.field.entryCode"), value: leaf.entry },
      {
        term: t("check.registeredAt"),
        value: `${formatDateShort(registeredAt)}, ${formatTimeWithSeconds(registeredAt)}`,
      },
      { term: t("journal.field.cohort"), value: String(leaf.cohort) },
      { term: t("log.fact.class"), value: t(`queue.class.${leaf.class}`) },
      { term: t("log.fact.head"), value: formatDateTimeLong(locale, head.signedAt) },
    ],
  };
}
