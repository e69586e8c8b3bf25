import { claimLimit } from "#lib/applications/privilege-limit.ts";
import { formatDateTime } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";

/** How often a ground can be claimed, and from when it can be again. */
export function againText(
  t: Translator,
  key: "privilege.tooOften" | "privilege.againFrom",
  at: Date,
): string {
  const { count, days } = claimLimit;
  return t(key, { n: count, days, time: formatDateTime(at) });
}
