"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { forgetTyping, keepTyping } from "#app/_request/kept-typing.ts";
import { linkChild } from "#lib/applications/linking.ts";
import { formatDateTime } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { mend, textOf } from "../../sign-in/_steps/answers.ts";
import type { StepState } from "../../sign-in/_steps/step-form.tsx";
import { linkTyping } from "./link-typing.ts";

/** «Добавить». What was typed stays in the field whatever the answer is, and over a sign-in that was too light or over. */
export async function addChild(
  localeArgument: Locale,
  regionSlug: string,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const t = translator(locale);
  const here = `${root}/cabinet/profile?tab=link`;
  const values = { childIin: textOf(form, "childIin").slice(0, 40) };
  const linked = await linkChild(actor, { regionId: portal.id, ...values, requestId }, now);
  if (linked.ok) {
    await forgetTyping(actor, linkTyping, now);
    redirect(`${here}&linked=${linked.value.numbers.length}`);
  }
  const atField = (text: string) => mend(before, values, { field: "childIin", text });
  switch (linked.code) {
    case "signed-out":
    case "too-light":
      await keepTyping(actor, linkTyping, values, now);
      redirect(signInPath({ locale, regionSlug: portal.slug }, here));
      break;
    case "iin-length":
      return atField(t("error.iin-length", { n: linked.detail.n }));
    case "too-many": {
      const time = new Date(now.getTime() + linked.detail.retryAfterSeconds * 1000);
      return mend(before, values, {
        text: t("profile.link.tooMany", { time: formatDateTime(time) }),
      });
    }
    case "register-down":
      return mend(before, values, { text: t("profile.link.down") });
    case "no-kin":
      return atField(t("profile.link.no"));
    default:
      return atField(t(`error.${linked.code}`));
  }
}
