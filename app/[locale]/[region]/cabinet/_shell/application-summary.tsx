import { Alert } from "#app/_ui/alert.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import { Link } from "#app/_ui/link.tsx";
import { QueueNumber } from "#app/_ui/queue-number.tsx";
import { whole } from "#app/_ui/whole.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import type { Draft } from "#lib/applications/drafts.ts";
import type { JournalLine } from "#lib/applications/journal.ts";
import { formatDate, formatDateTimeLong, formatNumber, formatTime } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { deedPath } from "../applications/_journal/deeds.ts";
import {
  type Interest,
  interestOf,
  isAskedNow,
  nextStepOf,
} from "../applications/_journal/next-step.ts";
import { nextStepSentence } from "../applications/_journal/words.ts";
import { stepPath } from "../../apply/_wizard/steps.ts";

type ApplicationSummaryProps = {
  readonly place: PortalPage;
  readonly line: JournalLine;
  readonly now: Date;
  /** Policy: days before the last day of the confirmation of interest. */
  readonly windowDays: number;
};

/** One application in the overview: the number in the queue where there is one, else the status. */
export function ApplicationSummary({ place, line, now, windowDays }: ApplicationSummaryProps) {
  const { locale, root } = place;
  const t = translator(locale);
  const href = `${root}/cabinet/applications/${line.number}`;
  const name = displayFullName(line.childName);
  if (line.place === null) {
    return (
      <Card href={href} title={name} picture={<Icon name="document" className="size-7 text-sky" />}>
        {t(`status.${line.status}.label`)} · {queueName(t, line.queueType)}
      </Card>
    );
  }
  return (
    <QueueNumber
      label={t("queue.number.label")}
      number={formatNumber(locale, line.place.position)}
      ahead={line.place.position - 1}
      date={t("queue.asOf", { date: formatDate(locale, now), time: formatTime(now) })}
    >
      <p className="font-semibold">{name}</p>
      <Waiting place={place} line={line} interest={interestOf(line, windowDays, now)} />
      <p>
        {queueName(t, line.queueType)} · {t(`queue.class.${line.place.class}`)} ·{" "}
        {whole(t("queue.bound", { n: formatNumber(locale, line.place.worst) }))}
      </p>
      <p>
        <Link href={href} className="inline-flex min-h-11 items-center">
          <span>{whole(t("journal.card", { number: line.number }))}</span>
        </Link>
      </p>
    </QueueNumber>
  );
}

type WaitingProps = {
  readonly place: PortalPage;
  readonly line: JournalLine;
  readonly interest: Interest | null;
};

/** What waits for the family, until when, and the page on which it is done; nothing where nothing does. */
function Waiting({ place: { locale, portal, root }, line, interest }: WaitingProps) {
  const t = translator(locale);
  const asks = isAskedNow(line, interest);
  const { kind } = nextStepOf(line);
  const wishes = !asks && kind === "wishes";
  if (!asks && !wishes && kind !== "mend" && kind !== "look") return null;
  return (
    <Alert tone="wait">
      <p>
        {asks && interest !== null
          ? t("status.INTEREST_DUE.text", { date: formatDate(locale, interest.until) })
          : nextStepSentence(t, line, portal.supportPhone)}
      </p>
      {asks && (
        <p>
          <Link
            href={`${root}${deedPath(line.number, "interest")}`}
            className="inline-flex min-h-11 items-center"
          >
            {t("interest.button")}
          </Link>
        </p>
      )}
      {wishes && (
        <p>
          <Link
            href={`${root}${deedPath(line.number, "wishes")}`}
            className="inline-flex min-h-11 items-center"
          >
            {t("wishes.choose")}
          </Link>
        </p>
      )}
    </Alert>
  );
}

type DraftSummaryProps = { readonly place: PortalPage; readonly draft: Draft };

/** An application that was begun and not sent; its last page leads back to the first that wants mending. */
export function DraftSummary({ place, draft }: DraftSummaryProps) {
  const { locale, root } = place;
  const t = translator(locale);
  return (
    <Card
      href={stepPath(root, { queueType: draft.queueType, draftId: draft.id, step: "review" })}
      title={`${t("journal.draft")}: ${queueName(t, draft.queueType)}`}
      picture={<Icon name="clock" className="size-7 text-wait" />}
    >
      {t("journal.draftHint", { time: formatDateTimeLong(locale, draft.updatedAt) })}
    </Card>
  );
}

function queueName(t: Translator, queueType: string): string {
  const key = `qtype.name.${queueType}`;
  return t.has(key) ? t(key) : queueType;
}
