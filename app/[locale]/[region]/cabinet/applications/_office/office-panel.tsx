import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Deadline } from "#app/_ui/deadline.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { PersonActor } from "#lib/access/actor.ts";
import type { ApplicationView } from "#lib/applications/journal.ts";
import { type AskedCorrection, type Decided, officeView } from "#lib/applications/office-views.ts";
import { daysBetween, localDateOf } from "#lib/calendar/local-date.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { deedPath } from "../_journal/deeds.ts";
import { groundWords, isTold, reasonWords } from "./office-words.ts";

type OfficePanelProps = {
  readonly place: PortalPage;
  readonly actor: PersonActor;
  readonly application: Pick<ApplicationView, "number" | "status">;
  readonly now: Date;
};

/** What the office asks of the family, what it decided, and how to object; nothing where there is none of it. */
export async function OfficePanel({ place, actor, application, now }: OfficePanelProps) {
  const { locale, portal, root } = place;
  const { number, status } = application;
  const found = await officeView(actor, { regionId: portal.id, number }, now);
  if (!found.ok) return null;
  const t = translator(locale);
  const { asked, heldUntil, decisions } = found.value;
  const told = decisions.filter((each, index) => isTold(each, status, decisions.slice(0, index)));
  return (
    <>
      {asked !== null && (
        <Asked t={t} asked={asked} now={now} href={`${root}${deedPath(number, "correct")}`} />
      )}
      {heldUntil !== null && status === "ON_HOLD" && (
        <p>{t("office.heldUntil", { date: formatDate(locale, heldUntil) })}</p>
      )}
      {told.map((each) => (
        <Told
          key={each.eventSeq}
          t={t}
          decided={each}
          href={`${root}${deedPath(number, "appeal")}?decision=${each.eventSeq}`}
        />
      ))}
    </>
  );
}

type AskedProps = {
  readonly t: Translator;
  readonly asked: AskedCorrection;
  readonly now: Date;
  readonly href: string;
};

function Asked({ t, asked, now, href }: AskedProps) {
  const { reasons, note, deadlineAt, missed } = asked;
  const until = localDateOf(deadlineAt);
  return (
    <section aria-labelledby="correct" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="correct" className="text-xl">
        {t("correction.what")}
      </h2>
      <ul className="ms-5 list-disc">
        {reasons.map((reason) => (
          <li key={reason}>{reasonWords(t, reason)}</li>
        ))}
      </ul>
      {note !== null && <Quote t={t} words={note} />}
      <Deadline
        date={t("correction.until", { date: formatDate(t.locale, until) })}
        dateTime={until}
        left={
          missed
            ? t("journal.interest.over")
            : t("date.daysLeft", { n: daysBetween(localDateOf(now), until) })
        }
        otherwise={missed ? t("correction.missed") : t("correction.otherwise")}
        overdue={missed}
      >
        <LinkButton href={href} wide>
          {t("correction.title")}
        </LinkButton>
      </Deadline>
    </section>
  );
}

/** What the officer wrote, as it was written. */
export function Quote({ t, words }: { readonly t: Translator; readonly words: string }) {
  return (
    <div>
      <p className="text-sm text-ink-soft">{t("office.note")}</p>
      <blockquote className="border-s-4 border-line ps-3 break-words whitespace-pre-line">
        {words}
      </blockquote>
    </div>
  );
}

type ToldProps = { readonly t: Translator; readonly decided: Decided; readonly href: string };

function Told({ t, decided, href }: ToldProps) {
  const { kind, ground, note, state, appealUntil, appeal } = decided;
  const reason = groundWords(t, ground);
  const titleId = `decision-${decided.eventSeq}`;
  const decision = t(`journal.event.${kind}`);
  // What no longer holds must not be read as if it did.
  const undone = appeal?.outcome === "upheld";
  return (
    <section aria-labelledby={titleId} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h2 id={titleId} className="text-xl">
        {undone ? t("appeal.about") : decision}
      </h2>
      {undone && <p>{t("appeal.undone", { decision })}</p>}
      {reason !== null && <p>{t("journal.history.ground", { ground: reason })}</p>}
      {/* What is to be mended stands above, with the note. */}
      {note !== null && kind !== "returned-for-correction" && <Quote t={t} words={note} />}
      {state === "open" && (
        <>
          <p>{t("appeal.how", { date: formatDate(t.locale, appealUntil) })}</p>
          <p>
            <Link href={href} className="inline-flex min-h-11 items-center">
              {t("appeal.title")}
            </Link>
          </p>
        </>
      )}
      {state === "sent" && appeal !== null && (
        <Alert tone="info" title={t("status.APPEAL.label")}>
          <p>{t("status.APPEAL.text", { date: formatDate(t.locale, appeal.answerDueAt) })}</p>
          <p>
            <Link href={href} className="inline-flex min-h-11 items-center">
              {t("appeal.read")}
            </Link>
          </p>
        </Alert>
      )}
      {state === "answered" && appeal !== null && (
        <Alert tone={appeal.outcome === "upheld" ? "done" : "info"}>
          <p>{t(appeal.outcome === "upheld" ? "appeal.upheld" : "appeal.refused")}</p>
          <p>
            <Link href={href} className="inline-flex min-h-11 items-center">
              {t("appeal.readAnswer")}
            </Link>
          </p>
        </Alert>
      )}
    </section>
  );
}
