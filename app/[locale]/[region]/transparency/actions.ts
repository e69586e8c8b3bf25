"use server";

import { beginAction } from "#app/_request/action.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { checkReceiptHere } from "#lib/transparency/check-receipt.ts";
import { receiptBytes } from "#lib/transparency/receipt.ts";
import type { ReceiptState } from "./receipt-form.tsx";
import { receiptAnswer } from "./receipt-words.ts";

/** «Проверить». The receipt is read, judged and forgotten. */
export async function checkReceipt(
  localeArgument: Locale,
  regionSlug: string,
  before: ReceiptState,
  form: FormData,
): Promise<ReceiptState> {
  const { locale, portal } = await beginAction(localeArgument, regionSlug);
  const t = translator(locale);
  const text = await receiptIn(form);
  const verdict = text === "" ? null : await checkReceiptHere(portal, text);
  const answer = receiptAnswer(t, verdict, portal.supportPhone);
  return { answer, round: (Number(before?.round) || 0) + 1 };
}

/** The file where one was chosen, else the text; a browser writes line ends of its own into a text. */
async function receiptIn(form: FormData): Promise<string> {
  const file = form.get("file");
  if (file instanceof File && file.size > 0) {
    return await file.slice(0, receiptBytes + 1).text();
  }
  const text = form.get("receipt");
  return typeof text === "string" ? text.trim().slice(0, receiptBytes + 1) : "";
}
