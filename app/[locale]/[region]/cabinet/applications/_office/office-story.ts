import { z } from "zod";

import { formatDate } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { reasonWords } from "./office-words.ts";

const returned = z.object({ reasons: z.array(z.string()), until: z.iso.datetime() });
const lasting = z.object({ until: z.iso.datetime() });
const answered = z.object({ outcome: z.enum(["upheld", "refused"]) });

/** What an event of the office says beyond its kind: what to mend and until when, the end of a hold, the answer. */
export function officeDetail(
  t: Translator,
  kind: string,
  data: Readonly<Record<string, unknown>>,
): string | null {
  switch (kind) {
    case "returned-for-correction": {
      const facts = returned.safeParse(data).data;
      if (facts === undefined) return null;
      const reasons = facts.reasons.map((reason) => reasonWords(t, reason)).join("; ");
      return `${t("correction.what")}: ${reasons}. ${untilWords(t, facts.until)}`;
    }
    case "held":
    case "appealed": {
      const facts = lasting.safeParse(data).data;
      if (facts === undefined) return null;
      return kind === "held"
        ? t("office.heldUntil", { date: formatDate(t.locale, new Date(facts.until)) })
        : t("status.APPEAL.text", { date: formatDate(t.locale, new Date(facts.until)) });
    }
    case "appeal-answered": {
      const outcome = answered.safeParse(data).data?.outcome;
      return outcome === undefined ? null : t(`appeal.${outcome}`);
    }
    default:
      return null;
  }
}

function untilWords(t: Translator, until: string): string {
  return t("correction.until", { date: formatDate(t.locale, new Date(until)) });
}
