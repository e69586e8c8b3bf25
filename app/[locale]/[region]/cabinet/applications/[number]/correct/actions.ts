"use server";

import { beginAction } from "#app/_request/action.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { correctionLimit, sendCorrection } from "#lib/applications/correct.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { postedWords, signInFirst, wordsAgain, wordsSent } from "../../_office/words-action.ts";
import type { WordsState } from "../../_office/words-form.tsx";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";

/** «Отправить исправления». What was typed stays, whatever the answer, and over a sign-in that came between. */
export async function correct(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  before: WordsState,
  form: FormData,
): Promise<WordsState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const t = translator(locale);
  const number = codeArgument(numberArgument);
  const posted = postedWords(form, correctionLimit, before);
  const { words, ticked } = posted;
  const order = { regionId: portal.id, number, words, bringsPapers: ticked, requestId };
  const sent = await sendCorrection(actor, order, now);
  const here = `${root}${deedPath(number, "correct")}`;
  const own = { typing: `correct:${portal.id}:${number}`, here };
  if (sent.ok) return wordsSent(place, own, `${root}${applicationPath(number)}?done=corrected`);
  switch (sent.code) {
    case "signed-out":
    case "too-light":
      return signInFirst(place, own, posted);
    case "required":
      return wordsAgain(posted, { problem: t("correction.required") });
    case "too-long":
      return wordsAgain(posted, { problem: t("error.too-long", { n: sent.detail.n }) });
    case "out-of-turn":
    case "not-yours":
      return wordsAgain(posted, { trouble: t(`error.${sent.code}`) });
  }
}
