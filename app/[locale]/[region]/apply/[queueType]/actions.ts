"use server";

import { headers } from "next/headers";

import { edsSentence } from "#app/_eds/sentences.ts";
import type { SigningRefusal } from "#app/_eds/sign-widget.tsx";
import { beginAction } from "#app/_request/action.ts";
import { signingView } from "#lib/applications/compose.ts";
import { submitApplication, type SubmitCode } from "#lib/applications/submit.ts";
import { edsCodes, type EdsCode } from "#lib/eds/codes.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator, type MessageKey } from "#lib/i18n/translate.ts";
import { uuid } from "../_wizard/post.ts";

/** The frozen text that the page shows, and no other: one composed since then must be read first. */
export async function beginSigning(
  localeArgument: Locale,
  regionSlug: string,
  draftId: string,
  shownRequestId: string,
): Promise<{ id: string; contentBase64: string } | SigningRefusal> {
  const { locale, portal, actor, now } = await beginAction(localeArgument, regionSlug);
  const id = String(draftId);
  if (!uuid.test(id)) return explain(locale, "not-yours", null);
  const view = await signingView(actor, { regionId: portal.id, draftId: id }, now);
  if (!view.ok) return explain(locale, view.code, null);
  if (view.value === null || view.value.requestId !== shownRequestId) {
    return explain(locale, "request-stale", null);
  }
  return { id: view.value.requestId, contentBase64: view.value.contentBase64 };
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
  if (!submitted.ok) return explain(locale, submitted.code, submitted.detail.at);
  return { next: `${root}/cabinet/applications/${submitted.value.number}?registered=1` };
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
    // The widget knows what mends a signature; here nothing does but beginning again, as after «timeout».
    return { code: "timeout", sentence: t(ownWords.get(code) ?? "error.unexpected") };
  }
  const facts = at === null ? {} : { date: formatDate(locale, at) };
  return { code, sentence: edsSentence(t, code, facts) };
}
