"use server";

import { beginAction } from "#app/_request/action.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { appealLimit, writeAppeal } from "#lib/applications/appeal.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { postedWords, signInFirst, wordsAgain, wordsSent } from "../../_office/words-action.ts";
import type { WordsState } from "../../_office/words-form.tsx";
import { deedPath } from "../../_journal/deeds.ts";

/** «Отправить возражение». What was typed stays, whatever the answer, and over a sign-in that came between. */
export async function object(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  eventSeqArgument: number,
  before: WordsState,
  form: FormData,
): Promise<WordsState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const t = translator(locale);
  const number = codeArgument(numberArgument);
  const eventSeq = Number(eventSeqArgument);
  const posted = postedWords(form, appealLimit, before);
  const order = { regionId: portal.id, number, eventSeq, words: posted.words, requestId };
  const sent = await writeAppeal(actor, order, now);
  const here = `${root}${deedPath(number, "appeal")}?decision=${eventSeq}`;
  const own = { typing: `appeal:${portal.id}:${number}:${eventSeq}`, here };
  if (sent.ok) return wordsSent(place, own, `${here}&sent=1`);
  switch (sent.code) {
    case "signed-out":
    case "too-light":
      return signInFirst(place, own, posted);
    case "required":
      return wordsAgain(posted, { problem: t("appeal.required") });
    case "too-long":
      return wordsAgain(posted, { problem: t("error.too-long", { n: sent.detail.n }) });
    case "too-late":
      return wordsAgain(posted, { trouble: t("appeal.late") });
    case "already-appealed":
      return wordsAgain(posted, { trouble: t("appeal.already") });
    case "not-a-decision":
    case "not-yours":
      return wordsAgain(posted, { trouble: t("error.not-yours") });
  }
}
