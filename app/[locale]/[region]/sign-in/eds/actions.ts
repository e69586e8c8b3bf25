"use server";

import { redirect } from "next/navigation";

import { edsSentence } from "#app/_eds/sentences.ts";
import type { SigningRefusal } from "#app/_eds/sign-widget.tsx";
import { beginAction, portalOrigin } from "#app/_request/action.ts";
import {
  dropTicket,
  ensureBrowserSecret,
  readBrowserSecret,
  readTicket,
  writeTicket,
} from "#app/_request/browser-cookie.ts";
import { entryOf, finishSignIn } from "#app/_request/finish-sign-in.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { formatDateShort } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { registries } from "#lib/registries/current.ts";
import {
  answerChallenge,
  type AnswerCode,
  type AnswerDetail,
} from "#lib/sign-in/answer-challenge.ts";
import { ticketMilliseconds } from "#lib/sign-in/limits.ts";
import { redeemTicket } from "#lib/sign-in/redeem-ticket.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { startChallenge } from "#lib/sign-in/start-challenge.ts";

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
  const place = await beginAction(localeArgument, regionSlug);
  const { portal, root, now } = place;
  const [token, browserSecret] = await Promise.all([readTicket(), readBrowserSecret()]);
  const tooLate = edsPath(root, safeReturnPath(returnTo, portal.slug), "late");
  if (token === null || browserSecret === null) redirect(tooLate);
  const entered = await redeemTicket(
    { token, browserSecret, regionId: portal.id },
    await entryOf(place),
    registries(),
    now,
  );
  await dropTicket();
  if (!entered.ok) redirect(tooLate);
  await finishSignIn(entered.value, place, entered.value.returnTo);
}

/** Forgets the proven key, so that another can be chosen. */
export async function chooseAnother(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const { portal, root } = await beginAction(localeArgument, regionSlug);
  await dropTicket();
  redirect(edsPath(root, safeReturnPath(returnTo, portal.slug)));
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
