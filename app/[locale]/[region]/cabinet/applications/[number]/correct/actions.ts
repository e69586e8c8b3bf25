"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { forgetTyping, keepTyping } from "#app/_request/kept-typing.ts";
import { correctionLimit, sendCorrection } from "#lib/applications/correct.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
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
  const here = `${root}${deedPath(number, "correct")}`;
  const typed = form.get("words");
  const words = typeof typed === "string" ? typed.slice(0, correctionLimit * 2) : "";
  const ticked = form.get("ticked") !== null;
  const order = { regionId: portal.id, number, words, bringsPapers: ticked, requestId };
  const sent = await sendCorrection(actor, order, now);
  const typing = `correct:${portal.id}:${number}`;
  const round = (Number(before?.round) || 0) + 1;
  const again = { words, ticked, problem: null, trouble: null, round };
  if (sent.ok) {
    await forgetTyping(actor, typing, now);
    redirect(`${root}${applicationPath(number)}?done=corrected`);
  }
  switch (sent.code) {
    case "signed-out":
    case "too-light":
      await keepTyping(actor, typing, { words }, now);
      redirect(signInPath({ locale, regionSlug: portal.slug }, here));
      break;
    case "required":
      return { ...again, problem: t("correction.required") };
    case "too-long":
      return { ...again, problem: t("error.too-long", { n: sent.detail.n }) };
    case "out-of-turn":
    case "not-yours":
      return { ...again, trouble: t(`error.${sent.code}`) };
  }
}
