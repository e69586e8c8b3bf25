import { type EdsCode, edsCodes } from "#lib/eds/codes.ts";
import { formatDateShort } from "#lib/i18n/formats.ts";
import type { MessageKey, Translator } from "#lib/i18n/translate.ts";
import type { MobileView } from "#lib/sign-in/mobile-view.ts";
import { edsSentence } from "./sentences.ts";

// What is no matter of the signature itself: the codes of `accept-mobile.ts` and `submit.ts`.
const own: ReadonlyMap<string, MessageKey> = new Map([
  ["wrong-code", "mgov.error.tooOften"],
  ["replaced", "mgov.error.replaced"],
  ["challenge-expired", "signin.error.challenge-expired"],
  ["challenge-used", "signin.error.challenge-used"],
  ["signed-out", "error.session"],
  ["too-light", "error.too-light"],
  ["not-yours", "error.not-yours"],
  ["request-expired", "apply.error.request-expired"],
  ["request-stale", "apply.error.request-stale"],
  ["duplicate", "apply.error.duplicate"],
  ["too-often", "error.unexpected"],
] as const);

/** Why a signing by telephone came to nothing, in one sentence. */
export function mobileSentence(t: Translator, { state, outcome, outcomeAt }: MobileView): string {
  if (state !== "refused" || outcome === null) return t("mgov.late");
  if (isEdsCode(outcome)) {
    return edsSentence(t, outcome, outcomeAt === null ? {} : { date: formatDateShort(outcomeAt) });
  }
  return t(own.get(outcome) ?? "error.unexpected");
}

function isEdsCode(code: string): code is EdsCode {
  return (edsCodes as readonly string[]).includes(code);
}
