import { papersOf } from "#lib/applications/hand-in.ts";
import type { ApplicationView } from "#lib/applications/journal.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { type Deed, deedPath, mayMove } from "../../_journal/deeds.ts";

const labels = {
  papers: "journal.deed.papers",
  contacts: "journal.actions.contacts",
  district: "journal.deed.district",
} as const satisfies Readonly<Record<string, MessageKey>>;

/** The pages on which what the office asks for is mended, before the correction is sent. */
export function waysToMend(
  reasons: readonly string[],
  application: ApplicationView,
  now: Date,
): readonly Deed[] {
  const { number } = application;
  const papers = reasons.some((reason) => reason.startsWith("paper-"));
  const found: Deed[] = [];
  if (papers && papersOf(application, now).length > 0) {
    found.push({ label: labels.papers, path: deedPath(number, "papers") });
  }
  if (reasons.includes("wrong-contacts")) {
    found.push({ label: labels.contacts, path: "/cabinet/profile" });
  }
  if (reasons.includes("wrong-district") && mayMove(application)) {
    found.push({ label: labels.district, path: deedPath(number, "district") });
  }
  return found;
}
