"use server";

import { redirect } from "next/navigation";

import { edsSentence } from "#app/_eds/sentences.ts";
import type { SigningRefusal } from "#app/_eds/sign-widget.tsx";
import { beginAction, portalOrigin } from "#app/_request/action.ts";
import {
  dropTicket,
  ensureBrowserSecret,
  readBrowserSecret,
  writeTicket,
} from "#app/_request/browser-cookie.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { formatDateShort } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import {
  answerChallenge,
  type AnswerCode,
  type AnswerDetail,
} from "#lib/sign-in/answer-challenge.ts";
import { ticketMilliseconds } from "#lib/sign-in/limits.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { startChallenge } from "#lib/sign-in/start-challenge.ts";
import { beginStep } from "../_steps/begin-step.ts";
import { enterByTicket } from "../_steps/enter-by-ticket.ts";

/** A text for this browser to sign. */
export async function beginByEds(
  localeArgument: Locale,
  regionSlug: string,
): Promise<{ id: string; contentBase64: string } | SigningRefusal> {
  const { locale, portal, now, address } = await beginAction(localeArgument, regionSlug);
  const browserSecret = await ensureBrowserSecret();
  const order = { portal, browserSecret, address, origin: portalOrigin(), locale };
  const started = await startChallenge(order, now);
  if (!started.ok) {
    const minutes = Math.ceil(started.detail.seconds / 60);
    return refusal(translator(locale)("signin.error.too-many", { n: minutes }));
  }
  return {
    id: started.value.id,
    contentBase64: Buffer.from(started.value.content).toString("base64"),
  };
}

/** Takes the signature; the ticket it earns stays in a cookie that only this browser has. */
export async function answerByEds(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  challengeId: string,
  cms: string,
): Promise<{ next: string } | SigningRefusal> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, now, requestId, device } = place;
  const browserSecret = await readBrowserSecret();
  if (browserSecret === null) return explain(locale, "challenge-used", { at: null });
  const answered = await answerChallenge(
    {
      challengeId: String(challengeId),
      browserSecret,
      regionId: portal.id,
      regionSlug: portal.slug,
      cms: String(cms),
      returnTo,
      client: { kind: "ncalayer", device },
      locale,
      requestId,
    },
    await edsVerifier(),
    now,
  );
  if (!answered.ok) return explain(locale, answered.code, answered.detail);
  await writeTicket(answered.value.token, ticketMilliseconds / 1000);
  return { next: edsPath(root, safeReturnPath(returnTo, portal.slug)) };
}

/** «Войти». */
export async function enter(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const step = await beginStep(localeArgument, regionSlug, returnTo);
  await enterByTicket(step, edsPath(step.root, step.on, "late"));
}

/** Forgets the proven key, so that another can be chosen. */
export async function chooseAnother(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const { root, on } = await beginStep(localeArgument, regionSlug, returnTo);
  await dropTicket();
  redirect(edsPath(root, on));
}

function edsPath(root: string, returnTo: string | null, flag?: "late"): string {
  const query = new URLSearchParams();
  if (returnTo !== null) query.set("return", returnTo);
  if (flag !== undefined) query.set(flag, "1");
  return `${root}/sign-in/eds${query.size > 0 ? `?${query}` : ""}`;
}

function explain(locale: Locale, code: AnswerCode, detail: AnswerDetail): SigningRefusal {
  const t = translator(locale);
  if (code === "challenge-expired" || code === "challenge-used") {
    return refusal(t(`signin.error.${code}`));
  }
  const date = detail.at === null ? {} : { date: formatDateShort(detail.at) };
  return { code, sentence: edsSentence(t, code, date) };
}

// The widget shows the sentence; «timeout» only tells it that there are no steps to mend it but to start again.
function refusal(sentence: string): SigningRefusal {
  return { code: "timeout", sentence };
}
