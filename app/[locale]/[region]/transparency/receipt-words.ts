import { groupPhone } from "#lib/identity/phone.ts";
import { formatDateShort, formatTimeWithSeconds } from "#lib/i18n/formats.ts";
import type { MessageKey, Translator } from "#lib/i18n/translate.ts";
import { queueEventKinds } from "#lib/queue/ledger.ts";
import { entryClasses } from "#lib/queue/order.ts";
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

/** What is told of the event of a receipt, in this order. */
export function factTerms(t: Translator) {
  return [
    { name: "event", term: t("log.fact.event") },
    { name: "entry", term: t("journal.field.entryCode") },
    { name: "registered", term: t("check.registeredAt") },
    { name: "cohort", term: t("journal.field.cohort") },
    { name: "class", term: t("log.fact.class") },
    { name: "head", term: t("log.fact.head") },
  ] as const;
}

/** The words of the codes in a leaf. */
export function factWords(t: Translator) {
  return {
    event: Object.fromEntries(queueEventKinds.map((kind) => [kind, t(`journal.event.${kind}`)])),
    class: Object.fromEntries(entryClasses.map((each) => [each, t(`queue.class.${each}`)])),
  };
}

/** The portal's verdict on a receipt in words; null: nothing was given. */
export function receiptAnswer(
  t: Translator,
  verdict: HereVerdict | null,
  supportPhone: string,
): ReceiptAnswer {
  if (verdict === null) return { status: "refused", text: t("log.verdict.empty"), alarm: false };
  if (verdict.code === "rewritten") {
    const text = t("log.verdict.rewritten", { phone: groupPhone(supportPhone) });
    return { status: "refused", text, alarm: true };
  }
  if (verdict.code !== "ok") {
    const alarm = verdict.code === "changed" || verdict.code === "unknown-key";
    return { status: "refused", text: t(`log.verdict.${verdict.code}`), alarm };
  }
  const { leaf, leafIndex, head } = verdict.receipt;
  const event = `journal.event.${leaf.event}`;
  const values = {
    event: t.has(event) ? t(event as MessageKey) : leaf.event,
    entry: leaf.entry,
    registered: instantOf(new Date(leaf.registeredAt)),
    cohort: String(leaf.cohort),
    class: t(`queue.class.${leaf.class}`),
    head: instantOf(head.signedAt),
  };
  return {
    status: "genuine",
    title: t("log.verdict.ok.title"),
    text: t("log.verdict.ok.text", { n: leafIndex + 1 }),
    rows: factTerms(t).map(({ name, term }) => ({ term, value: values[name] })),
  };
}

function instantOf(at: Date): string {
  return `${formatDateShort(at)}, ${formatTimeWithSeconds(at)}`;
}
