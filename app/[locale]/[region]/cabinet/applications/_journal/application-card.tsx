import type { PortalPage } from "#app/_request/region.ts";
import { Card } from "#app/_ui/card.tsx";
import type { JournalLine } from "#lib/applications/journal.ts";
import { isAtRest } from "#lib/applications/status.ts";
import { formatDate, formatDateTime, formatNumber } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { interestOf, isAskedNow } from "./next-step.ts";
import { StatusTags } from "./status-tags.tsx";
import { nextStepSentence, queueTypeName, statusTags } from "./words.ts";

type ApplicationCardProps = {
  readonly place: PortalPage;
  readonly line: JournalLine;
  readonly now: Date;
  /** Policy: days before the last day of the confirmation of interest. */
  readonly windowDays: number;
  /** On a page that names the child above, the name is not said again. */
  readonly unnamed?: boolean;
};

/** «Нажмите на строку, чтобы открыть заявление»: number, child, status, place, next step and deadline. */
export function ApplicationCard({
  place: { locale, portal, root },
  line,
  now,
  windowDays,
  unnamed,
}: ApplicationCardProps) {
  const t = translator(locale);
  const interest = interestOf(line, windowDays, now);
  const asks = isAskedNow(line, interest);
  const asked = { tone: "wait", text: t("status.short.INTEREST_DUE") } as const;
  const until = interest === null ? "" : formatDate(locale, interest.until);
  return (
    <Card
      href={`${root}/cabinet/applications/${line.number}`}
      title={t("journal.card", { number: line.number })}
    >
      {unnamed !== true && (
        <span className="block text-base font-medium text-ink">
          {displayFullName(line.childName)}
        </span>
      )}
      <span className="block">{queueTypeName(t, line.queueType)}</span>
      <span className="mt-2 block">
        <StatusTags tags={[...statusTags(t, line), ...(asks ? [asked] : [])]} />
      </span>
      <span className="tabular mt-2 block text-base text-ink">
        {line.place === null
          ? t("journal.noPlace")
          : t("journal.place", {
              n: formatNumber(locale, line.place.position),
              time: formatDateTime(now),
            })}
      </span>
      <span className="mt-1 block text-ink">
        {asks
          ? t("status.INTEREST_DUE.text", { date: until })
          : nextStepSentence(t, line, portal.supportPhone)}
      </span>
      {interest !== null && !asks && (
        <span className="block">{t("journal.todo.interest", { date: until })}</span>
      )}
      {line.twins.length > 0 && isAtRest(line.status) && (
        <span className="block">
          {t(line.twins.every((twin) => twin.together) ? "twins.together" : "twins.offer")}
        </span>
      )}
      <span className="tabular block">
        {t("journal.submitted", { time: formatDateTime(line.registeredAt) })}
      </span>
    </Card>
  );
}
