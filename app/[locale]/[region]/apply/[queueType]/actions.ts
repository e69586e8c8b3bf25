"use server";

import { headers } from "next/headers";

import { edsSentence } from "#app/_eds/sentences.ts";
import type { SigningRefusal } from "#app/_eds/sign-widget.tsx";
import { beginAction } from "#app/_request/action.ts";
import { signingView } from "#lib/applications/compose.ts";
import { registeredNumber } from "#lib/applications/registered-number.ts";
import { submitApplication, type SubmitCode } from "#lib/applications/submit.ts";
import { edsCodes, type EdsCode } from "#lib/eds/codes.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator, type MessageKey } from "#lib/i18n/translate.ts";
import { uuid } from "../_wizard/post.ts";

/**
 * The frozen text that the page shows, and no other: one composed since then must be read first. Signed already, in
 * another tab or before an answer that was lost, it leads to the registration.
 */
export async function beginSigning(
  localeArgument: Locale,
  regionSlug: string,
  draftId: string,
  shownRequestId: string,
): Promise<{ id: string; contentBase64: string } | { next: string } | SigningRefusal> {
  const { locale, portal, root, actor, now } = await beginAction(localeArgument, regionSlug);
  const id = String(draftId);
  if (!uuid.test(id)) return explain(locale, "not-yours", null);
  const where = { regionId: portal.id, draftId: id };
  const view = await signingView(actor, where, now);
  if (!view.ok) return explain(locale, view.code, null);
  if (view.value?.requestId === shownRequestId) {
    return { id: view.value.requestId, contentBase64: view.value.contentBase64 };
  }
  const number = await registeredNumber(actor, where);
  if (!number.ok) return explain(locale, number.code, null);
  if (number.value === null) return explain(locale, "request-stale", null);
  return { next: registeredPath(root, number.value) };
}

/** Takes the signature and registers the application; the same text signed twice leads to the same number. */
export async function submitSigned(
  localeArgument: Locale,
  regionSlug: string,
  requestId: string,
  cms: string,
): Promise<{ next: string } | SigningRefusal> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now } = place;
  const userAgent = ((await headers()).get("user-agent") ?? "").slice(0, 300);
  const client = { kind: "ncalayer", address: place.address, device: place.device, userAgent };
  const submitted = await submitApplication(
    actor,
    {
      regionId: portal.id,
      requestId: String(requestId),
      cms: String(cms),
      client,
      traceId: place.requestId,
    },
    await edsVerifier(),
    now,
  );
  if (!submitted.ok && submitted.code === "too-often") {
    const seconds = ((submitted.detail.at ?? now).getTime() - now.getTime()) / 1000;
    return again(translator(locale)("error.busy", { n: Math.max(1, Math.ceil(seconds / 60)) }));
  }
  if (!submitted.ok) return explain(locale, submitted.code, submitted.detail.at);
  return { next: registeredPath(root, submitted.value.number) };
}

/** The application with the notice that it is registered. */
function registeredPath(root: string, number: string): string {
  return `${root}/cabinet/applications/${number}?registered=1`;
}

const ownWords: ReadonlyMap<SubmitCode, MessageKey> = new Map([
  ["signed-out", "error.session"],
  ["too-light", "error.too-light"],
  ["not-yours", "error.not-yours"],
  ["request-expired", "apply.error.request-expired"],
  ["request-stale", "apply.error.request-stale"],
  ["duplicate", "apply.error.duplicate"],
] as const);

function isEdsCode(code: string): code is EdsCode {
  return (edsCodes as readonly string[]).includes(code);
}

function explain(locale: Locale, code: SubmitCode, at: Date | null): SigningRefusal {
  const t = translator(locale);
  if (!isEdsCode(code)) {
    return again(t(ownWords.get(code) ?? "error.unexpected"));
  }
  const facts = at === null ? {} : { date: formatDate(locale, at) };
  return { code, sentence: edsSentence(t, code, facts) };
}

// The widget knows what mends a signature; here nothing does but beginning again, as after «timeout».
function again(sentence: string): SigningRefusal {
  return { code: "timeout", sentence };
}
