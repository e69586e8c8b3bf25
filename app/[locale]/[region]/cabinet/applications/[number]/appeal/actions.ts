"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { forgetTyping, keepTyping } from "#app/_request/kept-typing.ts";
import { appealLimit, writeAppeal } from "#lib/applications/appeal.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
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
  const here = `${root}${deedPath(number, "appeal")}?decision=${eventSeq}`;
  const given = form.get("words");
  const words = typeof given === "string" ? given.slice(0, appealLimit * 2) : "";
  const order = { regionId: portal.id, number, eventSeq, words, requestId };
  const sent = await writeAppeal(actor, order, now);
  const typing = `appeal:${portal.id}:${number}:${eventSeq}`;
  const round = (Number(before?.round) || 0) + 1;
  const again = { words, ticked: false, problem: null, trouble: null, round };
  if (sent.ok) {
    await forgetTyping(actor, typing, now);
    redirect(`${here}&sent=1`);
  }
  switch (sent.code) {
    case "signed-out":
    case "too-light":
      await keepTyping(actor, typing, { words }, now);
      redirect(signInPath({ locale, regionSlug: portal.slug }, here));
      break;
    case "required":
      return { ...again, problem: t("appeal.required") };
    case "too-long":
      return { ...again, problem: t("error.too-long", { n: sent.detail.n }) };
    case "too-late":
      return { ...again, trouble: t("appeal.late") };
    case "already-appealed":
      return { ...again, trouble: t("appeal.already") };
    case "not-a-decision":
    case "not-yours":
      return { ...again, trouble: t("error.not-yours") };
  }
}
