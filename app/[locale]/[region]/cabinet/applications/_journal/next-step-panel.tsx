import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Deadline } from "#app/_ui/deadline.tsx";
import { formatDate, formatDateFrom } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { CalendarLink } from "./calendar-link.tsx";
import { type Interest, isAskedNow, nextStepOf, type Standing } from "./next-step.ts";
import { nextStepSentence, statusSentence } from "./words.ts";

type NextStepPanelProps = {
  readonly t: Translator;
  readonly application: Standing;
  /** The office's own words above say what happened and what to do. */
  readonly told: boolean;
  /** A deed was done just now, and its notice above says what became of the application. */
  readonly noticed: boolean;
  readonly interest: Interest | null;
  /** The notice of registration above leads to the wishes already. */
  readonly led: boolean;
  /** The page on which kindergartens are chosen. */
  readonly wishesHref: string;
  /** The page on which interest is confirmed. */
  readonly interestHref: string;
  /** The file of this application's deadlines for the family's own calendar. */
  readonly calendarHref: string;
  /** The office's, E.164. */
  readonly phone: string;
};

/** What the family has to do something about. */
const calls: readonly string[] = ["mend", "wishes", "look"];

/** «Что сделать сейчас», and the next deadline: its day, the days left, what happens if it is missed. */
export function NextStepPanel({
  t,
  application,
  told,
  noticed,
  led,
  wishesHref,
  interest,
  interestHref,
  calendarHref,
  phone,
}: NextStepPanelProps) {
  const step = nextStepOf(application);
  const guardian = step.kind === "mend" && application.status === "ON_HOLD";
  const sentence = guardian || noticed ? null : statusSentence(t, application.status);
  // «Nothing to do» would stand above the very thing to do, and «see the history» below what happened.
  const said = (told && step.kind === "look") || (led && step.kind === "wishes");
  const quiet = said || isAskedNow(application, interest);
  // Who waits for an officer without a place is not asked.
  const asked = guardian ? null : interest;
  if (quiet && asked === null) return null;
  return (
    <section aria-labelledby="next" className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="next" className="text-xl">
        {t(said ? "journal.interest.title" : "journal.next")}
      </h2>
      {!quiet && (
        <Alert tone={calls.includes(step.kind) ? "wait" : "info"}>
          {sentence !== null && <p>{sentence}</p>}
          <p>
            {guardian
              ? t("journal.todo.guardian", { phone: groupPhone(phone) })
              : nextStepSentence(t, application, phone)}
          </p>
          {step.kind === "mend" && !guardian && <p>{t("journal.todo.keeps")}</p>}
          {step.kind === "wishes" && <p>{t("wishes.dueWhenever")}</p>}
        </Alert>
      )}
      {!quiet && step.kind === "wishes" && (
        <p className="print:hidden">
          <LinkButton href={wishesHref} wide>
            {t("wishes.choose")}
          </LinkButton>
        </p>
      )}
      {asked !== null && (
        <>
          {!said && <h3 className="text-lg">{t("journal.interest.title")}</h3>}
          <InterestDeadline t={t} interest={asked} href={interestHref} />
          {asked.state !== "over" && <CalendarLink t={t} href={calendarHref} />}
        </>
      )}
    </section>
  );
}

function InterestDeadline({
  t,
  interest,
  href,
}: {
  readonly t: Translator;
  readonly interest: Interest;
  readonly href: string;
}) {
  const { state, from, until, daysLeft } = interest;
  const left = state === "over" ? t("journal.interest.over") : t("date.daysLeft", { n: daysLeft });
  const lastDay = t("journal.interest.until", { date: formatDate(t.locale, until) });
  const otherwise = t("journal.interest.otherwise");
  if (state === "later") {
    // A year ahead nothing waits for the family yet, so this is no box in the colour of waiting.
    return (
      <div className="grid gap-1">
        <p>{t("journal.interest.ask", { from: formatDateFrom(t.locale, from) })}</p>
        <p>
          <time dateTime={until} className="font-semibold">
            {lastDay}
          </time>
          <span className="block">{left}</span>
        </p>
        <p>{otherwise}</p>
      </div>
    );
  }
  return (
    <Deadline
      date={lastDay}
      dateTime={until}
      left={left}
      otherwise={otherwise}
      overdue={state === "over"}
    >
      {state === "open" && (
        <LinkButton href={href} wide>
          {t("interest.button")}
        </LinkButton>
      )}
    </Deadline>
  );
}
